package io.ringtail.etw.file;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The first pass over a trace: from buffer header to buffer header. A header that makes no sense, or that leads nowhere,
 * is damage: the pass then searches for the next place that looks like one. Reads each byte at most three times,
 * whatever the file says. <b>Threads:</b> one.
 */
final class PlanReader {
    /** A buffer's header and enough of its data for the first record's time. */
    private static final int PEEK_BYTES = BufferHeader.BYTES + 184;
    /** A compressed buffer's first bytes, in which the first record's time lies. */
    private static final int FIRST_RECORD_BYTES = 48;

    /** More than a header's buffer has. */
    private static final int HEADER_PEEK_BYTES = 64 << 10;

    private static final int MOST_DATA_OF_FEW = 1 << 20;
    /** Events of nothing but zeros, the largest that there are, come to 5,400. */
    private static final int MOST_EXPANSION = 8192;

    private final TraceFile file;
    private final Problems problems;
    private HeaderSearch search;
    private final BufferPlan plan = new BufferPlan();
    private final byte[] firstRecord = new byte[FIRST_RECORD_BYTES];
    private TraceHeader header = TraceHeader.lost();
    private Peek current = new Peek();
    private Peek ahead = new Peek();
    private long lastTime;

    /** A place in the file and what stands there. */
    private static final class Peek {
        private final byte[] bytes = new byte[PEEK_BYTES];
        private long at = -1;
        private int length;
    }

    PlanReader(TraceFile file, Problems problems) {
        this.file = file;
        this.problems = problems;
        this.search = new HeaderSearch(file, 0);
    }

    TraceHeader header() {
        return header;
    }

    BufferPlan read() throws IOException {
        readTraceHeader();
        long at = 0;
        while (file.sizeBytes() - at >= BufferHeader.BYTES && plan.count() < BufferPlan.MAX_BUFFERS) {
            advance(at);
            BufferHeader buffer = BufferHeader.read(current.bytes, 0);
            at = buffer.isLikely() ? add(at, buffer) : skip(at);
        }
        if (at < file.sizeBytes()) {
            damaged(
                    at,
                    "the last " + (file.sizeBytes() - at) + " bytes of the file "
                            + (plan.count() < BufferPlan.MAX_BUFFERS
                                    ? "are too few for a buffer"
                                    : "were left out: no trace has more than " + BufferPlan.MAX_BUFFERS + " buffers"));
        }
        tellIfCut();
        return plan;
    }

    /** A file cut between two buffers shows no other damage. */
    private void tellIfCut() {
        long missing = header.buffersWritten() - plan.count();
        if (missing > 0 && header.tellsBuffersOfFile() && problems.count() == 0) {
            damaged(
                    file.sizeBytes(),
                    "the trace header says that " + header.buffersWritten()
                            + " buffers were written, but the file ends after " + plan.count());
        }
    }

    private void readTraceHeader() throws IOException {
        header = traceHeader(0).orElse(header);
        search = new HeaderSearch(file, header.bufferSize());
        lastTime = header.firstRawTime();
        if (header.isLost()) {
            problems.addToFile("the trace header cannot be read; times count from 1601 by an assumed clock of 10 MHz");
        }
        header.clockProblem().ifPresent(problems::addToFile);
    }

    /** The trace header in the buffer at this place, if there is one. */
    private Optional<TraceHeader> traceHeader(long at) throws IOException {
        byte[] first = new byte[HEADER_PEEK_BYTES];
        int length = file.read(at + BufferHeader.BYTES, first, first.length);
        return TraceHeader.read(first, length);
    }

    /** A file to which a second session was appended has one plan and one clock: the first session's. */
    private void checkAppended(long at) throws IOException {
        Optional<TraceHeader> appended = traceHeader(at);
        if (appended.isPresent() && !appended.get().sharesClockWith(header)) {
            problems.add(
                    at,
                    plan.count(),
                    OptionalInt.empty(),
                    "another session with another clock was appended here; the times of its events are not right");
        }
    }

    /** Returns where the next buffer is to be looked for. */
    private long add(long at, BufferHeader buffer) throws IOException {
        if (buffer.isHeader() && plan.count() > 0) {
            checkAppended(at);
        }
        int bytes = extent(at, buffer);
        int dataEnd = checkedDataEnd(at, bytes, buffer);
        lastTime = firstTime(buffer, dataEnd);
        plan.add(at, bytes, buffer, dataEnd, lastTime);
        return at + bytes;
    }

    private long skip(long at) throws IOException {
        long next = search.next(at + 1);
        long left = next - at;
        if (next < file.sizeBytes()) {
            damaged(at, "no buffer starts here; " + left + " bytes were left out up to the next one, at " + next);
        } else if (!search.isZeroFrom(at)) {
            damaged(at, "no buffer starts here; the last " + left + " bytes of the file were left out");
        } else if (!isPreallocated()) {
            damaged(at, "the last " + left + " bytes of the file are zero");
        }
        return next;
    }

    /** Whether nothing need be missing, so that zeros at the end are space that the session never used. */
    private boolean isPreallocated() {
        return (header.logFileMode() & TraceHeader.MODE_PREALLOCATE) != 0
                || !header.isLost() && header.endTicks() == 0 // the session still writes
                || header.buffersWritten() > 0 && header.buffersWritten() <= plan.count();
    }

    /** How many bytes the buffer really takes. */
    private int extent(long at, BufferHeader buffer) throws IOException {
        long end = at + buffer.bufferBytes();
        boolean fits = buffer.hasSaneSize() && end <= file.sizeBytes();
        if (fits && startsAt(end)) {
            return hidesAnother(at, buffer) ? lyingExtent(at, at + header.bufferSize(), buffer) : (int) (end - at);
        }
        if (fits && !buffer.isCompressed() && buffer.bufferBytes() == header.bufferSize()) {
            return (int) buffer.bufferBytes();
        }
        long next = search.next(at + BufferHeader.BYTES);
        if (fits && next >= end && isWhole(at, buffer)) {
            return (int) buffer.bufferBytes(); // the gap behind it is told when it is reached
        }
        if (next == file.sizeBytes() && buffer.hasSaneSize()) {
            damaged(
                    at,
                    "the file ends inside this buffer: " + (next - at) + " of its " + buffer.bufferBytes()
                            + " bytes are there");
            return (int) (next - at);
        }
        return lyingExtent(at, next, buffer);
    }

    private int lyingExtent(long at, long next, BufferHeader buffer) {
        damaged(
                at,
                "the buffer says it takes " + buffer.bufferBytes() + " bytes, but "
                        + (next < file.sizeBytes() ? "the next one starts" : "the file ends") + " after "
                        + (next - at));
        return (int) Math.min(next - at, BufferHeader.MAX_BUFFER_BYTES);
    }

    /** Whether a compressed buffer's size is right, since all of its data comes out of it. */
    private boolean isWhole(long at, BufferHeader buffer) throws IOException {
        int stored = (int) buffer.bufferBytes() - BufferHeader.BYTES;
        if (!buffer.isCompressed() || buffer.dataEnd() < BufferHeader.BYTES || buffer.dataEnd() > mostData(stored)) {
            return true;
        }
        byte[] packed = new byte[stored];
        byte[] data = new byte[(int) buffer.dataEnd() - BufferHeader.BYTES];
        int there = file.read(at + BufferHeader.BYTES, packed, stored);
        return Lz77.decompress(packed, 0, there, data, 0, data.length) == data.length;
    }

    /** Where the data of a compressed buffer can end at most: a bound for what a few bytes can be made to expand to. */
    private static int mostData(int stored) {
        return (int)
                Math.min(BufferHeader.MAX_BUFFER_BYTES, Math.max(MOST_DATA_OF_FEW, (long) stored * MOST_EXPANSION));
    }

    /** Whether a size too large leads over a buffer of the session's own size. */
    private boolean hidesAnother(long at, BufferHeader buffer) throws IOException {
        long sessionBytes = header.bufferSize();
        if (buffer.isCompressed() || sessionBytes < BufferHeader.BYTES || buffer.bufferBytes() <= sessionBytes) {
            return false;
        }
        Peek inside = new Peek();
        peek(at + sessionBytes, inside);
        return inside.length >= BufferHeader.BYTES
                && BufferHeader.read(inside.bytes, 0).isSane();
    }

    /** Whether a buffer, or the end of the file, is at this place. */
    private boolean startsAt(long at) throws IOException {
        if (file.sizeBytes() - at < BufferHeader.BYTES) {
            return true;
        }
        peek(at, ahead);
        return BufferHeader.read(ahead.bytes, 0).isLikely();
    }

    private int checkedDataEnd(long at, int bytes, BufferHeader buffer) {
        int most = buffer.isCompressed() ? mostData(bytes - BufferHeader.BYTES) : bytes;
        if (buffer.dataEnd() >= BufferHeader.BYTES && buffer.dataEnd() <= most) {
            return (int) buffer.dataEnd();
        }
        boolean isCut =
                !buffer.isCompressed() && buffer.dataEnd() <= buffer.bufferBytes() && bytes < buffer.bufferBytes();
        if (!isCut || buffer.dataEnd() < BufferHeader.BYTES) {
            damaged(
                    at,
                    "the buffer says its data ends at " + buffer.dataEnd() + ", which is outside its "
                            + BufferHeader.BYTES + " to " + most + " bytes");
        }
        return most;
    }

    /** The raw time of the buffer's first record; that of the buffer before if there is none. */
    private long firstTime(BufferHeader buffer, int dataEnd) {
        int length = Math.min(FIRST_RECORD_BYTES, dataEnd - BufferHeader.BYTES);
        if (buffer.isCompressed()) {
            length = Lz77.decompress(current.bytes, BufferHeader.BYTES, current.length, firstRecord, 0, length);
        } else {
            length = Math.min(length, current.length - BufferHeader.BYTES);
            System.arraycopy(current.bytes, BufferHeader.BYTES, firstRecord, 0, length);
        }
        RecordLayout layout = length < 16 ? null : RecordLayout.of(LittleEndian.getInt(firstRecord, 0));
        return layout == null || length < Math.min(layout.headerBytes(), 24)
                ? lastTime
                : layout.rawTime(firstRecord, 0, buffer.timeStamp());
    }

    private void advance(long at) throws IOException {
        Peek other = current;
        current = ahead;
        ahead = other;
        peek(at, current);
    }

    private void peek(long at, Peek into) throws IOException {
        if (into.at != at) {
            into.length = file.read(at, into.bytes, PEEK_BYTES);
            into.at = at;
        }
    }

    private void damaged(long at, String what) {
        problems.add(at, plan.count(), OptionalInt.empty(), what);
    }
}
