package io.ringtail.ring.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;

/** Brings files and folders to the disk, so that they are there after the power is cut. <b>Threads:</b> any. */
public final class Durable {
    private static final boolean FOLDERS_CAN_BE_SYNCED =
            !System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    private static final String TEMPORARY_SUFFIX = ".new";
    /** Less than this is no room for what is written in one piece. */
    private static final long FULL_BYTES = 1 << 20;

    /** Small files are written in less time than this by far. */
    private static final Duration UNFINISHED = Duration.ofHours(1);

    private Durable() {}

    /** Also what was written to it through mapped memory. */
    static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** What files a folder has. Windows' own journal of its folders does that unasked. */
    public static void syncFolder(Path folder) throws IOException {
        if (FOLDERS_CAN_BE_SYNCED) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Puts a file in another's place, so that at any instant one of them is there, whole. For its owner alone. */
    public static void replace(Path file, byte[] content) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + TEMPORARY_SUFFIX);
        write(temporary, content);
        move(temporary, file);
        syncFolder(Objects.requireNonNull(file.toAbsolutePath().getParent()));
    }

    /** Writes a whole file, for its owner alone. */
    public static void write(Path file, byte[] content) throws IOException {
        try {
            Files.write(file, content);
            JournalFolder.restrict(file, "rw-------");
            sync(file);
        } catch (IOException e) {
            IOException named = unwritable(file, e);
            Files.deleteIfExists(file); // a part of it is of no use
            throw named;
        }
    }

    /** That a file cannot be written, and which: for want of room the system says neither. To be asked at once. */
    public static IOException unwritable(Path file, IOException e) throws IOException {
        if (e instanceof FileSystemException || e instanceof DiskFullException) {
            return e; // has a name in it
        }
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        boolean full = Files.isDirectory(folder) && Files.getFileStore(folder).getUsableSpace() < FULL_BYTES;
        return new IOException(
                file + " cannot be written: " + e.getMessage() + (full ? "; make room on its disk" : ""), e);
    }

    /** Lets nobody but the owner read or write a file. */
    public static void restrictToOwner(Path file) throws IOException {
        JournalFolder.restrict(file, "rw-------");
    }

    /** Makes a folder and what is missing above it, for the owner alone. */
    public static void createPrivateFolders(Path folder) throws IOException {
        JournalFolder.createPrivateFolders(folder);
    }

    /**
     * Deletes files that somebody began to write and was killed over: of a name that only unfinished ones have, and so old
     * that nobody can be at it. What cannot be deleted stays.
     */
    public static void sweepUnfinished(Path folder, String glob, Instant now) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
            for (Path file : files) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                        && Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(UNFINISHED))) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return; // it takes room and does no other harm; the next sweep tries again
        }
    }

    /** Gives a file another name, in the place of a file that may have had it. */
    public static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
