package io.ringtail.etw.merge;

import io.ringtail.etw.file.BufferPlan;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What a survey of a whole trace found out, so that the next one need not read all of it: how many records each buffer
 * holds and of which times, and which buffers told something.
 *
 * <p>As bytes, little-endian: u32 magic, u32 buffers, then for each buffer u32 records, i64 least and i64 greatest raw time,
 * then a bit for each buffer that told something, in whole bytes, then u32 CRC32C of all before it.
 */
final class SurveyIndex {
    private static final int MAGIC = 0x3156_5352; // "RSV1"
    private static final int HEADER_BYTES = 2 * Integer.BYTES;
    private static final int BUFFER_BYTES = Integer.BYTES + 2 * Long.BYTES;

    private final ByteBuffer bytes;
    private final int buffers;
    private final BitSet telling;

    private SurveyIndex(ByteBuffer bytes, int buffers) {
        this.bytes = bytes;
        this.buffers = buffers;
        int bitsAt = HEADER_BYTES + buffers * BUFFER_BYTES;
        this.telling = BitSet.valueOf(bytes.slice(bitsAt, bytes.capacity() - Integer.BYTES - bitsAt));
    }

    /** Of a trace all of whose buffers were read. */
    static byte[] bytes(BufferPlan plan, BitSet telling) {
        int buffers = plan.count();
        ByteBuffer into = ByteBuffer.allocate(size(buffers)).order(ByteOrder.LITTLE_ENDIAN);
        into.putInt(MAGIC).putInt(buffers);
        for (int buffer = 0; buffer < buffers; buffer++) {
            into.putInt(plan.records(buffer)).putLong(plan.minTime(buffer)).putLong(plan.maxTime(buffer));
        }
        into.put(Arrays.copyOf(telling.toByteArray(), bitBytes(buffers)));
        return into.putInt(crc(into.array())).array();
    }

    /** Reads it back; empty if these are not the bytes of an index of so many buffers, whole and unchanged. */
    static Optional<SurveyIndex> of(byte[] array, int buffers) {
        ByteBuffer from = ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
        return array.length == size(buffers)
                        && from.getInt(0) == MAGIC
                        && from.getInt(Integer.BYTES) == buffers
                        && from.getInt(array.length - Integer.BYTES) == crc(array)
                ? Optional.of(new SurveyIndex(from, buffers))
                : Optional.empty();
    }

    /** Whether a survey must read this buffer. */
    boolean isTelling(int buffer) {
        return telling.get(buffer);
    }

    /** Tells a plan of the same trace what is in the buffers. */
    void tell(BufferPlan plan) {
        for (int buffer = 0; buffer < buffers; buffer++) {
            int at = HEADER_BYTES + buffer * BUFFER_BYTES;
            plan.restore(
                    buffer,
                    bytes.getInt(at),
                    bytes.getLong(at + Integer.BYTES),
                    bytes.getLong(at + Integer.BYTES + Long.BYTES));
        }
    }

    private static int size(int buffers) {
        return HEADER_BYTES + buffers * BUFFER_BYTES + bitBytes(buffers) + Integer.BYTES;
    }

    private static int bitBytes(int buffers) {
        return (buffers + Byte.SIZE - 1) / Byte.SIZE;
    }

    private static int crc(byte[] array) {
        CRC32C crc = new CRC32C();
        crc.update(array, 0, array.length - Integer.BYTES);
        return (int) crc.getValue();
    }
}
