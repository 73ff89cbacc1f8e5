package io.ringtail.ring.journal;

import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.Lane;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Which sequences a journal's lanes hold, as runs without holes; finds what is missing or there twice. One thread. */
final class SequenceRuns {
    private final List<Run> runs = new ArrayList<>();

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
     * Tells of holes within a run of the writer, and of sequences given twice. Before the sequence from which on no lane
     * is pruned, holes are what was pruned.
     */
    void check(BiConsumer<Run, String> finding) {
        long unpruned = unprunedFrom();
        runs.sort(Comparator.comparingLong(Run::first));
        Run before = null;
        for (Run run : runs) {
            if (before != null && run.first() <= before.last()) {
                finding.accept(run, "sequence " + run.first() + " is there twice");
            } else if (before != null && isHole(before, run) && before.last() >= unpruned) {
                finding.accept(
                        run,
                        "sequences " + (before.last() + 1) + " to " + (run.first() - 1) + " are missing before it");
            }
            before = run;
        }
    }

    /** The highest of the lanes' first sequences. */
    private long unprunedFrom() {
        Map<Lane, Long> firsts = new EnumMap<>(Lane.class);
        runs.forEach(run -> firsts.merge(run.file().lane(), run.first(), Math::min));
        return firsts.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    private static boolean isHole(Run before, Run run) {
        return run.first() > before.last() + 1 && run.epoch() == before.epoch();
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
