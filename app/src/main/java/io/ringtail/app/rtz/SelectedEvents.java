package io.ringtail.app.rtz;

import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.block.Scan;
import java.io.IOException;

/** The captured events that a session is made of, in sequence order; they can be gone through again and again. */
public interface SelectedEvents {
    /** Takes some rows of a block, ascending. */
    @FunctionalInterface
    interface Taker {
        void take(Block block, int[] rows, int count) throws IOException;
    }

    void forEach(Taker taker) throws IOException;

    /** All events of a recording in a span of time. */
    static SelectedEvents between(Recording recording, long fromTicks, long untilTicks) {
        return taker -> {
            int[] rows = new int[0];
            Scan scan = Scan.ALL_EVENTS.withTime(fromTicks, untilTicks == Long.MAX_VALUE ? untilTicks : untilTicks - 1);
            try (BlockCursor cursor = recording.scan(scan)) {
                while (cursor.next()) {
                    Block block = cursor.block();
                    rows = rows.length < block.count() ? new int[block.count()] : rows;
                    int count = 0;
                    for (int row = 0; row < block.count(); row++) {
                        long time = block.timeTicks(row);
                        if (time >= fromTicks && (time < untilTicks || untilTicks == Long.MAX_VALUE)) {
                            rows[count++] = row;
                        }
                    }
                    if (count > 0) {
                        taker.take(block, rows, count);
                    }
                }
            }
        };
    }
}
