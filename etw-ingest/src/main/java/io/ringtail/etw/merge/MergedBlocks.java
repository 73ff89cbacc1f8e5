package io.ringtail.etw.merge;

import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockBuilder;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.block.Scan;
import java.io.IOException;
import java.util.Optional;

/** Merged records as blocks, built in memory one at a time. <b>Threads:</b> one. */
final class MergedBlocks implements BlockCursor {
    private static final int NEVER_STORED = 0;

    private final MergedRecords records;
    private final Scan scan;
    private final BlockBuilder builder = new BlockBuilder();
    private final Block block = new Block();
    private long sequence;
    private boolean isDone;

    MergedBlocks(MergedRecords records, Scan scan) {
        this.records = records;
        this.scan = scan;
        this.isDone = scan.lane() == Lane.CONTROL;
    }

    @Override
    public boolean next() throws IOException {
        while (build()) {
            if (scan.wants(block)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Block block() {
        return block;
    }

    @Override
    public void close() {
        isDone = true;
    }

    /** Makes the next block; false if no record is left. */
    private boolean build() throws IOException {
        builder.clear();
        while (!isDone && !builder.isFull()) {
            if (records.next()) {
                builder.add(records.event(), sequence++);
            } else {
                isDone = true;
            }
        }
        if (builder.isEmpty()) {
            return false;
        }
        int length = builder.encode(NEVER_STORED);
        Optional<String> problem = block.wrap(builder.encoded(), 0, length);
        if (problem.isPresent()) {
            throw new IllegalStateException("a block just built cannot be read: " + problem.get());
        }
        return true;
    }
}
