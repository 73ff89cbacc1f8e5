package io.ringtail.app.terminal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A folder that is gone, with all in it, when it is closed. What a process that was killed left behind is cleared away by
 * the next that makes such a folder: a file in it is locked for as long as its process lives.
 *
 * @param lock held on a file in the folder, which closing releases
 */
public record TemporaryFolder(Path path, FileChannel lock) implements AutoCloseable {
    private static final String LOCK = ".lock";
    /** A folder of a process that has just begun is not locked yet. */
    private static final Duration LEAST_AGE = Duration.ofMinutes(10);

    private static final Set<Path> HELD_BY_THIS_PROCESS = ConcurrentHashMap.newKeySet();

    public static TemporaryFolder create(String prefix) throws IOException {
        return untilExit(Files.createTempDirectory(prefix), prefix);
    }

    public static TemporaryFolder createIn(Path parent, String prefix) throws IOException {
        return untilExit(Files.createTempDirectory(parent, prefix), prefix);
    }

    /** A signal ends the process without {@link #close}; the files in it are marked likewise by who makes them. */
    private static TemporaryFolder untilExit(Path folder, String prefix) throws IOException {
        folder.toFile().deleteOnExit();
        HELD_BY_THIS_PROCESS.add(folder.toAbsolutePath());
        Path file = folder.resolve(LOCK);
        FileChannel lock = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        file.toFile().deleteOnExit();
        try {
            lock.tryLock();
            sweep(folder, prefix, Instant.now().minus(LEAST_AGE));
        } catch (IOException e) {
            return new TemporaryFolder(folder, lock); // nothing depends on it, and there are disks without locks
        }
        return new TemporaryFolder(folder, lock);
    }

    /** Clears away folders of the same kind and owner whose process ended without doing so. */
    static void sweep(Path own, String prefix, Instant before) throws IOException {
        Path parent = Objects.requireNonNull(own.toAbsolutePath().getParent());
        try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, prefix + "*")) {
            for (Path folder : all) {
                if (isLeft(folder, before) && Files.getOwner(folder).equals(Files.getOwner(own))) {
                    delete(folder);
                }
            }
        }
    }

    private static boolean isLeft(Path folder, Instant before) throws IOException {
        Path file = folder.resolve(LOCK);
        if (HELD_BY_THIS_PROCESS.contains(folder)
                || !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                || !Files.getLastModifiedTime(folder).toInstant().isBefore(before)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return channel.tryLock() != null;
        }
    }

    /** Removes a folder and all in it; nothing happens if it is not there. */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> below = Files.walk(folder)) {
            for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            lock.close(); // Windows deletes no file that is open
            delete(path);
        } finally {
            HELD_BY_THIS_PROCESS.remove(path.toAbsolutePath());
        }
    }
}
