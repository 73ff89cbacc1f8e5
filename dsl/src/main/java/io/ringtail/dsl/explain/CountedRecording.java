package io.ringtail.dsl.explain;

import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.event.Catalog;
import java.io.IOException;

/**
 * A recording that counts which blocks its readers take and which they pass over by their headers. It closes nothing.
 * <b>Threads:</b> one.
 */
public final class CountedRecording implements Recording {
    private final Recording recording;
    private final boolean headersTellTimes;
    private BlockCounts counts = BlockCounts.NONE;

    /**
     * Counts from now on.
     *
     * @param headersTellTimes whether blocks are skipped by time here, where that is counted, rather than by the recording:
     *     true for a journal, false for traces, which skip buffers before there are blocks
     */
    public CountedRecording(Recording recording, boolean headersTellTimes) {
        this.recording = recording;
        this.headersTellTimes = headersTellTimes;
    }

    /** What was read since this was asked last. */
    public BlockCounts take() {
        BlockCounts taken = counts;
        counts = BlockCounts.NONE;
        return taken;
    }

    @Override
    public Catalog catalog() {
        return recording.catalog();
    }

    @Override
    public BlockCursor scan(Scan scan) throws IOException {
        Scan counted = scan.withBlocks(block -> wanted(scan, block));
        return BlockCursor.telling(
                recording.scan(headersTellTimes ? counted.withTime(Long.MIN_VALUE, Long.MAX_VALUE) : counted),
                block -> counts = counts.withRead(block));
    }

    private boolean wanted(Scan scan, Block block) {
        if (block.maxTimeTicks() < scan.fromTimeTicks() || block.minTimeTicks() > scan.toTimeTicks()) {
            counts = counts.withSkippedByTime();
            return false;
        }
        boolean wanted = scan.blocks().test(block);
        counts = wanted ? counts : counts.withSkippedByKind();
        return wanted;
    }

    @Override
    public void close() {}
}
