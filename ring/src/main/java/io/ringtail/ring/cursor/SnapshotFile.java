package io.ringtail.ring.cursor;

import io.ringtail.ring.journal.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A cursor's snapshot on disk, and the one before. At any instant one of the files is whole:
 *
 * <pre>
 *   NAME.cursor.new   written and synced first      NAME.cursor   moved to NAME.cursor.old, then .new takes its place
 * </pre>
 */
record SnapshotFile(Path folder, String name) {
    private static final String NEW = ".new";
    private static final String OLD = ".old";

    /** The cursor that a file belongs to. */
    static Optional<String> cursorName(String file) {
        for (String suffix : List.of(Cursors.SUFFIX, Cursors.SUFFIX + NEW, Cursors.SUFFIX + OLD)) {
            if (file.endsWith(suffix) && file.length() > suffix.length()) {
                return Optional.of(file.substring(0, file.length() - suffix.length()));
            }
        }
        return Optional.empty();
    }

    /** The last snapshot that is whole. */
    Optional<Snapshot> read() throws IOException {
        // While .new takes its place, there is no current one; if that is done by the time of the second look, there
        // is.
        for (String suffix : List.of("", NEW, "", OLD)) {
            Optional<Snapshot> found = read(file(suffix));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Whether anything of the cursor is there, whole or not. */
    boolean exists() {
        return Files.exists(file("")) || Files.exists(file(NEW)) || Files.exists(file(OLD));
    }

    void write(Snapshot snapshot) throws IOException {
        Durable.write(file(NEW), snapshot.toBytes());
        if (read(file("")).isPresent()) { // a damaged one must not take the place of the last whole one
            Durable.move(file(""), file(OLD));
        }
        Durable.move(file(NEW), file(""));
        Durable.syncFolder(folder);
    }

    void delete() throws IOException {
        Files.deleteIfExists(file(NEW));
        Files.deleteIfExists(file(OLD));
        Files.deleteIfExists(file(""));
        Durable.syncFolder(folder);
    }

    private static Optional<Snapshot> read(Path file) throws IOException {
        try {
            return Files.isRegularFile(file) ? Snapshot.of(Files.readAllBytes(file)) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty(); // moved in between
        }
    }

    private Path file(String suffix) {
        return folder.resolve(name + Cursors.SUFFIX + suffix);
    }
}
