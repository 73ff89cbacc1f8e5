package io.ringtail.etw.merge;

import io.ringtail.etw.file.LittleEndian;
import io.ringtail.etw.file.RecordView;
import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.ExtendedItems;
import io.ringtail.ring.event.HeaderKind;

/**
 * Lays a record out as an event: nothing is decoded, and what the header of an event has no place for becomes extended
 * items, so that the record can be written back. Items that columns show come first; then those of the record in its
 * order, but for TraceLogging metadata, which is part of the type. <b>Threads:</b> one. Allocates nothing per event.
 */
final class RecordMapper {
    private static final int ITEM_HEADER_BYTES = 8;
    /** The fastest clock whose values 100 ns ticks give back. */
    private static final long TICK_FREQUENCY = 10_000_000;

    private final byte[] scratch = new byte[24];

    void fill(RecordView record, long rawTime, Clock clock, EventRecord event) {
        event.timeTicks = clock.toTicks(rawTime);
        event.pid = record.pid;
        event.tid = record.tid;
        event.payload(record.data, record.payloadAt, record.payloadEnd - record.payloadAt);
        ExtendedItems items = event.extended.clear();
        if (record.kind == HeaderKind.EVENT) {
            addEventItems(record, items);
        }
        if (record.cpuTime != 0) {
            items.add(ExtendedItems.CPU_TIME, record.cpuTime, Long.BYTES);
        }
        if (record.headerFlags != 0) {
            items.add(ExtendedItems.HEADER_FLAGS, record.headerFlags, Integer.BYTES);
        }
        if (clock.frequency() > TICK_FREQUENCY) {
            items.add(ExtendedItems.RAW_CLOCK, rawTime, Long.BYTES);
        }
        if (record.kind != HeaderKind.EVENT) {
            addRareItems(record, items);
        }
    }

    private void addEventItems(RecordView record, ExtendedItems items) {
        if ((record.activityLow | record.activityHigh) != 0) {
            putLong(0, record.activityLow);
            putLong(Long.BYTES, record.activityHigh);
            items.add(ExtendedItems.ACTIVITY_ID, scratch, 0, 2 * Long.BYTES);
        }
        int at = record.itemsAt;
        while (at < record.itemsEnd) {
            int dataAt = at + ITEM_HEADER_BYTES;
            if (dataAt != record.traceLoggingAt) {
                int type = LittleEndian.unsignedShort(record.data, at + 2);
                items.add(type, record.data, dataAt, LittleEndian.unsignedShort(record.data, at + 6));
            }
            at += LittleEndian.unsignedShort(record.data, at);
        }
    }

    private void addRareItems(RecordView record, ExtendedItems items) {
        if (record.instanceAt >= 0) {
            items.add(ExtendedItems.INSTANCE, record.data, record.instanceAt, 24);
        }
        if (record.versionBits != 0) {
            items.add(ExtendedItems.VERSION_BITS, record.versionBits, Short.BYTES);
            items.add(ExtendedItems.COUNTERS, record.data, record.countersAt, record.payloadAt - record.countersAt);
        }
        if (record.kind == HeaderKind.MESSAGE) {
            items.add(
                    ExtendedItems.MESSAGE,
                    record.messageFlags | (long) record.messageSequence << Short.SIZE,
                    Short.BYTES + Integer.BYTES);
        }
    }

    private void putLong(int at, long value) {
        for (int i = 0; i < Long.BYTES; i++) {
            scratch[at + i] = (byte) (value >>> Byte.SIZE * i);
        }
    }
}
