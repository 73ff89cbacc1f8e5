package io.ringtail.processors.strategy;

import io.ringtail.ring.journal.Durable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * Strategies as files of a folder, one {@code SERVICE.json} each, which people may edit; all else lies in its folder
 * {@code .ringtail}. Several processes of one machine may use it at a time.
 *
 * <p>Revisions stand in a table beside the files, with a hash of each content: a file whose content differs from its
 * hash was edited, and gets the next revision when somebody looks. Times of files play no part. A write is entered into the
 * table before the file is replaced and once more behind it: of a process killed in between, the file tells whether it
 * wrote.
 *
 * <p><b>Failure:</b> what a person saves between the look and the write of a compare-and-swap, which is within a
 * millisecond, is overwritten; use {@code ringtail canary} where both may happen.
 */
public final class LocalStrategyStore implements StrategyStore {
    static final String SUFFIX = ".json";

    private static final int MOST_BYTES = 1 << 20;
    private static final int LISTINGS = 10;
    private static final Duration POLL = Duration.ofSeconds(1);

    private final Path folder;
    private final Path inner;
    private final Path values;
    private final InstantSource clock;
    private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();

    private LocalStrategyStore(Path folder, InstantSource clock) {
        this.folder = folder;
        this.inner = folder.resolve(".ringtail");
        this.values = inner.resolve("values");
        this.clock = clock;
    }

    /** Opens a folder, and makes it if it is not there. */
    public static LocalStrategyStore open(Path folder, InstantSource clock) throws IOException {
        Path absolute = folder.toAbsolutePath().normalize();
        Files.createDirectories(absolute);
        LocalStrategyStore store = new LocalStrategyStore(absolute.toRealPath(), clock);
        Durable.createPrivateFolders(store.values);
        return store;
    }

    @Override
    public State read(String prefix) throws IOException {
        try (StoreLock lock = StoreLock.take(inner)) {
            return look(RevisionTable.read(inner), lock).under(prefix);
        }
    }

    @Override
    public Write put(String key, String value, long ifRevision) throws IOException {
        return put(key, value, ifRevision, Map.of());
    }

    @Override
    public Write put(String key, String value, long ifRevision, Map<String, Long> others) throws IOException {
        return write(StoreKeys.checked(key), Optional.of(value), ifRevision, others, RevisionTable.NO_LEASE);
    }

    @Override
    public Write put(String key, String value, long ifRevision, Lease lease) throws IOException {
        if (!lease.isAlive()) {
            throw new IOException("the lease of " + key + " has run out");
        }
        return write(StoreKeys.checked(key), Optional.of(value), ifRevision, Map.of(), lease.id());
    }

    @Override
    public Write delete(String key, long ifRevision) throws IOException {
        return write(StoreKeys.checked(key), Optional.empty(), ifRevision, Map.of(), RevisionTable.NO_LEASE);
    }

    @Override
    public Lease lease(Duration timeToLive) throws IOException {
        long id = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        long before = System.nanoTime();
        renew(id, timeToLive);
        Lease lease = new RenewedLease(id, timeToLive, renewal(id, timeToLive), before, System::nanoTime).start();
        open.add(lease);
        return lease;
    }

    private RenewedLease.Renewal renewal(long id, Duration timeToLive) {
        return new RenewedLease.Renewal() {
            @Override
            public boolean renew() throws IOException {
                return renewIfAlive(id, timeToLive);
            }

            @Override
            public void revoke() throws IOException {
                LocalStrategyStore.this.revoke(id);
            }
        };
    }

    @Override
    public Watch watch(String prefix, Listener listener) {
        LocalWatch watch = LocalWatch.start(this, List.of(folder, inner), prefix, listener, POLL);
        open.add(watch);
        return watch;
    }

    @Override
    public void close() {
        for (AutoCloseable each : open) {
            if (each instanceof Watch watch) {
                watch.close();
            } else if (each instanceof Lease lease) {
                lease.abandon();
            }
        }
        open.clear();
    }

    /** Writes a lease's new end; false if it had run out, for it does not come back. */
    private boolean renewIfAlive(long id, Duration timeToLive) throws IOException {
        try (StoreLock lock = StoreLock.take(inner)) {
            RevisionTable table = RevisionTable.read(inner);
            look(table, lock);
            if (!table.hasLease(id)) {
                return false;
            }
            table.lease(id, clock.instant().plus(timeToLive));
            table.write(inner);
            return true;
        }
    }

    private void revoke(long id) throws IOException {
        try (StoreLock lock = StoreLock.take(inner)) {
            lock.check();
            RevisionTable table = RevisionTable.read(inner);
            if (table.hasLease(id)) {
                drop(table, table.keysOf(id));
                table.dropLease(id);
                table.write(inner);
            }
        }
    }

    private void renew(long id, Duration timeToLive) throws IOException {
        try (StoreLock lock = StoreLock.take(inner)) {
            RevisionTable table = RevisionTable.read(inner);
            look(table, lock);
            table.lease(id, clock.instant().plus(timeToLive));
            table.write(inner);
        }
    }

    private Write write(String key, Optional<String> value, long ifRevision, Map<String, Long> others, long lease)
            throws IOException {
        try (StoreLock lock = StoreLock.take(inner)) {
            RevisionTable table = RevisionTable.read(inner);
            State state = look(table, lock);
            Optional<Entry> current = state.find(key);
            if (!isAt(state, key, ifRevision)
                    || !others.entrySet().stream().allMatch(other -> isAt(state, other.getKey(), other.getValue()))) {
                return new Write.Conflict(current);
            }
            if (lease != RevisionTable.NO_LEASE && !table.hasLease(lease)) {
                throw new IOException("the lease of " + key + " has run out");
            }
            long revision = value.isPresent() ? replace(table, key, value.get(), lease) : remove(table, key);
            table.write(inner);
            return new Write.Done(revision);
        }
    }

    private static boolean isAt(State state, String key, long revision) {
        return state.find(key).map(Entry::revision).orElse(ABSENT) == revision;
    }

    private long replace(RevisionTable table, String key, String value, long lease) throws IOException {
        table.begin(key, hash(value), lease);
        table.write(inner);
        Files.createDirectories(Objects.requireNonNull(file(key).getParent()));
        Durable.replace(file(key), value.getBytes(StandardCharsets.UTF_8));
        return table.commit();
    }

    private long remove(RevisionTable table, String key) throws IOException {
        Files.deleteIfExists(file(key));
        return table.remove(key);
    }

    /** What is there; changes made by hand and leases that ran out are entered into the table. */
    private State look(RevisionTable table, StoreLock lock) throws IOException {
        lock.check();
        boolean changed = table.hasPending();
        if (changed) {
            table.settle(hashes(files()));
        }
        for (long lease : table.leasesEndedBy(clock.instant())) {
            drop(table, table.keysOf(lease));
            table.dropLease(lease);
            changed = true;
        }
        SortedMap<String, String> found = files();
        SortedMap<String, String> hashes = hashes(found);
        SortedMap<String, Entry> entries = new TreeMap<>();
        for (var file : found.entrySet()) {
            changed |= table.see(file.getKey(), Objects.requireNonNull(hashes.get(file.getKey())));
            entries.put(file.getKey(), new Entry(file.getKey(), file.getValue(), table.revision(file.getKey())));
        }
        changed |= table.keepOnly(found.keySet());
        if (changed) {
            table.write(inner);
        }
        return new State(table.counter(), entries);
    }

    private static SortedMap<String, String> hashes(SortedMap<String, String> contents) {
        SortedMap<String, String> hashes = new TreeMap<>();
        contents.forEach((key, content) -> hashes.put(key, hash(content)));
        return hashes;
    }

    private void drop(RevisionTable table, List<String> keys) throws IOException {
        for (String key : keys) {
            remove(table, key);
        }
    }

    /** What was listed may be gone when it is read, as by an editor that saves by renaming; then all is listed anew. */
    private SortedMap<String, String> files() throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return listed();
            } catch (NoSuchFileException e) {
                if (attempt == LISTINGS) {
                    throw new IOException(
                            "files of " + folder + " vanish while they are read, lastly " + e.getFile(), e);
                }
            }
        }
    }

    private SortedMap<String, String> listed() throws IOException {
        SortedMap<String, String> found = new TreeMap<>();
        for (Path file : list(folder)) {
            String name = String.valueOf(file.getFileName());
            if (name.endsWith(SUFFIX) && StoreKeys.isService(name.substring(0, name.length() - SUFFIX.length()))) {
                found.put(STRATEGIES + name.substring(0, name.length() - SUFFIX.length()), content(file));
            }
        }
        for (Path file : listAll(values)) {
            String key = values.relativize(file).toString().replace('\\', '/');
            if (key.endsWith(SUFFIX)) {
                found.put(key.substring(0, key.length() - SUFFIX.length()), content(file));
            }
        }
        return found;
    }

    /** The files of a folder and of the folders in it. */
    private static List<Path> listAll(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path each : entries(folder)) {
            if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
                files.addAll(listAll(each));
            } else if (Files.isRegularFile(each)) {
                files.add(each);
            }
        }
        return files;
    }

    private static List<Path> list(Path folder) throws IOException {
        return entries(folder).stream().filter(Files::isRegularFile).toList();
    }

    /** Unlike a walk it looks at names alone, so no file that vanishes meanwhile ends it. */
    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** What is too large is cut; the reader of strategies says so. */
    private static String content(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        }
    }

    private Path file(String key) {
        return key.startsWith(STRATEGIES)
                ? folder.resolve(StoreKeys.service(key) + SUFFIX)
                : values.resolve(key + SUFFIX);
    }

    private static String hash(String content) {
        return RevisionTable.hash(content.getBytes(StandardCharsets.UTF_8));
    }
}
