package io.ringtail.ring.bus;

/** Ids of the events of {@link OwnProvider#BUS}; {@code bus.proto} has their messages. */
public final class BusEvents {
    public static final int JOURNAL_OPENED = 1;
    public static final int JOURNAL_CLOSED = 2;
    public static final int SOURCE_OPENED = 3;
    public static final int SOURCE_CLOSED = 4;
    public static final int EVENTS_LOST = 5;
    public static final int TICK = 6;
    public static final int TRACE_DAMAGED = 7;
    public static final int WRITING_PAUSED = 8;
    public static final int CYCLE_DELETED = 9;
    public static final int CYCLE_KEPT = 10;
    public static final int SYNC_FAILED = 11;
    public static final int MARK = 20;
    public static final int SESSION_STARTED = 21;
    public static final int SESSION_STOPPED = 22;
    public static final int SESSION_IMPORTED = 23;

    private BusEvents() {}
}
