package io.ringtail.ring.event;

/**
 * One event on its way in: the header as numbers, payload and extended items as slices of the source's own arrays. A
 * source fills one and offers it again and again; whoever takes the event copies what it needs before it returns.
 *
 * <p>The fields are open because a source sets all of them for every event, millions of times a second.
 */
public final class EventRecord {
    /** {@code pid} or {@code tid} of a record that does not tell. */
    public static final int UNKNOWN_ID = -1;
    /** What ETW allows, and the ring takes. */
    public static final int MAX_PAYLOAD_BYTES = 0x10000;

    private static final byte[] NONE = {};

    /** See {@link Ticks}. */
    public long timeTicks;

    public int type;
    public int source;
    public int pid;
    public int tid;
    public int cpu;
    public byte[] payload = NONE;
    public int payloadOffset;
    public int payloadBytes;
    /** What else was in the record; its flags become the event's. */
    public final ExtendedItems extended = new ExtendedItems();

    /** An empty event of unknown process and thread, whatever stood here before. */
    public EventRecord clear() {
        timeTicks = 0;
        type = 0;
        source = 0;
        pid = UNKNOWN_ID;
        tid = UNKNOWN_ID;
        cpu = 0;
        payload(NONE, 0, 0);
        extended.clear();
        return this;
    }

    /** Points at the payload, which stays the caller's. */
    public EventRecord payload(byte[] bytes, int offset, int length) {
        payload = bytes;
        payloadOffset = offset;
        payloadBytes = length;
        return this;
    }
}
