package io.ringtail.ring.journal;

import java.io.IOException;
import java.nio.file.Path;

/** How files and folders are brought to the disk: the operating system's way, or in a test one that fails. */
public interface DiskSync {
    /** The operating system's. */
    DiskSync OF_SYSTEM = new DiskSync() {
        @Override
        public void file(Path file) throws IOException {
            Durable.sync(file);
        }

        @Override
        public void folder(Path folder) throws IOException {
            Durable.syncFolder(folder);
        }
    };

    /** What a file holds, and what was written to it through mapped memory. */
    void file(Path file) throws IOException;

    /** What files a folder has. */
    void folder(Path folder) throws IOException;
}
