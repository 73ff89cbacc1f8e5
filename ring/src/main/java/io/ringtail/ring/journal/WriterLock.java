package io.ringtail.ring.journal;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One writer a journal. The lock is the operating system's on {@code writer.lock}, which it releases when the process
 * ends, however it ends. Who holds it stands in {@code writer.json} beside it.
 *
 * <p>Two files, because closing any channel on a locked file can release a process's lock on it: nobody but who takes the
 * lock ever opens {@code writer.lock}. A reader that tried the lock, to learn whether there is a writer, would take its
 * own process's from it, and turn away a writer that opens the journal at that instant; so readers go by the process.
 */
final class WriterLock implements AutoCloseable {
    static final String LOCK = "writer.lock";
    private static final String OWNER = "writer.json";
    private final JournalFolder folder;
    private final FolderLock lock;
    private boolean closed;

    /**
     * A process that writes, or wrote.
     *
     * @param started tells it from a later one with the same id ({@link ProcessStart}); empty if unknown
     */
    record Owner(long pid, String host, String started, String since) {
        private static final Pattern TEXT = Pattern.compile("\\{\"pid\": (\\d{1,18}), \"host\": \"([^\"]*)\", "
                + "\"started\": \"([^\"]*)\", \"since\": \"([^\"]*)\"}\\s*");

        static Owner thisProcess(Instant now) {
            ProcessHandle process = ProcessHandle.current();
            return new Owner(process.pid(), hostName(), ProcessStart.OF_SYSTEM.of(process), now.toString());
        }

        static Optional<Owner> parse(String text) {
            Matcher matcher = TEXT.matcher(text);
            return matcher.matches()
                    ? Optional.of(new Owner(
                            Long.parseLong(matcher.group(1)), matcher.group(2), matcher.group(3), matcher.group(4)))
                    : Optional.empty();
        }

        /** False only if it is sure: of a process on another host nothing is known. */
        boolean mayBeAlive() {
            if (!host.equals(hostName())) {
                return true;
            }
            Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
            return process.isPresent() && ProcessStart.OF_SYSTEM.mayBe(started, process.get());
        }

        String json() {
            return "{\"pid\": " + pid + ", \"host\": \"" + host + "\", \"started\": \"" + started + "\", \"since\": \""
                    + since + "\"}\n";
        }

        @Override
        public String toString() {
            return "process " + pid + " on host " + host + " since " + since;
        }

        private static String hostName() {
            try {
                return InetAddress.getLocalHost().getHostName().replace('"', '_');
            } catch (IOException e) {
                return "localhost"; // a host that does not know its own name
            }
        }
    }

    private WriterLock(JournalFolder folder, FolderLock lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** Takes the lock for this process. */
    static WriterLock take(JournalFolder folder, Instant now) throws IOException {
        Optional<FolderLock> lock = FolderLock.take(folder, LOCK);
        if (lock.isEmpty()) {
            throw new JournalLockedException(
                    folder.path(), owner(folder).map(Owner::toString).orElse("another process"));
        }
        return new WriterLock(folder, lock.get()).signed(now);
    }

    /** Who writes this journal, or wrote it and ended without closing it. */
    static Optional<Owner> owner(JournalFolder folder) throws IOException {
        return Owner.parse(JournalFolder.smallText(folder.file(OWNER)));
    }

    /** Whether somebody may be writing now. */
    static boolean isHeld(JournalFolder folder) throws IOException {
        return owner(folder).filter(Owner::mayBeAlive).isPresent();
    }

    static boolean isFileOfLock(String name) {
        return name.equals(LOCK) || name.equals(OWNER);
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (lock) {
            Files.deleteIfExists(folder.file(OWNER));
        }
    }

    private WriterLock signed(Instant now) throws IOException {
        try {
            Path owner = folder.file(OWNER);
            Durable.write(owner, Owner.thisProcess(now).json().getBytes(StandardCharsets.UTF_8));
            return this;
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }
}
