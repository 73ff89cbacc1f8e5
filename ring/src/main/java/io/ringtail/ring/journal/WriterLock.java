package io.ringtail.ring.journal;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One writer a journal. The lock is the operating system's on {@code writer.lock}, which it releases when the process
 * ends, however it ends. Who holds it stands in {@code writer.json} beside it.
 *
 * <p>Two files, because closing any channel on a locked file can release a process's lock on it: nobody but the writer
 * ever opens {@code writer.lock}, and a second writer in the same process is turned away before it does.
 */
final class WriterLock implements AutoCloseable {
    private static final String LOCK = "writer.lock";
    private static final String OWNER = "writer.json";
    private static final Set<Path> HELD_BY_THIS_PROCESS = ConcurrentHashMap.newKeySet();

    private final JournalFolder folder;
    private final Path key;
    private final FileChannel channel;
    private boolean closed;

    /**
     * A process that writes, or wrote.
     *
     * @param started when the process was started, which tells it from a later one with the same id; empty if unknown
     */
    record Owner(long pid, String host, String started, String since) {
        private static final Pattern TEXT = Pattern.compile("\\{\"pid\": (\\d{1,18}), \"host\": \"([^\"]*)\", "
                + "\"started\": \"([^\"]*)\", \"since\": \"([^\"]*)\"}\\s*");

        static Owner thisProcess(Instant now) {
            ProcessHandle process = ProcessHandle.current();
            return new Owner(process.pid(), hostName(), startOf(process), now.toString());
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
            return process.isPresent() && startOf(process.get()).equals(started);
        }

        String json() {
            return "{\"pid\": " + pid + ", \"host\": \"" + host + "\", \"started\": \"" + started + "\", \"since\": \""
                    + since + "\"}\n";
        }

        @Override
        public String toString() {
            return "process " + pid + " on host " + host + " since " + since;
        }

        private static String startOf(ProcessHandle process) {
            return process.info().startInstant().map(Instant::toString).orElse("");
        }

        private static String hostName() {
            try {
                return InetAddress.getLocalHost().getHostName().replace('"', '_');
            } catch (IOException e) {
                return "localhost"; // a host that does not know its own name
            }
        }
    }

    private WriterLock(JournalFolder folder, Path key, FileChannel channel) {
        this.folder = folder;
        this.key = key;
        this.channel = channel;
    }

    /** Takes the lock for this process. */
    static WriterLock take(JournalFolder folder, Instant now) throws IOException {
        Path key = folder.path().toRealPath();
        if (!HELD_BY_THIS_PROCESS.add(key)) {
            throw locked(folder);
        }
        try {
            return new WriterLock(folder, key, lockedChannel(folder)).signed(now);
        } catch (IOException | RuntimeException e) {
            HELD_BY_THIS_PROCESS.remove(key);
            throw e;
        }
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
        try (channel) {
            Files.deleteIfExists(folder.file(OWNER));
        } finally {
            HELD_BY_THIS_PROCESS.remove(key);
        }
    }

    private WriterLock signed(Instant now) throws IOException {
        try {
            Path file = folder.file(OWNER);
            Files.writeString(file, Owner.thisProcess(now).json());
            JournalFolder.restrict(file, "rw-------");
            return this;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static FileChannel lockedChannel(JournalFolder folder) throws IOException {
        Path file = folder.file(LOCK);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            @Nullable FileLock lock = channel.tryLock();
            if (lock == null) {
                throw locked(folder);
            }
            JournalFolder.restrict(file, "rw-------");
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static JournalLockedException locked(JournalFolder folder) throws IOException {
        return new JournalLockedException(
                folder.path(), owner(folder).map(Owner::toString).orElse("another process"));
    }
}
