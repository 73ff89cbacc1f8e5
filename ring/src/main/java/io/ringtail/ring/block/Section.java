package io.ringtail.ring.block;

/**
 * The parts of a block behind its header, in the order in which they lie there; each has a checksum of its own, so that
 * a scan checks just what it touches. The order is part of the format.
 */
public enum Section {
    TIME(Long.BYTES),
    SEQUENCE(Integer.BYTES),
    TYPE(Integer.BYTES),
    SOURCE(Integer.BYTES),
    PID(Integer.BYTES),
    TID(Integer.BYTES),
    CPU(Short.BYTES),
    FLAGS(Short.BYTES),
    /** Where each event's payload starts in {@link #PAYLOAD}, and where the last one ends. */
    PAYLOAD_OFFSET(Integer.BYTES),
    /** Where each event's items start in {@link #EXTENDED}, and where the last ones end. */
    EXTENDED_OFFSET(Integer.BYTES),
    PAYLOAD(1),
    EXTENDED(1);

    static final Section[] ALL = values();

    private final int width;

    Section(int width) {
        this.width = width;
    }

    /** Bytes of the section in a block of {@code count} events. */
    int bytes(int count, int payloadBytes, int extendedBytes) {
        return switch (this) {
            case PAYLOAD_OFFSET, EXTENDED_OFFSET -> width * (count + 1);
            case PAYLOAD -> payloadBytes;
            case EXTENDED -> extendedBytes;
            case TIME, SEQUENCE, TYPE, SOURCE, PID, TID, CPU, FLAGS -> width * count;
        };
    }
}
