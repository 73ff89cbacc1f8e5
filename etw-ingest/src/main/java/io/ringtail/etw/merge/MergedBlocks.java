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
    private final TimeRange range;
    private final BlockBuilder builder = new BlockBuilder();
    private final Block block = new Block();
    private long sequence;
    private boolean isDone;

    /**
     * Over these records.
     *
     * @param firstSequence how many events in buffers before the range the records leave out; earlier ones that they do
     *     not are counted here, so that sequences are those of a scan of all
     */
    MergedBlocks(MergedRecords records, Scan scan, TimeRange range, long firstSequence) {
        this.records = records;
        this.scan = scan;
        this.range = range;
        this.sequence = firstSequence;
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

    private void addNext() throws IOException {
        if (!records.next()) {
            isDone = true;
            return;
        }
        if (!range.isTooEarly(records.event().timeTicks)) {
            builder.add(records.event(), sequence);
        }
        sequence++;
    }

    /** Makes the next block; false if no record is left. */
    private boolean build() throws IOException {
        builder.clear();
        while (!isDone && !builder.isFull()) {
            addNext();
        }
        if (builder.isEmpty()) {
            return false;
        }
        Optional<String> problem = block.wrap(builder.encode(NEVER_STORED));
        if (problem.isPresent()) {
            throw new IllegalStateException("a block just built cannot be read: " + problem.get());
        }
        return true;
    }
}
