package io.ringtail.app.rtz;

import io.ringtail.ring.block.EventView;
import io.ringtail.ring.event.EventRecord;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntPredicate;

/** Events that were read, as records to be written again. */
final class EventRecords {
    private static final int ITEM_HEADER_BYTES = 4;

    private EventRecords() {}

    /** A copy of an event without the extended items that {@code drops} says. */
    static EventRecord of(EventView view, IntPredicate drops) {
        byte[] payload = view.payload();
        EventRecord event = new EventRecord().clear().payload(payload, 0, payload.length);
        event.timeTicks = view.timeTicks();
        event.type = view.type();
        event.source = view.source();
        event.pid = view.pid();
        event.tid = view.tid();
        event.cpu = view.cpu();
        addItems(view.extended(), event, drops);
        return event;
    }

    private static void addItems(byte[] items, EventRecord event, IntPredicate drops) {
        ByteBuffer bytes = ByteBuffer.wrap(items).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (at + ITEM_HEADER_BYTES <= items.length) {
            int type = Short.toUnsignedInt(bytes.getShort(at));
            int length = Short.toUnsignedInt(bytes.getShort(at + Short.BYTES));
            int end = at + ITEM_HEADER_BYTES + length;
            if (end > items.length) {
                return; // what is cut is no item
            }
            if (!drops.test(type)) {
                event.extended.add(type, items, at + ITEM_HEADER_BYTES, length);
            }
            at = end;
        }
    }
}
