package io.ringtail.ring.journal;

import io.ringtail.ring.block.Compression;
import io.ringtail.ring.block.Lane;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Rewrites cycle files into full, compressed blocks; events, sequences and order stay as they are. Each file is replaced
 * by one of the same name, at once and only after the new one is complete, compared with the old one and on the disk; so
 * whatever interrupts this leaves a journal that reads as before, and readers anywhere go on with what they have open.
 *
 * <p>While somebody writes the journal, the two newest files of each lane are left to the writer; else the writer's lock
 * is held, so that nobody begins to write meanwhile. One thread, used once.
 */
public final class JournalCompactor {
    /** Hears how far it has come. */
    @FunctionalInterface
    public interface Progress {
        void at(long bytesDone, long bytesTotal);
    }

    private static final String WORK = "compacting";
    private static final String LOCK = "compacting.lock";
    /** A writer may still cut the file before the one that it writes. */
    private static final int FILES_OF_A_WRITER = 2;

    private final JournalFolder folder;
    private final Compression compression;
    private final InstantSource clock;
    private final Progress progress;
    private final List<String> left = new ArrayList<>();
    private long bytesDone;
    private long bytesTotal;

    private JournalCompactor(JournalFolder folder, Compression compression, InstantSource clock, Progress progress) {
        this.folder = folder;
        this.compression = compression;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * Compacts a journal.
     *
     * @throws IOException if it cannot be read or written, or somebody else compacts it
     */
    public static CompactReport compact(Path path, Compression compression, InstantSource clock, Progress progress)
            throws IOException {
        JournalFolder folder = JournalFolder.existing(path);
        FolderLock lock = FolderLock.take(folder, LOCK)
                .orElseThrow(() -> new IOException(path + " is being compacted already; wait until that is done"));
        try (lock) {
            return new JournalCompactor(folder, compression, clock, progress).run();
        }
    }

    /** Deletes what a compaction that was killed left behind, unless one is running. */
    static void tidy(JournalFolder folder) throws IOException {
        Optional<FolderLock> lock = Files.exists(folder.file(WORK)) ? FolderLock.take(folder, LOCK) : Optional.empty();
        if (lock.isPresent()) {
            FolderLock held = lock.get();
            try (held) {
                deleteWork(folder);
            }
        }
    }

    private CompactReport run() throws IOException {
        try (WriterGuard guard = WriterGuard.of(folder)) {
            deleteWork(folder); // of a compaction that was interrupted; what it had not replaced yet is still there
            List<List<CycleFile>> lanes = new ArrayList<>();
            for (Lane lane : Lane.values()) {
                List<CycleFile> files = folder.cycles(lane);
                int closed = guard.isWritten() ? Math.max(0, files.size() - FILES_OF_A_WRITER) : files.size();
                lanes.add(files.subList(0, closed));
                for (CycleFile file : lanes.getLast()) {
                    bytesTotal += Files.size(file.path());
                }
            }
            List<CompactReport.OfLane> reports = new ArrayList<>();
            for (Lane lane : Lane.values()) {
                reports.add(compact(lane, lanes.get(lane.ordinal())));
            }
            return new CompactReport(reports, left);
        } finally {
            deleteWork(folder);
        }
    }

    private CompactReport.OfLane compact(Lane lane, List<CycleFile> files) throws IOException {
        CycleRewriter.Totals before = CycleRewriter.Totals.NONE;
        CycleRewriter.Totals after = CycleRewriter.Totals.NONE;
        int rewritten = 0;
        for (CycleFile file : files) {
            long size = Files.size(file.path());
            CycleRewriter.Outcome outcome = rewrite(file);
            boolean replaced = outcome.gains() && replace(file, outcome);
            rewritten += replaced ? 1 : 0;
            before = before.plus(outcome.before());
            after = after.plus(replaced ? outcome.after() : outcome.before());
            bytesDone += size;
            progress.at(bytesDone, bytesTotal);
            deleteWork(folder);
        }
        return new CompactReport.OfLane(
                lane,
                files.size(),
                rewritten,
                before.events(),
                before.blocks(),
                after.blocks(),
                before.bytes(),
                after.bytes());
    }

    private CycleRewriter.Outcome rewrite(CycleFile file) throws IOException {
        CycleRewriter.Outcome outcome =
                new CycleRewriter(file, new JournalFolder(folder.file(WORK)), compression, clock).rewrite();
        outcome.problem().ifPresent(what -> left.add(file.label() + " is left as it is: " + what));
        return outcome;
    }

    private boolean replace(CycleFile file, CycleRewriter.Outcome outcome) throws IOException {
        Path fresh = outcome.file().orElseThrow();
        if (!Files.exists(file.path())) {
            return false; // pruned meanwhile
        }
        Files.setLastModifiedTime(fresh, Files.getLastModifiedTime(file.path()));
        Durable.sync(fresh);
        try {
            Files.deleteIfExists(LaneIndex.path(file.path())); // readers can do without one, but not with a wrong one
            Files.move(fresh, file.path(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Durable.move(LaneIndex.path(fresh), LaneIndex.path(file.path()));
        } catch (FileSystemException e) {
            left.add(file.label() + " is left as it is, for it cannot be replaced now: " + e.getReason()
                    + "; a reader may have it open: try again later");
            return false;
        }
        Durable.syncFolder(folder.epochFolder(file.lane(), file.epoch()));
        return !removeIfPruned(file);
    }

    /** Pruning tells what it deletes before it does; what it deleted before the move came must not come back by it. */
    private boolean removeIfPruned(CycleFile file) throws IOException {
        OptionalLong start = LaneIndex.start(CycleMemory.map(file.path()));
        boolean pruned =
                start.isPresent() && start.getAsLong() < KnownGaps.read(folder).prunedBefore(file.lane());
        if (pruned) {
            Files.deleteIfExists(file.path());
            Files.deleteIfExists(LaneIndex.path(file.path()));
        }
        return pruned;
    }

    private static void deleteWork(JournalFolder folder) throws IOException {
        Path work = folder.file(WORK);
        if (!Files.exists(work)) {
            return;
        }
        try (Stream<Path> below = Files.walk(work)) {
            for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
