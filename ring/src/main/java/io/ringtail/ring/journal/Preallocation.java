package io.ringtail.ring.journal;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import net.openhft.posix.OpenFlag;
import net.openhft.posix.PosixAPI;

/**
 * Gives a file its blocks on the disk before they are written, without making it longer: a write into such blocks costs the
 * processor half, and a store into memory that is mapped there finds its block. Linux alone can do that, by fallocate(2), and
 * there not every file system; elsewhere writes find their blocks themselves, as they always could.
 *
 * <p><b>Threads:</b> one. What is left of blocks behind the file's end goes when the file is truncated.
 */
final class Preallocation implements AutoCloseable {
    /** FALLOC_FL_KEEP_SIZE of linux/falloc.h. */
    private static final int KEEP_SIZE = 1;
    /** ENOSPC and EDQUOT of asm-generic/errno.h. */
    private static final int NO_SPACE = 28;

    private static final int QUOTA = 122;
    private static final int OWNER_ONLY = 0600;

    private final PosixAPI system;
    private final int descriptor;
    private boolean isPossible = true;

    private Preallocation(PosixAPI system, int descriptor) {
        this.system = system;
        this.descriptor = descriptor;
    }

    /** For a file that is there; empty where the system has no such thing. */
    static Optional<Preallocation> of(Path file) {
        if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux")) {
            return Optional.empty();
        }
        try {
            PosixAPI system = PosixAPI.posix();
            int descriptor = system.open(file.toString(), OpenFlag.O_RDWR, OWNER_ONLY);
            return descriptor < 0 ? Optional.empty() : Optional.of(new Preallocation(system, descriptor));
        } catch (RuntimeException | LinkageError e) {
            return Optional.empty(); // the C library cannot be called from here
        }
    }

    /** Takes blocks for a span of the file, or as many as there are: writes will say where they end. */
    void take(long offset, long length) {
        if (isPossible && system.fallocate(descriptor, KEEP_SIZE, offset, length) != 0) {
            int error = system.lastError();
            isPossible = error == NO_SPACE || error == QUOTA;
        }
    }

    @Override
    public void close() {
        system.close(descriptor);
    }
}
