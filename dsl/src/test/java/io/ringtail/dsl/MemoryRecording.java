package io.ringtail.dsl;

import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockBuilder;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.Registry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A recording in memory, for tests. Counts the blocks that were read. */
public final class MemoryRecording implements Recording {
    private final Registry registry = new Registry();
    private final BlockBuilder builder = new BlockBuilder();
    private final List<byte[]> blocks = new ArrayList<>();
    private final List<byte[]> controlBlocks = new ArrayList<>();
    private long sequence;
    private int blocksRead;

    @Override
    public Registry catalog() {
        return registry;
    }

    public void add(EventRecord event) {
        if (builder.isFull()) {
            endBlock();
        }
        builder.add(event, sequence++);
    }

    public void endBlock() {
        endBlock(blocks);
    }

    /** What was added since the last block is Ringtail's own, on the control lane. */
    public void endControlBlock() {
        endBlock(controlBlocks);
    }

    private void endBlock(List<byte[]> lane) {
        if (!builder.isEmpty()) {
            ByteBuffer encoded = builder.encode(1);
            byte[] block = new byte[encoded.remaining()];
            encoded.get(block);
            lane.add(block);
            builder.clear();
        }
    }

    public int blocks() {
        return blocks.size();
    }

    public int takeBlocksRead() {
        int read = blocksRead;
        blocksRead = 0;
        return read;
    }

    @Override
    public Optional<Span> span() {
        return Optional.of(new Span(0, sequence));
    }

    @Override
    public BlockCursor scan(Scan scan) {
        return new BlockCursor() {
            private final Block block = new Block();
            private int next;

            @Override
            public boolean next() {
                List<byte[]> lane = scan.lane() == Lane.TRACE ? blocks : controlBlocks;
                while (next < lane.size()) {
                    byte[] bytes = lane.get(next++);
                    String problem = block.wrap(bytes, 0, bytes.length).orElse("");
                    if (!problem.isEmpty()) {
                        throw new IllegalStateException(problem);
                    }
                    if (scan.wants(block)) {
                        blocksRead++;
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
            public void close() {}
        };
    }

    @Override
    public void close() {}
}
