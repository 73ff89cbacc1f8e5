package io.ringtail.ring.journal;

import io.ringtail.ring.block.BlockBuilder;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.Registry;
import io.ringtail.ring.event.Schema;
import io.ringtail.ring.event.Source;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Writes a journal: the one writer that it has at a time. A catalog entry reaches the disk before the first block that
 * may use it, and each cycle begins with all entries so far.
 *
 * <p><b>Threads:</b> any may register and sync; one at a time may append and commit. <b>Order:</b> blocks in sequence
 * order within a lane. <b>Failure:</b> when {@link #append} returns, the block survives the end of the process, and once
 * it is synced, that of the machine. After a {@link DiskFullException} the same append may be tried again; after any
 * other the journal must be closed.
 */
public final class JournalWriter implements AutoCloseable {
    /** A catalog record takes entries up to about so many bytes. */
    private static final int RECORD_BYTES = 1 << 20;

    private static final int MAX_SCHEMA_BYTES = 4 << 20;

    private final WriterLock lock;
    private final UUID id;
    private final TailRepair.Result start;
    private final CommitMark mark;
    private final JournalCatalog catalog;
    private final Map<Lane, LaneWriter> lanes;
    private final ConcurrentLinkedQueue<CatalogEntry> entries = new ConcurrentLinkedQueue<>();
    /** What a lane does not have yet. */
    private final Map<Lane, List<CatalogEntry>> missing = new EnumMap<>(Lane.class);

    private final Registry registry = new Registry(new Entries());
    private long revision;
    private volatile long committed;
    private volatile long synced = -1;
    private boolean closed;

    /** Called by the registry, under its lock. */
    private final class Entries implements Registry.Listener {
        @Override
        public void onType(int typeId, EventType type) {
            add(new CatalogEntry.OfType(++revision, typeId, type));
        }

        @Override
        public void onSource(int sourceId, Source source) {
            add(new CatalogEntry.OfSource(++revision, sourceId, source));
        }

        @Override
        public void onSchema(Schema schema) {
            if (schema.content().length > MAX_SCHEMA_BYTES) {
                throw new IllegalArgumentException(
                        "a schema has at most " + MAX_SCHEMA_BYTES + " bytes, not " + schema.content().length);
            }
            add(new CatalogEntry.OfSchema(++revision, schema));
        }

        private void add(CatalogEntry entry) {
            entries.add(entry);
        }
    }

    private JournalWriter(
            WriterLock lock,
            UUID id,
            TailRepair.Result start,
            CommitMark mark,
            JournalCatalog catalog,
            Map<Lane, LaneWriter> lanes) {
        this.lock = lock;
        this.id = id;
        this.start = start;
        this.mark = mark;
        this.catalog = catalog;
        this.lanes = lanes;
        this.committed = start.nextSequence() - 1;
        for (Lane lane : Lane.values()) {
            missing.put(lane, new ArrayList<>());
        }
    }

    /**
     * Opens a journal, or makes one. Takes the lock and repairs what a killed writer left behind.
     *
     * @throws JournalLockedException if somebody else is writing it
     * @throws IOException if it cannot be written; the message says why
     */
    public static JournalWriter open(Path path, JournalOptions options) throws IOException {
        return open(path, options, 0);
    }

    /**
     * As {@link #open(Path, JournalOptions)}, going on at least from a sequence: readers that saw events which did not
     * survive that the power was cut must not take new ones for these.
     */
    public static JournalWriter open(Path path, JournalOptions options, long leastSequence) throws IOException {
        JournalFolder folder = JournalFolder.createdOrExisting(path);
        WriterLock lock = WriterLock.take(folder, options.clock().instant());
        try {
            return open(folder, lock, options, leastSequence);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Makes a journal that holds a part of another: with that one's id, and events whose sequences are that one's. Its
     * sequences rise, but have holes.
     */
    public static JournalWriter createPart(Path path, UUID ofJournal, JournalOptions options) throws IOException {
        JournalFolder.createdOrExisting(path).identify(ofJournal);
        return open(path, options);
    }

    private static JournalWriter open(JournalFolder folder, WriterLock lock, JournalOptions options, long leastSequence)
            throws IOException {
        DiskFullException.checkRoom(folder, options.storage().minFreeBytes());
        JournalCompactor.tidy(folder);
        UUID id = identity(folder);
        folder.identify(id);
        TailRepair.Result start = TailRepair.repair(folder, leastSequence);
        JournalCatalog catalog = new JournalCatalog();
        CatalogLoader.load(folder, catalog, true, (file, position, what) -> {});
        CommitMark mark = CommitMark.create(folder, start.nextSequence() - 1);
        Map<Lane, LaneWriter> lanes = openLanes(folder, start.epoch(), options);
        JournalWriter writer = new JournalWriter(lock, id, start, mark, catalog, lanes);
        writer.preload();
        return writer;
    }

    /** The id is given once: if the file that tells it was lost, the catalog records have it. */
    private static UUID identity(JournalFolder folder) throws IOException {
        Optional<UUID> told = folder.identity();
        if (told.isEmpty()) {
            told = CatalogLoader.journalOf(folder);
        }
        return told.orElseGet(UUID::randomUUID);
    }

    private static Map<Lane, LaneWriter> openLanes(JournalFolder folder, int epoch, JournalOptions options)
            throws IOException {
        Map<Lane, LaneWriter> lanes = new EnumMap<>(Lane.class);
        try {
            for (Lane lane : Lane.values()) {
                lanes.put(lane, LaneWriter.open(folder, lane, epoch, options));
            }
            return lanes;
        } catch (IOException | RuntimeException e) {
            for (LaneWriter opened : lanes.values()) {
                opened.close();
            }
            throw e;
        }
    }

    /** Gives ids that go on from those in the journal. */
    public Registry registry() {
        return registry;
    }

    /** This run's number; it stands in every block. */
    public int epoch() {
        return start.epoch();
    }

    /** The sequence of this run's first event. */
    public long firstSequence() {
        return start.nextSequence();
    }

    /** What had to be cut or set aside to open the journal, one sentence each. */
    public List<String> repairs() {
        return start.repairs();
    }

    /** Appends what the builder holds as one block, empties it, and returns the block's length; 0 if it holds nothing. */
    public int append(Lane lane, BlockBuilder block) throws IOException {
        if (block.isEmpty()) {
            return 0;
        }
        ByteBuffer encoded = block.encode(start.epoch());
        int length = encoded.remaining();
        LaneWriter writer = ready(lane);
        writer.append(block, encoded);
        block.clear();
        return length;
    }

    /** Lets readers see everything up to this sequence: all of it is appended. */
    public void commit(long sequence) {
        committed = sequence;
        mark.set(sequence);
    }

    /**
     * Brings one lane to the disk, as far as it was appended.
     *
     * @throws SyncFailedException if it could not be; the journal goes on
     */
    public void sync(Lane lane) throws IOException {
        try {
            lane(lane).sync();
        } catch (IOException e) {
            throw failed(lane, e);
        }
    }

    /**
     * Brings both lanes to the disk, trace first, and returns the sequence up to which all that was committed is there.
     * Once a sync has failed, in whatever thread, that rises no more.
     *
     * @throws SyncFailedException if it could not be; the journal goes on
     */
    public synchronized long sync() throws IOException {
        long target = committed;
        for (Lane lane : Lane.values()) {
            sync(lane);
        }
        if (failedSyncs() == 0 && target > synced) {
            synced = target;
            mark.setSynced(target);
        }
        return synced;
    }

    /** So often something that was appended could not be brought to the disk. */
    public long failedSyncs() {
        return lanes.values().stream().mapToLong(LaneWriter::failedSyncs).sum();
    }

    /** What may be lost when the power is cut, because a sync has failed; empty if none has. */
    public Optional<SyncFailedException> doubt() {
        for (Lane lane : Lane.values()) {
            IOException failure = lane(lane).syncFailure();
            if (failure != null) {
                return Optional.of(failed(lane, failure));
            }
        }
        return Optional.empty();
    }

    private SyncFailedException failed(Lane lane, IOException cause) {
        return new SyncFailedException(lane, synced + 1, committed, lane(lane).failedInARow(), cause);
    }

    /** Journals entries that no block has needed yet, and gives up the lock. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (lock) {
            closeLanes();
        }
    }

    private void closeLanes() throws IOException {
        LaneWriter trace = lane(Lane.TRACE);
        try (trace) {
            LaneWriter control = lane(Lane.CONTROL);
            try (control) {
                writeEntries();
            }
        }
    }

    private void preload() {
        for (int type = 0; type < catalog.typeCount(); type++) {
            registry.register(catalog.type(type));
        }
        for (int source = 0; source < catalog.sourceCount(); source++) {
            registry.register(catalog.source(source));
        }
        catalog.schemas().forEach(registry::register);
        entries.clear(); // the journal has them
        revision = catalog.revision();
    }

    /** The lane's writer, with everything in place that a block needs before it. */
    private LaneWriter ready(Lane lane) throws IOException {
        writeEntries();
        LaneWriter writer = lane(lane);
        if (writer.isCycleFull()) {
            writer.roll();
        }
        if (writer.needsPreamble()) {
            writePreamble(writer, lane);
        }
        return writer;
    }

    private void writeEntries() throws IOException {
        List<CatalogEntry> fresh = new ArrayList<>();
        for (CatalogEntry entry = entries.poll(); entry != null; entry = entries.poll()) {
            fresh.add(entry);
        }
        if (!fresh.isEmpty()) {
            catalog.apply(fresh);
            missing.forEach((lane, list) -> list.addAll(stored(lane, fresh)));
        }
        for (Lane lane : Lane.values()) {
            List<CatalogEntry> forLane = Objects.requireNonNull(missing.get(lane));
            if (!forLane.isEmpty() && lane(lane).needsPreamble()) {
                writePreamble(lane(lane), lane);
            } else if (!forLane.isEmpty()) {
                write(lane(lane), forLane, false);
                forLane.clear();
            }
        }
    }

    /** Written anew as a whole if it failed half-way: entries that stand twice do no harm. */
    private void writePreamble(LaneWriter writer, Lane lane) throws IOException {
        write(writer, stored(lane, catalog.entries()), true);
        writer.preambleDone();
        Objects.requireNonNull(missing.get(lane)).clear();
    }

    /** What the lane keeps: schemas speak of captured events only, so the control lane has none. */
    private static List<CatalogEntry> stored(Lane lane, List<CatalogEntry> entries) {
        return lane == Lane.TRACE
                ? entries
                : entries.stream()
                        .filter(entry -> !(entry instanceof CatalogEntry.OfSchema))
                        .toList();
    }

    /** In as many records as it takes; a preamble without entries is a record too. */
    private void write(LaneWriter writer, List<CatalogEntry> all, boolean preamble) throws IOException {
        List<CatalogEntry> part = new ArrayList<>();
        long partBytes = 0;
        for (CatalogEntry entry : all) {
            long bytes = entry.toProto().getSerializedSize();
            if (partBytes + bytes > RECORD_BYTES && !part.isEmpty()) {
                writeRecord(writer, part, preamble, false);
                part = new ArrayList<>();
                partBytes = 0;
            }
            part.add(entry);
            partBytes += bytes;
        }
        if (preamble || !part.isEmpty()) {
            writeRecord(writer, part, preamble, preamble);
        }
    }

    private void writeRecord(LaneWriter writer, List<CatalogEntry> part, boolean preamble, boolean last)
            throws IOException {
        CatalogRecord record = new CatalogRecord(
                id, start.epoch(), preamble, last, committed + 1, catalog.revision(), writer.cycle(), part);
        writer.append(record.toBytes());
    }

    private LaneWriter lane(Lane lane) {
        return Objects.requireNonNull(lanes.get(lane));
    }
}
