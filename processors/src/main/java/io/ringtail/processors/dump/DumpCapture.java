package io.ringtail.processors.dump;

import java.io.IOException;
import java.nio.file.Path;

/** Takes a dump of a process; one for each operating system. */
public interface DumpCapture {
    /** None is taken, for this release cannot. */
    DumpCapture NONE = new DumpCapture() {
        @Override
        public boolean isAvailable() {
            return false;
        }

        @Override
        public void capture(String process, Path file) throws IOException {
            throw new IOException("dumps are not captured by this release");
        }
    };

    boolean isAvailable();

    /**
     * Writes a dump; the file is whole when this returns.
     *
     * @param process an id or a name
     */
    void capture(String process, Path file) throws IOException;
}
