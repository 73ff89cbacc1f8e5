package io.ringtail.app.export;

import java.io.IOException;
import java.nio.file.Path;

/** Writes selected events, or rows, in one format. */
interface Exporter {
    /**
     * Writes all that a job selects into a file that is not there yet; after an exception its caller removes it.
     *
     * @return what was written, for people: {@code 1,234 events}
     */
    String write(ExportJob job, Path file) throws IOException;
}
