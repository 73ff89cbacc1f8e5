package io.ringtail.dsl.plan;

import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.block.Section;
import io.ringtail.ring.bus.Watermarks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;

/**
 * How far event time has come in a recording, which is what {@code now()} means there: while sources still deliver, the
 * least time that any of them has told to have come to; of a recording that is complete, as of a file, the greatest event
 * time, read from block headers alone.
 */
record Watermark(Recording recording) {
    long ticks() {
        try {
            return Watermarks.atEndOf(recording).least().orElseGet(this::greatest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long greatest() {
        long[] greatest = {0};
        Scan headers = Scan.ALL_EVENTS
                .withSections(EnumSet.noneOf(Section.class))
                .withBlocks(block -> {
                    greatest[0] = Math.max(greatest[0], block.maxTimeTicks());
                    return false;
                });
        try (BlockCursor cursor = recording.scan(headers)) {
            while (cursor.next()) {
                greatest[0] = Math.max(greatest[0], cursor.block().maxTimeTicks());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return greatest[0];
    }
}
