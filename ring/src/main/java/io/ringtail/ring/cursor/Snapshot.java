package io.ringtail.ring.cursor;

import io.ringtail.ring.event.Ticks;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What a fold has come to, and where: one value, stored as one file, so that an event is never in the state without being
 * behind the position, nor the other way about. {@code docs/formats/journal.md} lays out the bytes.
 *
 * @param position the next sequence to read, over both lanes
 * @param savedAt when it was stored, by the wall clock; for people
 * @param state the fold's own bytes
 */
public record Snapshot(long position, Instant savedAt, byte[] state) {
    private static final int MAGIC = 0x55435452; // "RTCU" as it reads in a dump
    private static final int VERSION = 1;
    private static final int CRC_AT = 8;
    private static final int STATE_BYTES_AT = 12;
    private static final int POSITION_AT = 16;
    private static final int SAVED_AT = 24;
    private static final int HEADER_BYTES = 32;

    public Snapshot {
        if (position < 0) {
            throw new IllegalArgumentException("a position is a sequence, not " + position);
        }
    }

    byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + state.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(MAGIC).putInt(VERSION).putInt(0).putInt(state.length);
        bytes.putLong(position).putLong(Ticks.of(savedAt)).put(state);
        return bytes.putInt(CRC_AT, crc(bytes.array())).array();
    }

    /** Empty if the bytes are not a whole snapshot of a known version. */
    static Optional<Snapshot> of(byte[] stored) {
        ByteBuffer bytes = ByteBuffer.wrap(stored.clone()).order(ByteOrder.LITTLE_ENDIAN);
        if (stored.length < HEADER_BYTES
                || bytes.getInt(0) != MAGIC
                || bytes.getInt(Integer.BYTES) != VERSION
                || bytes.getInt(STATE_BYTES_AT) != stored.length - HEADER_BYTES) {
            return Optional.empty();
        }
        int crc = bytes.getInt(CRC_AT);
        bytes.putInt(CRC_AT, 0);
        if (crc(bytes.array()) != crc || bytes.getLong(POSITION_AT) < 0) {
            return Optional.empty();
        }
        byte[] state = new byte[stored.length - HEADER_BYTES];
        bytes.get(HEADER_BYTES, state);
        return Optional.of(new Snapshot(bytes.getLong(POSITION_AT), Ticks.toInstant(bytes.getLong(SAVED_AT)), state));
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
