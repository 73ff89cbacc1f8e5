package io.ringtail.dsl.explain;

import io.ringtail.ring.block.Block;

/**
 * What a query read of a recording.
 *
 * @param read blocks that it looked into
 * @param events in them
 * @param bytes of them, whole
 * @param skippedByTime blocks whose header says that they lie outside the time asked for
 * @param skippedByKind blocks whose header says that no event in them is of a kind asked for
 */
public record BlockCounts(long read, long events, long bytes, long skippedByTime, long skippedByKind) {
    public static final BlockCounts NONE = new BlockCounts(0, 0, 0, 0, 0);

    public long all() {
        return read + skippedByTime + skippedByKind;
    }

    BlockCounts withRead(Block block) {
        return new BlockCounts(
                read + 1, events + block.count(), bytes + block.totalBytes(), skippedByTime, skippedByKind);
    }

    BlockCounts withSkippedByTime() {
        return new BlockCounts(read, events, bytes, skippedByTime + 1, skippedByKind);
    }

    BlockCounts withSkippedByKind() {
        return new BlockCounts(read, events, bytes, skippedByTime, skippedByKind + 1);
    }
}
