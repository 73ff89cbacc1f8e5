package io.ringtail.ring.event;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;

/**
 * What tells one kind of event from another: identity, not meaning. Meaning is a {@link Schema}'s, found at read time.
 *
 * <p>For kernel events ({@link HeaderKind#isKernel}) {@code provider} is the event class's GUID, {@code id} and
 * {@code opcode} are both the opcode, and {@code task} is the kernel group, so that the record can be written back. For
 * classic events {@code id} is the opcode and {@code task} is 0.
 *
 * @param pointerBytes 4 or 8, as the record's own header says; 0 where it has no word on it
 * @param traceLogging the TraceLogging metadata (the data of extended item 11), empty for other events; the array is
 *     owned by this record and must not be written to
 */
public record EventType(
        HeaderKind kind,
        int pointerBytes,
        UUID provider,
        int id,
        int version,
        int channel,
        int level,
        int opcode,
        int task,
        long keyword,
        byte[] traceLogging) {

    public static final byte[] NO_TRACE_LOGGING = {};

    private static final int FIXED_BYTES = 1 + 1 + 16 + 6 * Integer.BYTES + Long.BYTES;

    public EventType {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(provider);
        if (pointerBytes != 0 && pointerBytes != 4 && pointerBytes != 8) {
            throw new IllegalArgumentException("a pointer has 4 or 8 bytes, not " + pointerBytes);
        }
    }

    /** An event of Ringtail's own: {@code Ringtail-Bus} and its like; {@code id} is the message's number there. */
    public static EventType own(UUID provider, int id, int version) {
        return new EventType(HeaderKind.OWN, 0, provider, id, version, 0, 4, 0, 0, 0, NO_TRACE_LOGGING);
    }

    public boolean isTraceLogging() {
        return traceLogging.length > 0;
    }

    /** The stored form, as {@code docs/formats/journal.md} lays it out. */
    public byte[] toBytes() {
        ByteBuffer bytes =
                ByteBuffer.allocate(FIXED_BYTES + traceLogging.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) kind.number()).put((byte) pointerBytes);
        bytes.putLong(provider.getMostSignificantBits()).putLong(provider.getLeastSignificantBits());
        bytes.putInt(id)
                .putInt(version)
                .putInt(channel)
                .putInt(level)
                .putInt(opcode)
                .putInt(task);
        return bytes.putLong(keyword).put(traceLogging).array();
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws IllegalArgumentException if the bytes are too few or name an unknown header kind
     */
    public static EventType ofBytes(byte[] stored) {
        if (stored.length < FIXED_BYTES) {
            throw new IllegalArgumentException(
                    "a stored event type has at least " + FIXED_BYTES + " bytes, not " + stored.length);
        }
        ByteBuffer bytes = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN);
        HeaderKind kind = HeaderKind.ofNumber(bytes.get());
        int pointerBytes = bytes.get();
        UUID provider = new UUID(bytes.getLong(), bytes.getLong());
        return new EventType(
                kind,
                pointerBytes,
                provider,
                bytes.getInt(),
                bytes.getInt(),
                bytes.getInt(),
                bytes.getInt(),
                bytes.getInt(),
                bytes.getInt(),
                bytes.getLong(),
                Arrays.copyOfRange(stored, FIXED_BYTES, stored.length));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EventType that
                && kind == that.kind
                && pointerBytes == that.pointerBytes
                && id == that.id
                && version == that.version
                && channel == that.channel
                && level == that.level
                && opcode == that.opcode
                && task == that.task
                && keyword == that.keyword
                && provider.equals(that.provider)
                && Arrays.equals(traceLogging, that.traceLogging);
    }

    @Override
    public int hashCode() {
        int hash = Objects.hash(kind.number(), pointerBytes, provider, id, version, channel, level, opcode, task);
        return 31 * (31 * hash + Long.hashCode(keyword)) + Arrays.hashCode(traceLogging);
    }
}
