package io.ringtail.dsl;

import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockBuilder;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.block.Section;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.Registry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A recording in memory, for tests. Counts the blocks that were read. What of a block a reader does not ask for it cannot
 * read: it finds other bytes there.
 */
public final class MemoryRecording implements Recording {
    private static final List<Section> SECTIONS = List.of(Section.values());

    private final Registry registry = new Registry();
    private final BlockBuilder builder = new BlockBuilder();
    private final List<byte[]> blocks = new ArrayList<>();
    private final List<byte[]> controlBlocks = new ArrayList<>();
    private long sequence;
    private int epoch = 1;
    private final Set<Section> touched = EnumSet.noneOf(Section.class);
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

    /** The run of the writer that blocks are marked with from now on. */
    public void epoch(int newEpoch) {
        epoch = newEpoch;
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
            ByteBuffer encoded = builder.encode(epoch);
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

    /** What of any block was asked for since this was called last. */
    public Set<Section> takeTouched() {
        Set<Section> taken = EnumSet.noneOf(Section.class);
        taken.addAll(touched);
        touched.clear();
        return taken;
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
                    wrap(block, bytes);
                    if (scan.wants(block)) {
                        Set<Section> wanted = scan.sections().apply(block);
                        touched.addAll(wanted);
                        wrap(block, spoiled(bytes, block, wanted));
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

    private static void wrap(Block block, byte[] bytes) {
        String problem = block.wrap(bytes, 0, bytes.length).orElse("");
        if (!problem.isEmpty()) {
            throw new IllegalStateException(problem);
        }
    }

    private static byte[] spoiled(byte[] bytes, Block block, Set<Section> wanted) {
        byte[] spoiled = bytes.clone();
        int end = bytes.length;
        for (int i = SECTIONS.size() - 1; i >= 0; i--) {
            int start = end - (block.storedBytes(SECTIONS.get(i)) + 7) / 8 * 8;
            if (!wanted.contains(SECTIONS.get(i))) {
                Arrays.fill(spoiled, start, end, (byte) 0x55);
            }
            end = start;
        }
        return spoiled;
    }

    @Override
    public void close() {}
}
