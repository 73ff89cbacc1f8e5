package io.ringtail.etw.decode;

import io.ringtail.ring.block.EventView;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.PayloadParts;
import org.jspecify.annotations.Nullable;

/**
 * A way through one payload from field to field: where it stands, what it must remember, and why it could not go on.
 * After a failure every further step fails too. Made for one call on one thread.
 *
 * <p>Bounded by {@link #MAX_VALUES}: a payload of 64 KiB cannot hold more values that take a byte each, so only a schema
 * that lies about counts asks for more.
 */
final class Walk {
    /** Values, array elements and structures read from one payload. */
    static final int MAX_VALUES = 1 << 18;
    /** Returned instead of an offset when the payload has no more. */
    static final int FAILED = -1;

    private static final long[] NO_SLOTS = {};

    final EventView event;
    final Cell cell = new Cell();
    int end;
    int at;
    private final long[] slots;
    private final @Nullable PayloadParts parts;
    private int values;
    private String problem = "";

    Walk(EventView event, int slots) {
        this(event, slots, null);
    }

    /** @param parts hears of what is read; null if nobody does */
    Walk(EventView event, int slots, @Nullable PayloadParts parts) {
        this.event = event;
        this.parts = parts;
        end = event.payloadBytes();
        this.slots = slots == 0 ? NO_SLOTS : new long[slots];
    }

    /** Starts again, with the event at which the view points now; remembered values are set again on the way. */
    Walk restart() {
        end = event.payloadBytes();
        at = 0;
        values = 0;
        problem = "";
        return this;
    }

    boolean failed() {
        return !problem.isEmpty();
    }

    /** Empty unless the walk failed. */
    String problem() {
        return problem;
    }

    int remaining() {
        return end - at;
    }

    /** Steps over so many bytes and returns where they start, or {@link #FAILED}. */
    int take(int bytes, String field) {
        if (bytes > end - at || failed()) {
            return fail("payload ends inside field '" + field + "', which wants " + bytes + " bytes at " + at + " of "
                    + end);
        }
        int start = at;
        at += bytes;
        return start;
    }

    /** Steps over bytes that lie between two fields; a payload that is too short fails at the next one. */
    void pass(int bytes) {
        at = bytes > end - at ? end : at + bytes;
    }

    int fail(String why) {
        if (problem.isEmpty()) {
            problem = why;
        }
        return FAILED;
    }

    /** To be asked before each value of an array; false when the schema asks for more than a payload can hold. */
    boolean mayReadMore(String field) {
        if (++values > MAX_VALUES) {
            fail("field '" + field + "' and those before it want more than " + MAX_VALUES + " values");
        }
        return !failed();
    }

    void remember(int slot, long value) {
        slots[slot] = value;
    }

    /** What an extent says of that field; never negative. */
    int recalled(int slot) {
        long value = slots[slot];
        return value < 0 || value > Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) value;
    }

    /** A text was read, whose bytes end where the walk stands now. */
    void foundText(String field, int start, int textEnd, TextUnit unit) {
        if (parts != null) {
            parts.text(field, start, at - start, textEnd - start, unit.bytes());
        }
    }

    void foundSid(String field, int start) {
        if (parts != null) {
            parts.sid(field, start, at - start);
        }
    }

    void foundBytes(String field, int start) {
        if (parts != null && at > start) {
            parts.opaque(field, start, at - start);
        }
    }
}
