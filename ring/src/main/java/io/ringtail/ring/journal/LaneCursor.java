package io.ringtail.ring.journal;

import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Scan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Goes through one lane of a journal, from cycle to cycle, up to what is committed; damage is reported and left out. */
final class LaneCursor implements BlockCursor {
    private static final int ALL_OF_A_LANE = 0;
    /**
     * A look at the folder costs as much as reading some thousand events, and who polls without a pause would do nothing
     * else. So a lane that was found empty is not looked for new files more often than this,
     */
    private static final long NANOS_A_LOOK = 2_000_000;
    /** nor as long as nothing was committed since, whoever asks: but for what a writer leaves behind that is killed. */
    private static final long NANOS_A_LOOK_AT_NOTHING = 50_000_000;

    private final Journal journal;
    private final Scan scan;
    private final Block block = new Block();
    private @Nullable CycleFile cycle;
    private @Nullable ExcerptWalker walker;
    private boolean sealed;
    /** A block that was come to before it was committed. */
    private boolean waiting;

    private ExcerptWalker.Step step = ExcerptWalker.Step.END;
    private long lookedNanos;
    /** The last look, with no block since, found nothing. */
    private boolean isEmpty;
    /** The lane has nothing more up to this sequence. */
    private long emptyThrough = -1;

    private long touched;
    private boolean restless;
    private long lastSequence = -1;

    LaneCursor(Journal journal, Scan scan) {
        this.journal = journal;
        this.scan = scan;
        this.lookedNanos = System.nanoTime() - NANOS_A_LOOK_AT_NOTHING;
    }

    /** That there is nothing more holds for the whole lane then, with all its files. */
    LaneCursor restless() {
        restless = true;
        return this;
    }

    @Override
    public boolean next() throws IOException {
        while (true) {
            long committed = journal.committed(); // read before the lane, or something may come in between
            if (waiting || advance()) {
                isEmpty = false;
                waiting = journal.isHidden(block);
                if (waiting || block.firstSequence() >= scan.untilSequence()) {
                    return false;
                }
                if (isSound()
                        && scan.wants(block)
                        && isSound(block.check(scan.sections().apply(block)))) {
                    return true;
                }
            } else if (mayRest(committed)) {
                return false;
            } else if (!nextCycle()) {
                foundNothing(committed);
                return false;
            }
        }
    }

    @Override
    public Block block() {
        return block;
    }

    @Override
    public void close() {
        walker = null; // mapped memory goes when nothing refers to it any more
    }

    /** Moves to the next block of this cycle; false at its end, or where it ends for now. */
    private boolean advance() throws IOException {
        ExcerptWalker current = walker;
        if (current == null) {
            return false;
        }
        step = current.next(sealed);
        while (step == ExcerptWalker.Step.CATALOG) {
            apply(current.content());
            step = current.next(sealed);
        }
        touched += step == ExcerptWalker.Step.BLOCK ? 1 : 0;
        return step == ExcerptWalker.Step.BLOCK;
    }

    /** Whether the folder need not be looked at again yet: somebody writes this very file. */
    private boolean mayRest(long committed) {
        if (step != ExcerptWalker.Step.NOTHING_YET || !journal.isWritten()) {
            return false;
        }
        long nanos = System.nanoTime() - lookedNanos;
        boolean isAllRead = committed <= Math.max(emptyThrough, lastSequence);
        return isAllRead && nanos < NANOS_A_LOOK_AT_NOTHING || !restless && isEmpty && nanos < NANOS_A_LOOK;
    }

    private void foundNothing(long committed) {
        isEmpty = true;
        emptyThrough = committed == Long.MAX_VALUE ? -1 : committed;
        lookedNanos = System.nanoTime();
    }

    /** Behind the block moved to the lane has nothing up to this sequence. */
    long emptyThrough() {
        return emptyThrough;
    }

    /** Moves to the next file of the lane, or, if this one has been sealed meanwhile, looks at it once more. */
    private boolean nextCycle() throws IOException {
        CycleFile current = cycle;
        int epoch = current == null ? ALL_OF_A_LANE : current.epoch();
        List<CycleFile> cycles = journal.cyclesFrom(scan.lane(), epoch);
        int first = current == null ? journal.index().cyclesBefore(cycles, scan.fromSequence()) : 0;
        List<CycleFile> later = cycles.subList(first, cycles.size()).stream()
                .filter(file -> current == null || file.compareTo(current) > 0)
                .toList();
        boolean atRest = journal.isAtRest();
        if (current != null && !sealed && (!later.isEmpty() || atRest)) {
            sealed = true;
            return true;
        }
        for (CycleFile file : later) {
            boolean isSealed = atRest || !file.equals(cycles.getLast());
            if (journal.isThere(file) && !(isSealed && journal.index().skips(file, scan))) {
                open(file, isSealed);
                return true;
            }
        }
        return false;
    }

    private void open(CycleFile file, boolean isSealed) throws IOException {
        cycle = file;
        sealed = isSealed;
        ExcerptWalker opened = new ExcerptWalker(
                journal.memory(file), block, (position, what) -> journal.report(file, position, what));
        walker = opened;
        int start = journal.index().position(file, isSealed, scan);
        if (start > 0) {
            applyRecordsBefore(file, isSealed, start, opened);
            opened.startAt(start);
        }
    }

    /** What is jumped over may say what ids stand for that the journal did not know when it was opened. */
    private void applyRecordsBefore(CycleFile file, boolean isSealed, int start, ExcerptWalker opened)
            throws IOException {
        for (int record : journal.index().recordsBefore(file, isSealed, start)) {
            opened.startAt(record);
            if (opened.next(true) == ExcerptWalker.Step.CATALOG) {
                apply(opened.content());
            }
        }
    }

    /** How many blocks were looked at so far. */
    long touched() {
        return touched;
    }

    private void apply(ByteBuffer record) {
        try {
            journal.apply(CatalogRecord.read(record));
        } catch (IllegalArgumentException e) {
            report(String.valueOf(e.getMessage()));
        }
    }

    /** Sequences rise, and every id resolves. */
    private boolean isSound() {
        if (block.count() == 0 || block.firstSequence() <= lastSequence || !journal.resolves(block)) {
            report("the block's sequences or ids do not follow from what is before it");
            return false;
        }
        lastSequence = block.lastSequence();
        return true;
    }

    private boolean isSound(Optional<String> problem) {
        problem.ifPresent(what -> report(what + "; its " + block.count() + " events are left out"));
        return problem.isEmpty();
    }

    private void report(String what) {
        ExcerptWalker current = walker;
        CycleFile file = cycle;
        if (current != null && file != null) {
            journal.report(file, current.excerptPosition(), what);
        }
    }
}
