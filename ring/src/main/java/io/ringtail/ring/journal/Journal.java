package io.ringtail.ring.journal;

import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.block.Section;
import io.ringtail.ring.event.Catalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A journal to be read, also while it is being written by this process or another. It writes nothing, so it needs no
 * right but to read.
 *
 * <p><b>Threads:</b> any, each with cursors of its own. <b>Order:</b> a cursor gives a lane's blocks in sequence order and
 * none beyond what is committed in both lanes. <b>Failure:</b> damage is left out and listed in {@link #problems}.
 */
public final class Journal implements Recording {
    /** So many problems are kept; of a file of nothing but damage nobody reads all. */
    private static final int MAX_PROBLEMS = 10_000;
    /** Some microseconds; to ask whether the writer is alive takes a hundred. */
    private static final int SPINS_A_COMMIT = 500;

    private final JournalFolder folder;
    /** Until a writer has made one, one that hides nothing. */
    private volatile CommitMark mark;

    private volatile boolean hasMark;
    private final JournalCatalog catalog = new JournalCatalog();
    private final Map<Path, CycleMemory> memories = new ConcurrentHashMap<>();
    private final LaneIndex index = new LaneIndex(this);
    private final Set<JournalProblem> problems = new LinkedHashSet<>();
    private volatile boolean written;

    private Journal(JournalFolder folder, CommitMark mark) {
        this.folder = folder;
        this.mark = mark;
    }

    /**
     * Opens a journal for reading.
     *
     * @throws IOException if there is none, or it cannot be read; the message says which and what to do
     */
    public static Journal open(Path path) throws IOException {
        JournalFolder folder = JournalFolder.existing(path);
        boolean hasMark = CommitMark.isThere(folder);
        Journal journal = new Journal(folder, CommitMark.open(folder));
        journal.hasMark = hasMark;
        journal.written = !journal.isAtRest();
        CatalogLoader.load(folder, journal.catalog, !journal.written, journal::report);
        return journal;
    }

    @Override
    public Catalog catalog() {
        return catalog;
    }

    /** Whether a folder looks like a journal, for a caller who was given one where something else is wanted. */
    public static boolean isAt(Path folder) {
        return Files.isRegularFile(folder.resolve(JournalFolder.IDENTITY));
    }

    /** A folder in a journal's, made if it is not there, for the owner alone; for what belongs to a journal but is no event. */
    public static Path privateFolder(Path journal, String name) throws IOException {
        Path folder = journal.resolve(name);
        if (!Files.isDirectory(folder)) {
            JournalFolder.createPrivateFolders(folder);
        }
        return folder;
    }

    @Override
    public BlockCursor scan(Scan scan) {
        return new LaneCursor(this, scan);
    }

    @Override
    public OptionalLong settledAt() throws IOException {
        return isAtRest() ? OptionalLong.of(mark.get()) : OptionalLong.empty();
    }

    @Override
    public Optional<Span> span() throws IOException {
        try (BlockCursor cursor = scan(Scan.ALL_EVENTS.withSections(Set.of()))) {
            if (!cursor.next() || mark.get() == Long.MAX_VALUE) {
                return Optional.empty();
            }
            long first = cursor.block().firstSequence();
            long next = nextSequence(); // of a journal at rest the mark may say anything
            return next <= first ? Optional.empty() : Optional.of(new Span(first, next - first));
        }
    }

    /** The damage that was come across so far, each once, in the order in which it was found. */
    public List<JournalProblem> problems() {
        synchronized (problems) {
            return List.copyOf(problems);
        }
    }

    public JournalInfo info() throws IOException {
        List<CycleFile> files = new ArrayList<>(folder.cycles(Lane.TRACE));
        int traceCycles = files.size();
        files.addAll(folder.cycles(Lane.CONTROL));
        long bytes = 0;
        for (CycleFile file : files) {
            bytes += Files.size(file.path());
        }
        Optional<String> writer =
                WriterLock.isHeld(folder) ? WriterLock.owner(folder).map(WriterLock.Owner::toString) : Optional.empty();
        return new JournalInfo(
                folder.path(),
                folder.identity(),
                folder.epochs(Lane.TRACE).size(),
                writer,
                traceCycles,
                files.size() - traceCycles,
                bytes,
                CommitMark.syncedOf(folder));
    }

    /** The sequence behind all that may be seen: of the next event to come, unless the writer is started anew. */
    public long nextSequence() throws IOException {
        if (!isAtRest()) {
            return mark.get() + 1;
        }
        long next = CommitMark.lastOf(folder).orElse(-1) + 1;
        for (Lane lane : Lane.values()) {
            List<CycleFile> files = folder.cycles(lane);
            next = files.isEmpty() ? next : Math.max(next, index.lastSequence(files.getLast()) + 1);
        }
        return next;
    }

    /**
     * Where to start reading for captured events from a time on: the first sequence of the first block that has one. Times
     * do not ascend with sequences, so behind it there may be earlier ones, and before it there is none as late.
     */
    public long sequenceAt(long timeTicks) throws IOException {
        Scan headers = Scan.ALL_EVENTS.withTime(timeTicks, Long.MAX_VALUE).withSections(EnumSet.noneOf(Section.class));
        try (BlockCursor cursor = scan(headers)) {
            return cursor.next() ? cursor.block().firstSequence() : nextSequence();
        }
    }

    LaneIndex index() {
        return index;
    }

    /** What a lane holds; reads the header of each block and nothing else. */
    public LaneFacts facts(Lane lane) throws IOException {
        return LaneFacts.of(this, lane);
    }

    /** Lets the mapped files go; blocks that somebody still holds stay readable. */
    @Override
    public void close() {
        memories.clear();
        index.clear();
    }

    JournalFolder folder() {
        return folder;
    }

    /** The cycles of a lane from an epoch on, in order; one that has its room on the disk but has not begun is not there. */
    List<CycleFile> cyclesFrom(Lane lane, int epoch) throws IOException {
        List<CycleFile> cycles = folder.cyclesFrom(lane, epoch);
        boolean last = written && !cycles.isEmpty() && !hasBegun(cycles.getLast());
        return last ? cycles.subList(0, cycles.size() - 1) : cycles;
    }

    private boolean hasBegun(CycleFile file) throws IOException {
        if (!isThere(file)) {
            return false;
        }
        CycleMemory memory = memory(file);
        if (memory.view().limit() < Integer.BYTES) {
            memory.grow(); // it was mapped in the moment between its creation and its first byte
        }
        ByteBuffer bytes = memory.view();
        return bytes.limit() >= Integer.BYTES && bytes.getInt(0) != 0;
    }

    /** Whether the file can be mapped: if it is pruned after it was listed, readers go on behind it. */
    boolean isThere(CycleFile file) {
        try {
            memory(file);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    CycleMemory memory(CycleFile file) throws IOException {
        CycleMemory known = memories.get(file.path());
        if (known == null) {
            memories.putIfAbsent(file.path(), CycleMemory.map(file.path()));
            return memory(file);
        }
        return known;
    }

    /** Whether the block must not be seen yet, because the other lane may still lack events before it. */
    boolean isHidden(Block block) throws IOException {
        return written && !isCommittedSoon(block.lastSequence()) && !isAtRest();
    }

    /** A reader that never sleeps comes to most blocks in the moment between their append and their commit. */
    private boolean isCommittedSoon(long sequence) {
        for (int spins = 0; mark.get() < sequence; spins++) {
            if (spins == SPINS_A_COMMIT) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }

    /** Up to here all is appended in both lanes; {@link Long#MAX_VALUE} if the journal does not tell. */
    long committed() {
        return mark.get();
    }

    /** Whether somebody was writing when that was looked at last. */
    boolean isWritten() {
        return written;
    }

    /** Whether nobody writes, as far as can be told. */
    boolean isAtRest() throws IOException {
        boolean isHeld = WriterLock.isHeld(folder);
        if (isHeld && !hasMark && CommitMark.isThere(folder)) {
            mark = CommitMark.open(folder);
            hasMark = true;
        }
        written = isHeld;
        return !written;
    }

    void apply(CatalogRecord record) {
        catalog.apply(record.entries());
    }

    /** Whether the block's types and sources have a meaning, if need be that of being unknown. */
    boolean resolves(Block block) {
        int types = block.typeEntry(block.typeEntries() - 1) + 1;
        int sources = block.sourceEntry(block.sourceEntries() - 1) + 1;
        if (types > CatalogEntry.MAX_IDS || sources > CatalogEntry.MAX_IDS) {
            return false;
        }
        if (types > catalog.typeCount() || sources > catalog.sourceCount()) {
            catalog.pad(types, sources);
        }
        return true;
    }

    void report(CycleFile file, long position, String what) {
        synchronized (problems) {
            if (problems.size() < MAX_PROBLEMS) {
                problems.add(new JournalProblem(Optional.of(file.lane()), file.label(), position, what));
            }
        }
    }
}
