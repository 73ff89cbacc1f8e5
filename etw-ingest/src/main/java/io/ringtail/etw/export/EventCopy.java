package io.ringtail.etw.export;

import io.ringtail.etw.file.LittleEndian;
import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.event.EventRecord;
import java.util.Arrays;

/** An event out of a block, as a source would have offered it. Reused; one thread. */
final class EventCopy {
    private static final int ITEM_HEADER_BYTES = 4;
    private static final byte[] NONE = {};

    private final EventView view = new EventView();
    private final EventRecord record = new EventRecord();
    private byte[] payload = new byte[1 << 12];

    void copy(Block block, int row) {
        view.wrap(block, row);
        record.clear();
        record.timeTicks = view.timeTicks();
        record.type = view.type();
        record.source = view.source();
        record.pid = view.pid();
        record.tid = view.tid();
        record.cpu = view.cpu();
        int length = view.payloadBytes();
        if (length > payload.length) {
            payload = new byte[Math.max(length, 2 * payload.length)];
        }
        view.getBytes(0, payload, 0, length);
        record.payload(payload, 0, length);
        copyItems(view.extended());
    }

    EventRecord record() {
        return record;
    }

    long sequence() {
        return view.sequence();
    }

    /** The data of the first item of this type; empty if there is none. */
    byte[] item(int type) {
        byte[] items = record.extended.bytes();
        int at = 0;
        while (at < record.extended.length()) {
            int end = at + ITEM_HEADER_BYTES + LittleEndian.unsignedShort(items, at + 2);
            if (LittleEndian.unsignedShort(items, at) == type) {
                return Arrays.copyOfRange(items, at + ITEM_HEADER_BYTES, end);
            }
            at = end;
        }
        return NONE;
    }

    private void copyItems(byte[] items) {
        int at = 0;
        while (at + ITEM_HEADER_BYTES <= items.length) {
            int dataBytes = LittleEndian.unsignedShort(items, at + 2);
            int dataAt = at + ITEM_HEADER_BYTES;
            record.extended.add(LittleEndian.unsignedShort(items, at), items, dataAt, dataBytes);
            at = dataAt + dataBytes;
        }
    }
}
