package io.ringtail.etw.merge;

import io.ringtail.etw.file.LoadedBuffer;

/** A buffer whose records are being merged, and the one of them that is next. Reused from buffer to buffer. */
final class OpenBuffer {
    final LoadedBuffer loaded = new LoadedBuffer();
    /** The file's number in argument order. */
    int file;

    int buffer;
    int processor;
    int next;
    /** The raw time of the next record. */
    long rawTime;

    /** Whether the next record comes before that of another buffer. */
    boolean isBefore(OpenBuffer other) {
        if (rawTime != other.rawTime) {
            return rawTime < other.rawTime;
        }
        return file != other.file ? file < other.file : buffer < other.buffer;
    }

    /** Moves to the following record; false if there is none. */
    boolean advance() {
        next++;
        if (next >= loaded.count()) {
            return false;
        }
        rawTime = loaded.rawTime(next);
        return true;
    }
}
