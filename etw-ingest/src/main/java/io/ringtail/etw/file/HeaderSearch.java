package io.ringtail.etw.file;

import java.io.IOException;

/**
 * Searches a damaged trace for the next place that looks like a buffer's header, byte by byte since compressed buffers
 * are not aligned. <b>Threads:</b> one. Remembers its last answer, so that asking again from a place between is free.
 */
final class HeaderSearch {
    private static final int WINDOW_BYTES = 1 << 20;
    /** A header and the first four bytes of its data. */
    private static final int NEEDED_BYTES = BufferHeader.BYTES + Long.BYTES;

    private final TraceFile file;
    private byte[] window = new byte[0];
    private long searchedFrom = Long.MAX_VALUE;
    private long found = -1;

    HeaderSearch(TraceFile file) {
        this.file = file;
    }

    /** The first likely header at or after this place; the file's size if there is none. */
    long next(long from) throws IOException {
        if (from < searchedFrom || from > found) {
            searchedFrom = from;
            found = search(from);
        }
        return found;
    }

    /** Whether nothing but zeros follows. */
    boolean isZeroFrom(long from) throws IOException {
        long at = from;
        while (at < file.sizeBytes()) {
            int length = fill(at);
            for (int i = 0; i < length; i++) {
                if (window[i] != 0) {
                    return false;
                }
            }
            at += Math.max(1, length);
        }
        return true;
    }

    private long search(long from) throws IOException {
        long at = from;
        while (file.sizeBytes() - at >= NEEDED_BYTES) {
            int length = fill(at);
            if (length < NEEDED_BYTES) {
                break;
            }
            for (int i = 0; i <= length - NEEDED_BYTES; i++) {
                if (BufferHeader.couldStart(window, i) && isHeader(i)) {
                    return at + i;
                }
            }
            at += length - NEEDED_BYTES + 1;
        }
        return file.sizeBytes();
    }

    private boolean isHeader(int at) {
        BufferHeader header = BufferHeader.read(window, at);
        if (!header.isSane()) {
            return false;
        }
        byte[] first = new byte[Integer.BYTES];
        int length = Integer.BYTES;
        int dataAt = at + BufferHeader.BYTES;
        if (header.isCompressed()) {
            length = Lz77.decompress(window, dataAt, dataAt + Long.BYTES, first, 0, length);
        } else {
            System.arraycopy(window, dataAt, first, 0, length);
        }
        return length == Integer.BYTES && RecordLayout.of(LittleEndian.getInt(first, 0)) != null;
    }

    private int fill(long at) throws IOException {
        if (window.length == 0) {
            window = new byte[WINDOW_BYTES];
        }
        return file.read(at, window, WINDOW_BYTES);
    }
}
