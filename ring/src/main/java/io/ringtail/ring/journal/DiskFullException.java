package io.ringtail.ring.journal;

import java.io.IOException;
import java.nio.file.Path;

/** There is no room for what was to be appended. Nothing was touched: the same append may be tried again later. */
public final class DiskFullException extends IOException {
    DiskFullException(Path file, long freeBytes, long minFreeBytes) {
        super("the disk of " + file + " has " + freeBytes + " bytes free, and " + minFreeBytes
                + " are left to others; free some, or have old cycles deleted with 'ringtail journal prune'");
    }

    DiskFullException(Path file, IOException cause) {
        super("the disk of " + file + " has no room: " + cause.getMessage(), cause);
    }
}
