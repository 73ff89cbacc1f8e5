package io.ringtail.etw.file;

import io.ringtail.ring.event.HeaderKind;
import org.jspecify.annotations.Nullable;

/**
 * Goes from record to record through the data of one buffer. Allocates nothing. After damage it goes on at the next
 * place from which records follow one another again, and tells its listener what was left out.
 *
 * <p><b>Threads:</b> one. {@link #at} and its like speak of the record that {@link #next} moved to.
 */
public final class RecordScanner {
    private static final int MIN_RECORD_BYTES = 8;
    private static final int EVENT_FLAGS_AT = 4;
    private static final int EVENT_BYTES = 80;
    private static final int END_MARKER = -1;
    /** ULONG32_TIME, which only the first Windows 2000 betas wrote: its size is known, its meaning is not. */
    private static final int OBSOLETE_FLAGS = 0xB0;
    /** How many records must follow one another before a place behind damage is believed. */
    private static final int CHAIN = 3;
    /** How far a record behind damage may be from the last good one: three weeks of a 10 MHz clock. */
    private static final long NEAR = 1L << 44;

    private byte[] data = new byte[0];
    private int limit;
    private Problems.Listener problems = (where, what) -> {};
    private int at;
    private int nextAt;
    private int recordBytes;
    private @Nullable RecordLayout layout;
    private long rawTime;
    private boolean timeKnown;

    /** Starts anew before the first record of {@code data[0, length)}, whose array stays the caller's. */
    public RecordScanner wrap(byte[] newData, int length) {
        return wrap(newData, length, 0, (where, what) -> {});
    }

    /**
     * As above.
     *
     * @param flushTime the time of a record that has none of its own and stands first
     */
    RecordScanner wrap(byte[] newData, int length, long flushTime, Problems.Listener listener) {
        data = newData;
        limit = length;
        problems = listener;
        nextAt = 0;
        rawTime = flushTime;
        timeKnown = false;
        return this;
    }

    /** Moves to the next record; false if there is none. */
    public boolean next() {
        while (limit - nextAt >= MIN_RECORD_BYTES) {
            int marker = LittleEndian.getInt(data, nextAt);
            RecordLayout found = RecordLayout.of(marker);
            if (found != null && isWhole(found, nextAt)) {
                return moveTo(found);
            }
            if (!skip(marker)) {
                nextAt = limit;
                return false;
            }
        }
        return false;
    }

    public int at() {
        return at;
    }

    public int recordBytes() {
        return recordBytes;
    }

    public long rawTime() {
        return rawTime;
    }

    public RecordLayout layout() {
        RecordLayout current = layout;
        if (current == null) {
            throw new IllegalStateException("next() has not found a record yet");
        }
        return current;
    }

    private boolean moveTo(RecordLayout found) {
        at = nextAt;
        layout = found;
        recordBytes = found.recordBytes(data, at);
        rawTime = found.rawTime(data, at, rawTime);
        timeKnown = true;
        nextAt = aligned(at + recordBytes);
        if (found.kind() == HeaderKind.EVENT) {
            checkItems();
        }
        return true;
    }

    private void checkItems() {
        boolean hasItems = (data[at + EVENT_FLAGS_AT] & ExtendedChain.FLAG) != 0;
        if (hasItems && !ExtendedChain.isWhole(data, at + EVENT_BYTES, at + recordBytes)) {
            problems.damaged(
                    at,
                    "an event's extended items do not fit its " + recordBytes
                            + " bytes; what follows the last whole one was read as payload");
        }
    }

    private boolean isWhole(RecordLayout found, int from) {
        int bytes = found.recordBytes(data, from);
        return bytes >= found.headerBytes() && bytes <= limit - from && bytes >= found.bodyAt(data, from);
    }

    /** Moves behind what is no record; false if nothing follows. */
    private boolean skip(int marker) {
        if (marker == END_MARKER) {
            return false;
        }
        int obsoleteBytes = marker >>> 24 == OBSOLETE_FLAGS ? marker & 0xFFFF : 0;
        if (obsoleteBytes >= MIN_RECORD_BYTES && obsoleteBytes <= limit - nextAt) {
            problems.damaged(nextAt, "an obsolete record of " + obsoleteBytes + " bytes (ULONG32_TIME) was left out");
            nextAt = aligned(nextAt + obsoleteBytes);
            return true;
        }
        int damage = nextAt;
        int resumeAt = resumeAfter(damage);
        problems.damaged(damage, complaint(marker, damage) + consequence(damage, resumeAt));
        nextAt = resumeAt;
        return resumeAt < limit;
    }

    private int resumeAfter(int damage) {
        int from = aligned(damage + 1);
        while (limit - from >= MIN_RECORD_BYTES && !isPlausible(from)) {
            from += Long.BYTES;
        }
        return limit - from >= MIN_RECORD_BYTES ? from : limit;
    }

    private boolean isPlausible(int from) {
        int place = from;
        long time = rawTime;
        boolean known = timeKnown;
        for (int i = 0; i < CHAIN; i++) {
            if (limit - place < MIN_RECORD_BYTES || LittleEndian.getInt(data, place) == END_MARKER) {
                return i > 0;
            }
            RecordLayout found = RecordLayout.of(LittleEndian.getInt(data, place));
            if (found == null || !isWhole(found, place)) {
                return false;
            }
            long recordTime = found.rawTime(data, place, time);
            if (known && Math.abs(recordTime - time) > NEAR) {
                return false;
            }
            time = recordTime;
            known = true;
            place = aligned(place + found.recordBytes(data, place));
        }
        return true;
    }

    private String complaint(int marker, int damage) {
        RecordLayout found = RecordLayout.of(marker);
        if (found == null) {
            return marker == 0
                    ? "zeros stand where a record should"
                    : String.format("0x%08x is not the start of a record", marker);
        }
        int bytes = found.recordBytes(data, damage);
        int wanted = Math.max(found.headerBytes(), bytes < found.headerBytes() ? 0 : found.bodyAt(data, damage));
        return bytes < wanted
                ? "the record (" + found + ") says it has " + bytes + " bytes, but its header alone has " + wanted
                : "the record (" + found + ") says it has " + bytes + " bytes, but only " + (limit - damage)
                        + " are left";
    }

    private String consequence(int damage, int resumeAt) {
        return resumeAt < limit
                ? "; " + (resumeAt - damage) + " bytes were left out up to the next record"
                : "; the last " + (limit - damage) + " bytes of the buffer were left out";
    }

    private static int aligned(int offset) {
        return offset + Long.BYTES - 1 & -Long.BYTES;
    }
}
