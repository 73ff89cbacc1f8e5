package io.ringtail.ring.journal;

import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockBuilder;
import io.ringtail.ring.block.Compression;
import io.ringtail.ring.block.EventPrint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Writes one cycle anew: its catalog records as they are and in their order, its events in blocks that are full. The
 * cycle itself is only read; what is written is read back and compared. One thread, used once.
 */
final class CycleRewriter {
    private static final long NEVER_ROLLS_BYTES = 1 << 30;
    private static final Duration NEVER_ROLLS_SPAN = Duration.ofDays(36_500);
    /** A new file takes at most so much of the old one's bytes, */
    private static final double MOST_BYTES = 0.95;
    /** or of its blocks, or it is not worth it. */
    private static final double MOST_BLOCKS = 0.75;

    private final CycleFile file;
    private final JournalFolder work;
    private final Compression compression;
    private final JournalOptions options;
    private final Block block = new Block();
    private Optional<String> problem = Optional.empty();

    /** What a cycle holds. */
    record Totals(long blocks, long events, long bytes, long print) {
        static final Totals NONE = new Totals(0, 0, 0, 0);

        Totals plus(Totals other) {
            return new Totals(blocks + other.blocks, events + other.events, bytes + other.bytes, 0);
        }
    }

    /**
     * What became of it.
     *
     * @param file the new cycle, if there is one to put in the old one's place
     * @param problem what keeps the cycle from being rewritten
     */
    record Outcome(Totals before, Totals after, Optional<Path> file, Optional<String> problem) {
        boolean gains() {
            return file.isPresent();
        }
    }

    /** Takes what stands in a cycle, in order. */
    private interface Visitor {
        void block() throws IOException;

        void record(ByteBuffer content) throws IOException;
    }

    CycleRewriter(CycleFile file, JournalFolder work, Compression compression, InstantSource clock) {
        this.file = file;
        this.work = work;
        this.compression = compression;
        this.options = new JournalOptions(NEVER_ROLLS_BYTES, NEVER_ROLLS_SPAN, clock, StorageOptions.defaults());
    }

    Outcome rewrite() throws IOException {
        Totals before = totals(file);
        if (problem.isPresent() || before.blocks() == 0) {
            return new Outcome(before, before, Optional.empty(), problem);
        }
        JournalFolder.createPrivateFolders(work.path());
        CycleFile fresh = write();
        Totals after = totals(fresh);
        if (problem.isEmpty() && (after.events() != before.events() || after.print() != before.print())) {
            problem = Optional.of("what was written anew does not read as what was there before");
        }
        if (problem.isEmpty() && !start(fresh).equals(start(file))) {
            problem = Optional.of("what was written anew does not begin where it began before");
        }
        boolean gains = problem.isEmpty() && gains(before, after);
        return new Outcome(before, after, gains ? Optional.of(fresh.path()) : Optional.empty(), problem);
    }

    /** What seeking and pruning go by. */
    private static OptionalLong start(CycleFile cycle) throws IOException {
        return LaneIndex.start(CycleMemory.map(cycle.path()));
    }

    /** Always with fewer bytes than before, by which readers tell the old file's index from the new one's. */
    private static boolean gains(Totals before, Totals after) {
        return after.bytes() <= before.bytes() * MOST_BYTES
                || after.bytes() < before.bytes() && after.blocks() <= before.blocks() * MOST_BLOCKS;
    }

    private CycleFile write() throws IOException {
        DiskFullException.checkRoom(work, options.storage().minFreeBytes());
        try (LaneWriter writer = LaneWriter.open(work, file.lane(), file.epoch(), options)) {
            BlockBuilder builder = new BlockBuilder(compression);
            visit(file, new Visitor() {
                @Override
                public void block() throws IOException {
                    copy(builder, writer);
                }

                @Override
                public void record(ByteBuffer content) throws IOException {
                    byte[] bytes = new byte[content.remaining()];
                    content.get(bytes);
                    writer.append(bytes);
                }
            });
            append(builder, writer);
        }
        return written();
    }

    private void copy(BlockBuilder builder, LaneWriter writer) throws IOException {
        for (int row = 0; row < block.count(); row++) {
            if (builder.isFull() || !fits(block.sequence(row), builder)) {
                append(builder, writer);
            }
            builder.add(block, row);
        }
    }

    /** A block's sequences lie within 32 bits; those of a lane of few events may not. */
    private static boolean fits(long sequence, BlockBuilder builder) {
        return builder.isEmpty() || sequence - builder.firstSequence() <= Integer.MAX_VALUE;
    }

    private void append(BlockBuilder builder, LaneWriter writer) throws IOException {
        if (!builder.isEmpty()) {
            writer.append(builder, builder.encode(file.epoch()));
            builder.clear();
        }
    }

    private CycleFile written() throws IOException {
        Path folder = work.epochFolder(file.lane(), file.epoch());
        try (Stream<Path> files = Files.list(folder)) {
            Path only = files.filter(each -> each.toString().endsWith(CycleFile.SUFFIX))
                    .findFirst()
                    .orElseThrow(() -> new IOException(folder + " holds no cycle though one was written"));
            return new CycleFile(file.lane(), file.epoch(), file.name(), only);
        }
    }

    private Totals totals(CycleFile of) throws IOException {
        long[] blocks = {0};
        EventPrint print = new EventPrint();
        visit(of, new Visitor() {
            @Override
            public void block() {
                blocks[0]++;
                print.add(block);
            }

            @Override
            public void record(ByteBuffer content) {
                print.add(content);
            }
        });
        return new Totals(blocks[0], print.events(), Files.size(of.path()), print.value());
    }

    /** Goes through a cycle that nobody writes; damage ends up in {@link #problem}. */
    private void visit(CycleFile of, Visitor visitor) throws IOException {
        ExcerptWalker walker = new ExcerptWalker(CycleMemory.map(of.path()), block, this::damaged);
        while (problem.isEmpty()) {
            switch (walker.next(true)) {
                case BLOCK -> {
                    block.checkAll().ifPresent(what -> damaged(walker.excerptPosition(), what));
                    if (block.epoch() != of.epoch()) {
                        damaged(walker.excerptPosition(), "the block is of epoch " + block.epoch());
                    }
                    if (problem.isEmpty()) {
                        visitor.block();
                    }
                }
                case CATALOG -> visitor.record(walker.content());
                case NOTHING_YET, END -> {
                    return;
                }
            }
        }
    }

    private void damaged(long position, String what) {
        if (problem.isEmpty()) {
            problem = Optional.of("it is damaged at " + position + ": " + what);
        }
    }
}
