package io.ringtail.ring.journal;

import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.Lane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads every excerpt of both lanes and checks what can be checked: the framing, every checksum, that sequences rise and
 * have no holes, that every id has its catalog entry. Writes nothing; a journal that is being written is checked up to
 * what is committed. One thread, used once.
 */
public final class JournalVerifier {
    /** Hears how far it has come. */
    @FunctionalInterface
    public interface Progress {
        void at(long bytesDone, long bytesTotal);
    }

    private final Journal journal;
    private final Progress progress;
    private final Block block = new Block();
    private final SequenceRuns runs = new SequenceRuns();
    private final CycleNumbers numbers = new CycleNumbers();
    private final Set<JournalProblem> findings = new LinkedHashSet<>();
    private final JournalCatalog seen = new JournalCatalog();
    private int files;
    private long blocks;
    private long events;
    private long catalogRecords;
    private long bytes;
    private long bytesTotal;
    private long lastSequence;
    private long greatestSequence = -1;

    private JournalVerifier(Journal journal, Progress progress) {
        this.journal = journal;
        this.progress = progress;
    }

    /** Verifies a journal. */
    public static VerifyReport verify(Path path, Progress progress) throws IOException {
        try (Journal journal = Journal.open(path)) {
            return new JournalVerifier(journal, progress).run();
        }
    }

    private VerifyReport run() throws IOException {
        boolean atRest = journal.isAtRest();
        List<List<CycleFile>> lanes = new ArrayList<>();
        for (Lane lane : Lane.values()) {
            lanes.add(journal.cyclesFrom(lane, 0));
            for (CycleFile file : lanes.getLast()) {
                bytesTotal += journal.memory(file).fileBytes();
            }
        }
        for (List<CycleFile> lane : lanes) {
            lastSequence = -1;
            for (int i = 0; i < lane.size(); i++) {
                CycleFile file = lane.get(i);
                boolean sealed = atRest || i < lane.size() - 1;
                verify(file, sealed, sealed && !endsItsEpoch(lane, i));
            }
        }
        OptionalLong committed = atRest ? CommitMark.lastOf(journal.folder()) : OptionalLong.empty();
        KnownGaps gaps = KnownGaps.read(journal.folder());
        if (committed.isPresent() && greatestSequence > committed.getAsLong()) { // as the next writer will write down
            gaps.addUncommitted(committed.getAsLong() + 1, greatestSequence);
        }
        runs.check(gaps, committed, (run, what) -> find(run.file(), run.position(), what));
        numbers.check(gaps, runs, (file, what) -> find(file, 0, what));
        verifySmallFiles(atRest);
        return new VerifyReport(files, blocks, events, catalogRecords, bytes, List.copyOf(findings));
    }

    /** What readers can do without, and would not miss. */
    private void verifySmallFiles(boolean atRest) throws IOException {
        JournalFolder folder = journal.folder();
        if (folder.identity().isEmpty()) {
            find(JournalFolder.IDENTITY, "it is missing or damaged; the next writer makes it anew");
        }
        if (!KnownGaps.isWhole(folder)) {
            find(KnownGaps.FILE, "its checksum is wrong, so that nobody knows what was pruned");
        }
        if (atRest
                && Files.exists(folder.file(CommitMark.FILE))
                && CommitMark.lastOf(folder).isEmpty()) {
            find(CommitMark.FILE, "it is damaged; what is missing at the end of the journal would not show");
        }
    }

    /** Of a file in which nothing was found: what else it should be is not known. One of another length is left alone. */
    private void verifyIndex(CycleFile file, CycleIndex walked) throws IOException {
        Path stored = LaneIndex.path(file.path());
        byte[] bytes = Files.isRegularFile(stored) ? Files.readAllBytes(stored) : new byte[0];
        int fileBytes = journal.memory(file).view().limit();
        if (CycleIndex.isOfLength(bytes, fileBytes) && !Arrays.equals(bytes, walked.toBytes(fileBytes))) {
            find(file, 0, "the index beside it is not its own or damaged; delete it, for readers can do without");
        }
    }

    private void find(String smallFile, String what) {
        findings.add(new JournalProblem(Optional.empty(), smallFile, 0, what));
    }

    /** A writer that is killed while it begins a further cycle leaves an empty file behind: nothing is lost with it. */
    private static boolean endsItsEpoch(List<CycleFile> lane, int index) {
        int epoch = lane.get(index).epoch();
        boolean isLast = index == lane.size() - 1 || lane.get(index + 1).epoch() != epoch;
        return isLast && index > 0 && lane.get(index - 1).epoch() == epoch;
    }

    private void verify(CycleFile file, boolean sealed, boolean mustHoldSomething) throws IOException {
        files++;
        CycleMemory memory = journal.memory(file);
        ExcerptWalker walker = new ExcerptWalker(memory, block, (position, what) -> find(file, position, what));
        boolean more = true;
        if (mustHoldSomething && memory.fileBytes() == 0) {
            find(file, 0, "the file is empty, and a cycle has at least a preamble; what it held is lost");
        }
        int found = findings.size();
        CycleIndex index = new CycleIndex();
        while (more) {
            switch (walker.next(sealed)) {
                case BLOCK -> {
                    more = verifyBlock(file, walker.excerptPosition());
                    index.addBlock(walker.excerptPosition(), block);
                }
                case CATALOG -> {
                    verifyRecord(file, walker);
                    index.addRecord(walker.excerptPosition());
                }
                case NOTHING_YET, END -> more = false;
            }
            progress.at(bytes + walker.position(), bytesTotal);
        }
        if (sealed && findings.size() == found) {
            verifyIndex(file, index);
        }
        bytes += memory.fileBytes();
        progress.at(bytes, bytesTotal);
    }

    /** False if this block and what follows it are not committed yet. */
    private boolean verifyBlock(CycleFile file, long position) throws IOException {
        if (journal.isHidden(block)) {
            return false;
        }
        blocks++;
        events += block.count();
        block.checkAll().ifPresent(what -> find(file, position, what));
        if (block.epoch() != file.epoch()) {
            find(file, position, "the block is of epoch " + block.epoch() + ", its file of epoch " + file.epoch());
        }
        if (block.count() == 0 || block.firstSequence() <= lastSequence) {
            find(file, position, "the block's sequences do not follow sequence " + lastSequence);
            return true;
        }
        lastSequence = block.lastSequence();
        greatestSequence = Math.max(greatestSequence, lastSequence);
        runs.add(block, file, position);
        verifyIds(file, position);
        return true;
    }

    private void verifyIds(CycleFile file, long position) {
        for (int i = 0; i < block.typeEntries(); i++) {
            if (!seen.knowsType(block.typeEntry(i))) {
                find(file, position, "type " + block.typeEntry(i) + " has no catalog entry before the block");
            }
        }
        for (int i = 0; i < block.sourceEntries(); i++) {
            if (!seen.knowsSource(block.sourceEntry(i))) {
                find(file, position, "source " + block.sourceEntry(i) + " has no catalog entry before the block");
            }
        }
    }

    private void verifyRecord(CycleFile file, ExcerptWalker walker) {
        catalogRecords++;
        try {
            CatalogRecord record = CatalogRecord.read(walker.content());
            numbers.add(file, record);
            seen.apply(record.entries());
        } catch (IllegalArgumentException e) {
            find(file, walker.excerptPosition(), String.valueOf(e.getMessage()));
        }
    }

    private void find(CycleFile file, long position, String what) {
        findings.add(new JournalProblem(Optional.of(file.lane()), file.label(), position, what));
    }
}
