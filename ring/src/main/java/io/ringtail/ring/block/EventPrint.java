package io.ringtail.ring.block;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A number that two runs of the same events share, whatever blocks they are in and however these are stored: a checksum
 * of every header field and byte, in order, and of the catalog records apart. One thread.
 */
public final class EventPrint {
    private static final int HEADER_BYTES = 5 * Integer.BYTES + 2 * Long.BYTES + 2 * Integer.BYTES;

    private final CRC32C events = new CRC32C();
    private final CRC32C records = new CRC32C();
    private final ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    private final EventView view = new EventView();
    private long count;

    /** Takes all events of a block whose sections are sound. */
    public void add(Block block) {
        for (int row = 0; row < block.count(); row++) {
            view.wrap(block, row);
            header.clear().putLong(view.sequence()).putLong(view.timeTicks()).putInt(view.type());
            header.putInt(view.source()).putInt(view.pid()).putInt(view.tid()).putInt(view.cpu() << 16 | view.flags());
            byte[] payload = view.payload();
            byte[] items = view.extended();
            events.update(header.putInt(payload.length).putInt(items.length).flip());
            events.update(payload);
            events.update(items);
        }
        count += block.count();
    }

    /** Takes a catalog record. */
    public void add(ByteBuffer record) {
        records.update(record);
    }

    public long events() {
        return count;
    }

    public long value() {
        return events.getValue() << 32 | records.getValue();
    }
}
