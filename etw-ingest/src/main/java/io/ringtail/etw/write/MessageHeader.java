package io.ringtail.etw.write;

import io.ringtail.etw.file.LittleEndian;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.Guids;

/**
 * A WPP message's header, whose fields are there or not as its option flags say. Without an item
 * {@link io.ringtail.ring.event.ExtendedItems#MESSAGE} it carries GUID, time, ids and pointer size. A component id is
 * the provider's first 32 bits, and the version stands in the reserved byte. Reused; one thread.
 */
final class MessageHeader {
    private static final int SEQUENCE = 0x1;
    private static final int GUID = 0x2;
    private static final int COMPONENT_ID = 0x4;
    private static final int TIMESTAMP = 0x8;
    private static final int PERFORMANCE_TIMESTAMP = 0x10;
    private static final int SYSTEM_INFO = 0x20;
    private static final int POINTER32 = 0x40;
    private static final int POINTER64 = 0x80;
    private static final int FIXED_BYTES = 8;
    private static final int MARKER = 0x90;

    private int options;
    private int sequence;

    int measure(EventType type, EventRecord record, int item, int pointerBytes) {
        if (item == RecordItems.ABSENT) {
            options = GUID | TIMESTAMP | SYSTEM_INFO | (pointerBytes == 4 ? POINTER32 : POINTER64);
            sequence = 0;
        } else {
            options = LittleEndian.unsignedShort(record.extended.bytes(), item);
            sequence = LittleEndian.getInt(record.extended.bytes(), item + Short.BYTES);
        }
        checkNumber(type);
        return FIXED_BYTES
                + (has(SEQUENCE) ? 4 : 0)
                + (has(GUID) ? Guids.BYTES : has(COMPONENT_ID) ? 4 : 0)
                + (hasTime() ? 8 : 0)
                + (has(SYSTEM_INFO) ? 8 : 0);
    }

    void put(EventType type, long rawTime, EventRecord record, int total, byte[] out, int at) {
        LittleEndian.putShort(out, at, total);
        out[at + 2] = (byte) type.version();
        out[at + 3] = (byte) MARKER;
        LittleEndian.putShort(out, at + 4, type.id());
        LittleEndian.putShort(out, at + 6, options);
        int to = at + FIXED_BYTES;
        if (has(SEQUENCE)) {
            LittleEndian.putInt(out, to, sequence);
            to += 4;
        }
        to = putIdentity(type, out, to);
        if (hasTime()) {
            LittleEndian.putLong(out, to, rawTime);
            to += 8;
        }
        if (has(SYSTEM_INFO)) {
            LittleEndian.putInt(out, to, record.tid);
            LittleEndian.putInt(out, to + 4, record.pid);
        }
    }

    private int putIdentity(EventType type, byte[] out, int at) {
        if (has(GUID)) {
            LittleEndian.putGuid(out, at, type.provider());
            return at + Guids.BYTES;
        }
        if (has(COMPONENT_ID)) {
            LittleEndian.putInt(out, at, (int) Guids.low(type.provider()));
            return at + 4;
        }
        return at;
    }

    private boolean has(int option) {
        return (options & option) != 0;
    }

    private boolean hasTime() {
        return has(TIMESTAMP) || has(PERFORMANCE_TIMESTAMP);
    }

    private static void checkNumber(EventType type) {
        if (type.id() < 0 || type.id() > 0xFFFF) {
            throw new IllegalArgumentException("a message's number is 0 to 65535, not " + type.id());
        }
    }
}
