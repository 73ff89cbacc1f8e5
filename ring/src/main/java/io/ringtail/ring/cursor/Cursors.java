package io.ringtail.ring.cursor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The durable cursors of a journal: files in its folder, one cursor each. What no cursor has passed yet is not pruned.
 *
 * <p><b>Threads:</b> any. <b>Failure:</b> a cursor whose file is damaged goes on from its last snapshot but one; if that
 * is gone too, {@link #open} says so.
 */
public final class Cursors {
    private static final String FOLDER = "cursors";
    static final String SUFFIX = ".cursor";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,63}");

    private final Path folder;
    private final InstantSource clock;

    /** A cursor and where it is; empty if nothing of it can be read. */
    public record Listed(String name, Optional<Snapshot> snapshot, boolean inUse) {}

    private Cursors(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    public static Cursors of(Path journal) {
        return of(journal, InstantSource.system());
    }

    /** @param clock tells when a snapshot was stored */
    public static Cursors of(Path journal, InstantSource clock) {
        return new Cursors(journal.resolve(FOLDER), clock);
    }

    /** All cursors, by name. */
    public List<Listed> list() throws IOException {
        List<Listed> listed = new ArrayList<>();
        for (Map.Entry<String, Optional<Snapshot>> cursor : snapshots().entrySet()) {
            listed.add(new Listed(cursor.getKey(), cursor.getValue(), CursorLock.isHeld(folder, cursor.getKey())));
        }
        return listed;
    }

    /**
     * Takes a cursor for this process, and makes it if it is not there: at the journal's start, without state.
     *
     * @throws IOException if another process has it, or nothing whole is left of it
     */
    public DurableCursor open(String name) throws IOException {
        return DurableCursor.open(folder, checked(name), clock);
    }

    /** Takes away a cursor that nobody has; what it held back may be pruned then. False if there was none. */
    public boolean delete(String name) throws IOException {
        if (!names().contains(checked(name))) {
            return false;
        }
        CursorLock lock = CursorLock.take(folder, name);
        try (lock) {
            new SnapshotFile(folder, name).delete();
        }
        return true;
    }

    /** Whether there is a cursor of this name. */
    public boolean exists(String name) throws IOException {
        return names().contains(checked(name));
    }

    /** The least position of all cursors: what is before it nobody waits for. Empty if there is no cursor. */
    public OptionalLong leastPosition() throws IOException {
        return snapshots().values().stream().mapToLong(Cursors::heldFrom).min();
    }

    /** The greatest position of all cursors: no sequence below it is ever given out anew. */
    public long greatestPosition() throws IOException {
        return snapshots().values().stream()
                .flatMap(Optional::stream)
                .mapToLong(Snapshot::position)
                .max()
                .orElse(0);
    }

    /** Names of cursors that wait for something below this position. */
    public List<String> waitingBelow(long position) throws IOException {
        return snapshots().entrySet().stream()
                .filter(cursor -> heldFrom(cursor.getValue()) < position)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** A cursor that cannot be read holds back everything, since nobody knows where it was. */
    private static long heldFrom(Optional<Snapshot> snapshot) {
        return snapshot.map(Snapshot::position).orElse(0L);
    }

    /** By name; without a look at who has them, which would stand in the way of who wants one. */
    private SortedMap<String, Optional<Snapshot>> snapshots() throws IOException {
        SortedMap<String, Optional<Snapshot>> snapshots = new TreeMap<>();
        for (String name : names()) {
            snapshots.put(name, new SnapshotFile(folder, name).read());
        }
        return snapshots;
    }

    private List<String> names() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .map(SnapshotFile::cursorName)
                    .flatMap(Optional::stream)
                    .distinct()
                    .sorted()
                    .toList();
        }
    }

    private static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no name for a cursor: it has up to 64 of a-z, 0-9, '-', '_'"
                            + " and '.', and begins with a letter or digit");
        }
        return name;
    }
}
