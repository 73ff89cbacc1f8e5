package io.ringtail.etw.file;

import java.io.IOException;

/**
 * Searches a damaged trace for the next place that looks like a buffer's header, byte by byte since compressed buffers
 * are not aligned. <b>Threads:</b> one. Remembers its last answer, so that asking again from a place between is free.
 */
final class HeaderSearch {
    private static final int WINDOW_BYTES = 1 << 20;
    /** What of a record tells its kind and size, and how much of compressed data that may take. */
    private static final int FIRST_BYTES = 8;

    private static final int PEEK_BYTES = 16;
    private static final int NEEDED_BYTES = BufferHeader.BYTES + PEEK_BYTES;

    private final TraceFile file;
    private final long sessionBytes;
    private final byte[] first = new byte[FIRST_BYTES];
    private byte[] window = new byte[0];
    private long searchedFrom = Long.MAX_VALUE;
    private long found = -1;

    /**
     * Over a trace.
     *
     * @param sessionBytes the size of the session's buffers as the trace header says; 0 if it does not
     */
    HeaderSearch(TraceFile file, long sessionBytes) {
        this.file = file;
        this.sessionBytes = sessionBytes;
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
                if (BufferHeader.couldStart(window, i) && isHeader(i, at + i)) {
                    return at + i;
                }
            }
            at += length - NEEDED_BYTES + 1;
        }
        return file.sizeBytes();
    }

    /**
     * Whether a buffer starts here: its fields make sense, a record follows, and either the size is the session's or it
     * leads to another buffer. Text and numbers in events pass weaker tests.
     */
    private boolean isHeader(int at, long place) throws IOException {
        BufferHeader header = BufferHeader.read(window, at);
        if (!header.isSane() || !startsWithRecord(header, at + BufferHeader.BYTES)) {
            return false;
        }
        boolean isOfSession =
                header.isCompressed() ? header.dataEnd() <= sessionBytes : header.bufferBytes() == sessionBytes;
        return isOfSession || leadsToAnother(place + header.bufferBytes());
    }

    private boolean startsWithRecord(BufferHeader header, int dataAt) {
        int length = FIRST_BYTES;
        if (header.isCompressed()) {
            length = Lz77.decompress(window, dataAt, dataAt + PEEK_BYTES, first, 0, FIRST_BYTES);
        } else {
            System.arraycopy(window, dataAt, first, 0, FIRST_BYTES);
        }
        RecordLayout layout = length < FIRST_BYTES ? null : RecordLayout.of(LittleEndian.getInt(first, 0));
        return layout != null
                && layout.recordBytes(first, 0) >= layout.headerBytes()
                && layout.recordBytes(first, 0) <= header.dataEnd() - BufferHeader.BYTES;
    }

    private boolean leadsToAnother(long end) throws IOException {
        if (end == file.sizeBytes()) {
            return true;
        }
        byte[] next = new byte[BufferHeader.BYTES];
        return file.read(end, next, next.length) == next.length
                && BufferHeader.read(next, 0).isLikely();
    }

    private int fill(long at) throws IOException {
        if (window.length == 0) {
            window = new byte[(int) Math.min(WINDOW_BYTES, file.sizeBytes())];
        }
        return file.read(at, window, window.length);
    }
}
