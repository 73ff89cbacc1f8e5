package io.ringtail.ring.journal;

import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.Lane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Finds which cycle files a journal need not keep, and deletes them. A file is told to be pruned, on the disk, before it
 * goes, so that what is pruned is never taken for lost.
 *
 * <p><b>Threads:</b> one at a time. <b>Order:</b> oldest first, and none of a lane before those that are older.
 */
public final class Pruner {
    private final JournalFolder folder;
    private final Delete delete;

    /** How a file is deleted: in tests otherwise. */
    @FunctionalInterface
    interface Delete {
        void file(Path path) throws IOException;
    }

    /**
     * A cycle file that is not kept.
     *
     * @param file relative to the journal's folder
     * @param firstSequence of the lane's events from here on
     * @param nextSequence up to here, exclusive, are in the file
     * @param why the limit beyond which it is
     */
    public record Deletion(
            Lane lane, String file, Path path, long firstSequence, long nextSequence, long bytes, String why) {}

    /** A cycle file that would not be kept, but for what {@code why} says. */
    public record Held(Lane lane, String file, long nextSequence, String why) {}

    /** What is to be deleted, in order, and what is held back. */
    public record Plan(List<Deletion> deletions, List<Held> held) {
        public Plan {
            deletions = List.copyOf(deletions);
            held = List.copyOf(held);
        }
    }

    private record Cycle(CycleFile file, long bytes, long firstSequence, long nextSequence, Instant completed) {}

    private Pruner(JournalFolder folder, Delete delete) {
        this.folder = folder;
        this.delete = delete;
    }

    public static Pruner of(Path journal) throws IOException {
        return new Pruner(JournalFolder.existing(journal), Files::delete);
    }

    static Pruner of(Path journal, Delete delete) throws IOException {
        return new Pruner(JournalFolder.existing(journal), delete);
    }

    /**
     * What is beyond the limits now.
     *
     * @param keepFrom the least sequence that a reader waits for; empty if nobody does, or nobody is asked
     */
    public Plan plan(List<Retention> limits, Instant now, OptionalLong keepFrom) throws IOException {
        List<Deletion> deletions = new ArrayList<>();
        List<Held> held = new ArrayList<>();
        long free = Files.getFileStore(folder.path()).getUsableSpace();
        for (Retention limit : limits) {
            List<Cycle> cycles = complete(limit.lane());
            long kept = cycles.stream().mapToLong(Cycle::bytes).sum();
            for (Cycle cycle : cycles) {
                Optional<String> why = beyond(limit, cycle, now, kept, free);
                if (why.isEmpty()) {
                    break;
                }
                if (keepFrom.isPresent() && cycle.nextSequence > keepFrom.getAsLong()) {
                    held.add(new Held(limit.lane(), cycle.file.label(), cycle.nextSequence, why.get()));
                    break; // and what is younger with it
                }
                deletions.add(deletion(cycle, why.get()));
                kept -= cycle.bytes;
                free += cycle.bytes;
            }
        }
        return new Plan(deletions, held);
    }

    /**
     * Deletes a file.
     *
     * @throws IOException if it cannot be deleted now, as on Windows while somebody reads it; it may be tried again
     */
    public void delete(Deletion deletion) throws IOException {
        KnownGaps gaps = KnownGaps.read(folder);
        if (gaps.prunedBefore(deletion.lane()) < deletion.nextSequence()) {
            gaps.addPruned(deletion.lane(), deletion.nextSequence());
            gaps.write(folder);
        }
        delete.file(deletion.path());
        Files.deleteIfExists(LaneIndex.path(deletion.path()));
        Path epoch = deletion.path().toAbsolutePath().getParent();
        if (epoch != null) {
            Durable.syncFolder(epoch);
            removeIfEmpty(epoch);
        }
    }

    private static Deletion deletion(Cycle cycle, String why) {
        return new Deletion(
                cycle.file.lane(),
                cycle.file.label(),
                cycle.file.path(),
                cycle.firstSequence,
                cycle.nextSequence,
                cycle.bytes,
                why);
    }

    /**
     * All cycles but the last that has events, and what stands behind it: it is written, or says where the journal ends, and
     * who only opens the journal to prune begins a new one. As far as their ends are known.
     */
    private List<Cycle> complete(Lane lane) throws IOException {
        List<CycleFile> files = folder.cycles(lane);
        List<Cycle> cycles = new ArrayList<>();
        OptionalLong first = files.isEmpty() ? OptionalLong.empty() : start(files.getFirst());
        int last = files.size() - 1;
        while (last > 0 && !holdsEvents(files.get(last))) {
            last--;
        }
        for (int i = 0; i < last; i++) {
            OptionalLong next = start(files.get(i + 1));
            if (next.isEmpty()) {
                return cycles; // it cannot be told what would go with the file
            }
            CycleFile file = files.get(i);
            Instant completed = CycleNames.beginOf(files.get(i + 1).name());
            long bytes = Files.size(file.path());
            cycles.add(new Cycle(file, bytes, first.orElse(next.getAsLong()), next.getAsLong(), completed));
            first = next;
        }
        return cycles;
    }

    private static boolean holdsEvents(CycleFile file) throws IOException {
        ExcerptWalker walker = new ExcerptWalker(CycleMemory.map(file.path()), new Block(), (position, what) -> {});
        ExcerptWalker.Step step = walker.next(false); // it may be written, and cut, at this moment
        while (step == ExcerptWalker.Step.CATALOG) {
            step = walker.next(false);
        }
        return step == ExcerptWalker.Step.BLOCK;
    }

    private static OptionalLong start(CycleFile file) throws IOException {
        return LaneIndex.start(CycleMemory.map(file.path()));
    }

    private static Optional<String> beyond(Retention limit, Cycle cycle, Instant now, long kept, long free) {
        Duration age = Duration.between(cycle.completed, now);
        if (limit.maxAge().filter(most -> age.compareTo(most) > 0).isPresent()) {
            return Optional.of("complete since " + cycle.completed + ", which is longer than "
                    + inWords(limit.maxAge().get()));
        }
        if (limit.maxBytes().isPresent() && kept > limit.maxBytes().getAsLong()) {
            return Optional.of("complete files of the lane have " + kept + " bytes, more than "
                    + limit.maxBytes().getAsLong());
        }
        if (limit.minFreeBytes().isPresent() && free < limit.minFreeBytes().getAsLong()) {
            return Optional.of("the disk has " + free + " bytes free, less than "
                    + limit.minFreeBytes().getAsLong());
        }
        return Optional.empty();
    }

    /** As a person writes it: 90d, 36h, 45m, 0s. */
    private static String inWords(Duration duration) {
        if (duration.isPositive() && duration.equals(Duration.ofDays(duration.toDays()))) {
            return duration.toDays() + "d";
        }
        if (duration.isPositive() && duration.equals(Duration.ofHours(duration.toHours()))) {
            return duration.toHours() + "h";
        }
        if (duration.isPositive() && duration.equals(Duration.ofMinutes(duration.toMinutes()))) {
            return duration.toMinutes() + "m";
        }
        return duration.toSeconds() + "s";
    }

    /** An epoch of which nothing is left goes too, unless a writer may have it. */
    private static void removeIfEmpty(Path epoch) throws IOException {
        List<Path> rest;
        try (Stream<Path> files = Files.list(epoch)) {
            rest = files.toList();
        }
        Path lane = epoch.getParent();
        boolean cyclesLeft = rest.stream().anyMatch(file -> file.toString().endsWith(CycleFile.SUFFIX));
        if (lane == null || cyclesLeft || isLast(epoch, lane)) {
            return;
        }
        for (Path file : rest) {
            Files.delete(file);
        }
        Files.delete(epoch);
        Durable.syncFolder(lane);
    }

    private static boolean isLast(Path epoch, Path lane) throws IOException {
        try (Stream<Path> epochs = Files.list(lane)) {
            return epochs.map(Path::toString).noneMatch(other -> other.compareTo(epoch.toString()) > 0);
        }
    }
}
