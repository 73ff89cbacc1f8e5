package io.ringtail.etw.write;

import io.ringtail.etw.file.LittleEndian;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.ExtendedItems;

/**
 * Where the items of one record lie: those that belong into header fields, and how many bytes the others take as
 * EVENT_HEADER_EXTENDED_DATA_ITEMs. An offset of {@link #ABSENT} says that there is none. Reused; one thread.
 */
final class RecordItems {
    static final int ABSENT = -1;
    /** Before each item's data: type u16 and length u16. */
    static final int PREFIX_BYTES = 4;

    private static final int FIRST_OWN_NUMBER = 0x100;

    int activityId;
    int cpuTime;
    int headerFlags;
    int instance;
    int message;
    int versionBits;
    int counters;
    int counterBytes;
    boolean hasTraceLogging;
    boolean hasProviderTraits;
    /** Bytes of the items that stand in the file as items, each rounded up to 8. */
    int onDiskBytes;

    void index(EventRecord record) {
        clear();
        byte[] bytes = record.extended.bytes();
        int length = record.extended.length();
        for (int at = 0; at < length; ) {
            int type = LittleEndian.unsignedShort(bytes, at);
            int dataBytes = LittleEndian.unsignedShort(bytes, at + 2);
            note(type, at + PREFIX_BYTES, dataBytes);
            at += PREFIX_BYTES + dataBytes;
        }
    }

    static boolean isOnDisk(int type) {
        return type < FIRST_OWN_NUMBER;
    }

    /** Bytes of an item in the file. */
    static int onDiskBytes(int dataBytes) {
        return RecordEncoder.aligned(RecordEncoder.ITEM_HEADER_BYTES + dataBytes);
    }

    private void clear() {
        activityId = ABSENT;
        cpuTime = ABSENT;
        headerFlags = ABSENT;
        instance = ABSENT;
        message = ABSENT;
        versionBits = ABSENT;
        counters = ABSENT;
        counterBytes = 0;
        hasTraceLogging = false;
        hasProviderTraits = false;
        onDiskBytes = 0;
    }

    private void note(int type, int at, int dataBytes) {
        switch (type) {
            case ExtendedItems.ACTIVITY_ID -> activityId = checked(type, at, dataBytes, 16);
            case ExtendedItems.CPU_TIME -> cpuTime = checked(type, at, dataBytes, 8);
            case ExtendedItems.HEADER_FLAGS -> headerFlags = checked(type, at, dataBytes, 4);
            case ExtendedItems.INSTANCE -> instance = checked(type, at, dataBytes, 24);
            case ExtendedItems.MESSAGE -> message = checked(type, at, dataBytes, 6);
            case ExtendedItems.VERSION_BITS -> versionBits = checked(type, at, dataBytes, 2);
            case ExtendedItems.COUNTERS -> noteCounters(at, dataBytes);
            default -> noteOnDisk(type, dataBytes);
        }
    }

    private static int checked(int type, int at, int dataBytes, int wanted) {
        if (dataBytes != wanted) {
            throw new IllegalArgumentException(
                    "extended item 0x" + Integer.toHexString(type) + " has " + wanted + " bytes, not " + dataBytes);
        }
        return at;
    }

    private void noteCounters(int at, int dataBytes) {
        if (dataBytes % Long.BYTES != 0) {
            throw new IllegalArgumentException("counters have 8 bytes each, so together not " + dataBytes);
        }
        counters = at;
        counterBytes = dataBytes;
    }

    private void noteOnDisk(int type, int dataBytes) {
        if (isOnDisk(type)) {
            onDiskBytes += onDiskBytes(dataBytes);
            hasTraceLogging |= type == ExtendedItems.TRACE_LOGGING;
            hasProviderTraits |= type == ExtendedItems.PROVIDER_TRAITS;
        }
    }
}
