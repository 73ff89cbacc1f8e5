package io.ringtail.ring.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** There is no room for what was to be appended. Nothing was touched: the same append may be tried again later. */
public final class DiskFullException extends IOException {
    private static final long BYTES_TO_OPEN = 1 << 20;

    DiskFullException(Path file, long freeBytes, long minFreeBytes) {
        super("the disk of " + file + " has " + freeBytes + " bytes free, and " + minFreeBytes
                + " are left to others; free some, or have old cycles deleted with 'ringtail journal prune'");
    }

    /** Chronicle's own files are mapped memory too, and are made before anything is reserved. */
    static void checkRoom(JournalFolder folder, long minFreeBytes) throws IOException {
        long free = Files.getFileStore(folder.path()).getUsableSpace();
        if (free < minFreeBytes + BYTES_TO_OPEN) {
            throw new DiskFullException(folder.path(), free, minFreeBytes + BYTES_TO_OPEN);
        }
    }

    DiskFullException(Path file, IOException cause) {
        super("the disk of " + file + " has no room: " + cause.getMessage(), cause);
    }
}
