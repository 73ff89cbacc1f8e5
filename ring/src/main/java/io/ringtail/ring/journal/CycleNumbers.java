package io.ringtail.ring.journal;

import io.ringtail.ring.block.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Finds cycle files that are gone where no sequence tells: below what was pruned of one lane, the other's sequences have
 * holes anyway. One thread.
 */
final class CycleNumbers {
    private final List<Numbered> cycles = new ArrayList<>();

    /** A cycle that says which of its epoch's it is, and below which sequence all events before it are. */
    private record Numbered(CycleFile file, int number, long start) {}

    /** In the order of the lane; the first record of a cycle counts, and one that has no number is not known. */
    void add(CycleFile file, CatalogRecord record) {
        boolean isFirst = cycles.isEmpty() || !cycles.getLast().file.equals(file);
        if (isFirst && record.preamble() && record.epoch() == file.epoch() && record.cycle() > 0) {
            cycles.add(new Numbered(file, record.cycle(), record.nextSequence()));
        }
    }

    /** Tells of those that are missing and not pruned, unless a hole in the sequences has told already. */
    void check(KnownGaps gaps, SequenceRuns runs, BiConsumer<CycleFile, String> finding) {
        for (int i = 0; i < cycles.size(); i++) {
            Numbered each = cycles.get(i);
            Lane lane = each.file.lane();
            Optional<Numbered> before = i == 0 ? Optional.empty() : Optional.of(cycles.get(i - 1));
            before = before.filter(other -> other.file.lane() == lane && other.file.epoch() == each.file.epoch());
            int missing = each.number - 1 - before.map(Numbered::number).orElse(0);
            long from = before.map(Numbered::start).orElse(gaps.prunedBefore(lane));
            boolean isPruned = each.start <= gaps.prunedBefore(lane);
            if (missing > 0 && !isPruned && !runs.hasHole(from, each.start)) {
                String files = missing == 1 ? "a cycle file of the lane is" : missing + " cycle files of the lane are";
                finding.accept(each.file, files + " missing before it, and nobody pruned that");
            }
        }
    }
}
