package io.ringtail.ring.journal;

import io.ringtail.ring.block.Block;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BiConsumer;

/** Which sequences a journal's lanes hold, as runs without holes; finds what is missing or there twice. One thread. */
final class SequenceRuns {
    private final List<Run> runs = new ArrayList<>();
    private final List<Hole> holes = new ArrayList<>();

    private record Hole(long first, long last) {}

    /**
     * Sequences that follow each other.
     *
     * @param file and {@code position} of the block in which they begin
     */
    record Run(int epoch, long first, long last, CycleFile file, long position) {}

    void add(Block block, CycleFile file, long position) {
        long first = block.firstSequence();
        long last = first;
        for (int row = 1; row < block.count(); row++) {
            long sequence = block.sequence(row);
            if (sequence != last + 1) {
                add(new Run(block.epoch(), first, last, file, position));
                first = sequence;
            }
            last = sequence;
        }
        add(new Run(block.epoch(), first, last, file, position));
    }

    /**
     * Tells of sequences given twice, and of holes that nothing explains. A run of the writer goes on where the one before
     * ended, so what is missing at the end of one shows too.
     *
     * @param committed the last sequence that was, as far as that is known
     */
    void check(KnownGaps gaps, OptionalLong committed, BiConsumer<Run, String> finding) {
        runs.sort(Comparator.comparingLong(Run::first));
        Run before = null;
        for (Run run : runs) {
            if (before != null && run.first() <= before.last()) {
                finding.accept(run, "sequence " + run.first() + " is there twice");
            }
            long expected = gaps.unexplainedFrom(before == null ? 0 : before.last() + 1);
            if (run.first() > expected) {
                holes.add(new Hole(expected, run.first() - 1));
                finding.accept(run, "sequences " + expected + " to " + (run.first() - 1) + " are missing before it");
            }
            before = run;
        }
        if (before != null && committed.isPresent()) {
            long expected = gaps.unexplainedFrom(before.last() + 1);
            if (committed.getAsLong() >= expected) {
                finding.accept(
                        before, "sequences " + expected + " to " + committed.getAsLong() + " are missing behind it");
            }
        }
    }

    /** Whether {@link #check} told that something of these sequences is missing. */
    boolean hasHole(long first, long before) {
        return holes.stream().anyMatch(hole -> hole.first < before && hole.last >= first);
    }

    private void add(Run run) {
        Run last = runs.isEmpty() ? null : runs.getLast();
        if (last != null
                && last.last() + 1 == run.first()
                && last.epoch() == run.epoch()
                && last.file().equals(run.file())) {
            runs.set(runs.size() - 1, new Run(run.epoch(), last.first(), run.last(), last.file(), last.position()));
        } else {
            runs.add(run);
        }
    }
}
