package io.ringtail.ring.journal;

import io.ringtail.ring.block.BlockBuilder;
import io.ringtail.ring.block.Lane;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.jspecify.annotations.Nullable;

/**
 * One run's part of a lane: a Chronicle queue of its own, so that nothing an earlier run left behind, whole or torn, is
 * ever opened for writing.
 *
 * <p><b>Threads:</b> one at a time; {@link #sync} any. <b>Failure:</b> {@link DiskFullException} before anything was
 * touched, so that the same may be tried again; after any other it must be closed.
 */
final class LaneWriter implements AutoCloseable {
    /**
     * Chronicle maps so much of the file at a time: what is mapped counts as memory of the process. An excerpt is shorter,
     * as Chronicle asserts; the longest is a block whose last event is one of Ringtail's own.
     */
    private static final int MAPPED_CHUNK_BYTES = 8 << 20;
    /** Well below what Chronicle can number in one cycle. */
    private static final int MAX_EXCERPTS = 8 << 20;

    private final JournalOptions options;
    private final Path folder;
    private final CycleNames names;
    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;
    /** Files that hold what is not known to be on the disk; guarded by itself. */
    private final Set<Path> unsynced = new LinkedHashSet<>();
    /**
     * Files of which a sync has failed: a further one would succeed even if the system has dropped what it could not write.
     * Guarded by {@link #unsynced}.
     */
    private final Set<Path> doubted = new HashSet<>();

    private @Nullable ReservedFile reserved;
    private CycleIndex index = new CycleIndex();
    private @Nullable Unindexed unindexed;
    private @Nullable Path file;
    private final Object syncing = new Object();
    private final AtomicBoolean newFiles = new AtomicBoolean(true);
    /** The next excerpt should go to another file. */
    private volatile boolean mustRoll;

    private volatile @Nullable IOException syncFailure;
    private volatile int failedSyncs;
    private volatile int failedInARow;
    private Instant cycleStart;
    private long endOfLast;
    /** Of the cycle before, which is cut when this one has begun. */
    private long endOfCycleBefore;

    private int excerpts;
    private int cycle = 1;
    private boolean preambled;

    /** A cycle that is complete but for its index. */
    private record Unindexed(Path file, CycleIndex index) {}

    private LaneWriter(JournalOptions options, Path folder) {
        this.options = options;
        this.folder = folder;
        this.cycleStart = options.clock().instant();
        this.names = new CycleNames(cycleStart);
        this.queue = SingleChronicleQueueBuilder.binary(folder)
                .rollCycle(names)
                .timeProvider(names)
                .epoch(CycleNames.EPOCH_MILLIS)
                .blockSize(MAPPED_CHUNK_BYTES)
                .build();
        this.appender = queue.createAppender();
        appender.singleThreadedCheckDisabled(true);
    }

    static LaneWriter open(JournalFolder journal, Lane lane, int epoch, JournalOptions options) throws IOException {
        Chronicle.prepare();
        Path folder = journal.epochFolder(lane, epoch);
        JournalFolder.createPrivateFolders(journal.lane(lane));
        JournalFolder.createPrivateFolders(folder);
        try {
            return new LaneWriter(options, folder).restricted();
        } catch (RuntimeException e) {
            throw Chronicle.explained(folder, e);
        }
    }

    /** Whether the next excerpt should begin a new cycle. */
    boolean isCycleFull() {
        return endOfLast >= options.cycleBytes()
                || excerpts >= MAX_EXCERPTS
                || (excerpts > 0 && mustRoll)
                || (excerpts > 0 && !options.clock().instant().isBefore(cycleStart.plus(options.cycleSpan())));
    }

    /** What was known before this cycle does not stand in it yet, or not all of it. */
    boolean needsPreamble() {
        return !preambled;
    }

    /** Which of this run's cycles in this lane is written, from 1. */
    int cycle() {
        return cycle;
    }

    void preambleDone() {
        preambled = true;
    }

    /** Ends the cycle; the next excerpt begins a new one. */
    void roll() throws IOException {
        closeReserved();
        mustRoll = false;
        cycleStart = options.clock().instant();
        names.roll(cycleStart);
        endOfCycleBefore = excerpts > 0 ? endOfLast : endOfCycleBefore;
        cycle += excerpts > 0 ? 1 : 0;
        excerpts = 0;
        endOfLast = 0;
        preambled = false;
        unindexed = file == null ? null : new Unindexed(file, index);
        index = new CycleIndex();
    }

    /** Appends a block as one excerpt. When it returns, the excerpt survives the end of the process. */
    void append(BlockBuilder block, ByteBuffer encoded) throws IOException {
        int position = append(encoded);
        index.addBlock(
                position, block.firstSequence(), block.lastSequence(), block.minTimeTicks(), block.maxTimeTicks());
    }

    /** Appends a catalog record as one excerpt. */
    void append(byte[] record) throws IOException {
        index.addRecord(append(ByteBuffer.wrap(record)));
    }

    /** Returns where the excerpt's word stands. */
    private int append(ByteBuffer content) throws IOException {
        int length = content.remaining();
        ReservedFile room = reserved();
        room.reserve(endOfLast, length);
        try (DocumentContext context = appender.writingDocument()) {
            writeOrRollBack(context, room, content);
        } catch (RuntimeException e) {
            throw Chronicle.explained(folder, e);
        }
        Path current = folder.resolve(names.fileName());
        if (excerpts++ == 0) {
            begun(current);
        }
        written(current);
        return (int) endOfLast - length - ExcerptFormat.WORD_BYTES;
    }

    /**
     * Brings all that was appended before to the disk: it is there even after the power was cut. If another thread is about
     * it, its end is waited for, since what it took is on its way only.
     *
     * <p>If it fails, what the files hold is in doubt for good: no later sync tells whether they are whole. The next
     * excerpt goes to a new file, and this counts in {@link #failedSyncs} before anybody else can sync.
     */
    void sync() throws IOException {
        synchronized (syncing) {
            List<Path> files;
            synchronized (unsynced) {
                files = List.copyOf(unsynced);
                unsynced.clear();
            }
            try {
                syncAll(files);
                failedInARow = files.isEmpty() ? failedInARow : 0;
            } catch (IOException e) {
                doubt(files, e);
                throw e;
            }
        }
    }

    /** So often something that was appended could not be brought to the disk. */
    int failedSyncs() {
        return failedSyncs;
    }

    int failedInARow() {
        return failedInARow;
    }

    /** Why the last sync failed that did; null if none has. */
    @Nullable
    IOException syncFailure() {
        return syncFailure;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread at a time syncs
    private void doubt(List<Path> files, IOException why) {
        synchronized (unsynced) {
            doubted.addAll(files);
            files.forEach(unsynced::remove); // they may have been written to meanwhile
        }
        mustRoll = true;
        syncFailure = why;
        failedInARow++;
        failedSyncs++;
    }

    private void syncAll(List<Path> files) throws IOException {
        for (Path each : files) {
            try {
                options.storage().disk().file(each);
            } catch (NoSuchFileException e) {
                // it was pruned meanwhile
            }
        }
        if (newFiles.getAndSet(false)) {
            options.storage().disk().folder(folder);
        }
    }

    @Override
    public void close() throws IOException {
        queue.close();
        closeReserved();
        if (file != null) {
            cut(file, excerpts > 0 ? endOfLast : endOfCycleBefore);
            if (excerpts > 0) {
                store(index, file);
            }
        }
    }

    /** Chronicle says where, and is told how much; until it has marked the excerpt as whole, nobody reads it. */
    private void writeOrRollBack(DocumentContext context, ReservedFile room, ByteBuffer content) throws IOException {
        boolean done = false;
        try {
            var out = Objects.requireNonNull(context.wire()).bytes();
            long end = out.writePosition() + content.remaining();
            room.write(out.writePosition(), content);
            out.writeLimit(Math.max(end, out.writeLimit())); // Chronicle's is a quarter of a chunk
            out.writePosition(end);
            endOfLast = end;
            done = true;
        } finally {
            if (!done) {
                context.rollbackOnClose();
            }
        }
    }

    /** A new cycle has its first excerpt, so the one before is complete. */
    private void begun(Path newFile) throws IOException {
        JournalFolder.restrict(newFile, "rw-------");
        Path before = file;
        file = newFile;
        newFiles.set(true);
        if (before != null) {
            cut(before, endOfCycleBefore);
            written(before);
        }
        Unindexed complete = unindexed;
        if (complete != null) {
            unindexed = null;
            store(complete.index, complete.file);
        }
    }

    /** Readers can do without it, so it need not be there after the power was cut. */
    private static void store(CycleIndex index, Path cycle) throws IOException {
        Path path = LaneIndex.path(cycle);
        Path temporary = path.resolveSibling(path.getFileName() + ".new");
        Files.write(temporary, index.toBytes(Files.size(cycle)));
        JournalFolder.restrict(temporary, "rw-------");
        Durable.move(temporary, path);
    }

    private void written(Path part) {
        synchronized (unsynced) {
            if (!doubted.contains(part)) {
                unsynced.add(part);
            }
        }
    }

    private ReservedFile reserved() throws IOException {
        ReservedFile open = reserved;
        if (open == null) {
            open = ReservedFile.open(
                    folder.resolve(names.fileName()), options.storage().minFreeBytes());
            reserved = open;
        }
        return open;
    }

    private void closeReserved() throws IOException {
        ReservedFile open = reserved;
        reserved = null;
        if (open != null) {
            open.close();
        }
    }

    /**
     * Takes off what the file has been made longer than it need be, but for the rest of the last page. What was appended is
     * not looked at: a bit that has flipped in it must not cost what is behind.
     */
    private static void cut(Path file, long endOfLast) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer word = ByteBuffer.allocate(ExcerptFormat.WORD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            long position = ExcerptFormat.aligned(endOfLast);
            while (channel.read(word.clear(), position) == ExcerptFormat.WORD_BYTES && isExcerpt(word.getInt(0))) {
                position = ExcerptFormat.aligned(
                        position + ExcerptFormat.WORD_BYTES + (word.getInt(0) & ExcerptFormat.LENGTH_MASK));
            }
            channel.truncate(ExcerptFormat.pageEnd(position));
        }
    }

    private static boolean isExcerpt(int word) {
        return word != ExcerptFormat.NOTHING && (word & ExcerptFormat.INCOMPLETE) == 0;
    }

    private LaneWriter restricted() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path each : files.toList()) {
                JournalFolder.restrict(each, "rw-------");
            }
        }
        return this;
    }
}
