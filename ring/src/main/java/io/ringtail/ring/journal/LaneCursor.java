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
    /** At the end of a file that is being written the folder is looked at with every so many polls. */
    private static final int POLLS_A_LOOK = 64;

    private final Journal journal;
    private final Scan scan;
    private final Block block = new Block();
    private @Nullable CycleFile cycle;
    private @Nullable ExcerptWalker walker;
    private boolean sealed;
    /** A block that was come to before it was committed. */
    private boolean waiting;

    private ExcerptWalker.Step step = ExcerptWalker.Step.END;
    private int polls;
    private long lastSequence = -1;

    LaneCursor(Journal journal, Scan scan) {
        this.journal = journal;
        this.scan = scan;
    }

    @Override
    public boolean next() throws IOException {
        while (true) {
            if (waiting || advance()) {
                waiting = journal.isHidden(block);
                if (waiting) {
                    return false;
                }
                if (isSound() && scan.wants(block) && isSound(block.check(scan.sections()))) {
                    polls = 0;
                    return true;
                }
            } else if (mayRest() || !nextCycle()) {
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
        return step == ExcerptWalker.Step.BLOCK;
    }

    /** Whether the folder need not be looked at again yet: somebody writes this very file. */
    private boolean mayRest() {
        return step == ExcerptWalker.Step.NOTHING_YET && journal.isWritten() && polls++ % POLLS_A_LOOK != 0;
    }

    /** Moves to the next file of the lane, or, if this one has been sealed meanwhile, looks at it once more. */
    private boolean nextCycle() throws IOException {
        CycleFile current = cycle;
        int epoch = current == null ? ALL_OF_A_LANE : current.epoch();
        List<CycleFile> cycles = journal.cyclesFrom(scan.lane(), epoch);
        Optional<CycleFile> later = cycles.stream()
                .filter(file -> current == null || file.compareTo(current) > 0)
                .findFirst();
        boolean nowSealed = later.isPresent() || journal.isAtRest();
        if (current != null && nowSealed && !sealed) {
            sealed = true;
            return true;
        }
        if (later.isEmpty()) {
            return false;
        }
        open(later.get(), !later.get().equals(cycles.getLast()) || journal.isAtRest());
        return true;
    }

    private void open(CycleFile file, boolean isSealed) throws IOException {
        cycle = file;
        sealed = isSealed;
        walker = new ExcerptWalker(
                journal.memory(file), block, (position, what) -> journal.report(file, position, what));
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
