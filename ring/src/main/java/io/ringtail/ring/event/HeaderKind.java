package io.ringtail.ring.event;

import java.util.Locale;

/**
 * The header under which an event was recorded. All but {@link #OWN} are ETW's, as they stand in .etl files; the
 * numbers are stored in journals and never change.
 */
public enum HeaderKind {
    /** SYSTEM_TRACE_HEADER: kernel events with process, thread and CPU times. */
    SYSTEM(1),
    /** COMPACT: as SYSTEM without the CPU times. */
    COMPACT(2),
    /** PERFINFO_TRACE_HEADER: kernel events with a time stamp alone. */
    PERFINFO(3),
    /** EVENT_TRACE_HEADER: classic user events. */
    FULL(4),
    /** EVENT_INSTANCE_GUID_HEADER: classic user events with instance ids. */
    INSTANCE(5),
    /** EVENT_HEADER: manifest and TraceLogging events. */
    EVENT(6),
    /** MESSAGE_TRACE_HEADER: WPP messages. */
    MESSAGE(7),
    /** ERROR: an event that could not be logged. */
    ERROR(8),
    /** An event of Ringtail's own; its payload is a Protobuf message. */
    OWN(9);

    private static final HeaderKind[] BY_NUMBER = new HeaderKind[values().length + 1];

    static {
        for (HeaderKind kind : values()) {
            BY_NUMBER[kind.number] = kind;
        }
    }

    private final int number;

    HeaderKind(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** A kernel event: its provider is the event class's GUID and its id the opcode. */
    public boolean isKernel() {
        return this == SYSTEM || this == COMPACT || this == PERFINFO;
    }

    /** A kernel or classic event: the opcode, and not an id, tells what happened. */
    public boolean isClassic() {
        return isKernel() || this == FULL || this == INSTANCE;
    }

    /** How {@code stats} names it: {@code system64}, {@code event32}, {@code message}. */
    public String label(int pointerBytes) {
        String name = name().toLowerCase(Locale.ROOT);
        return this == MESSAGE || this == ERROR || this == OWN ? name : name + pointerBytes * 8;
    }

    public static HeaderKind ofNumber(int number) {
        if (number < 1 || number >= BY_NUMBER.length) {
            throw new IllegalArgumentException("no header kind has the number " + number);
        }
        return BY_NUMBER[number];
    }
}
