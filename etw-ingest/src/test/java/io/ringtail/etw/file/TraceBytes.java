package io.ringtail.etw.file;

import io.ringtail.ring.event.Guids;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Makes traces by hand, byte for byte, for tests of reading. The first buffer holds the log file header. */
public final class TraceBytes {
    /** FILETIME of 2026-01-01T00:00Z, at which these traces start. */
    public static final long START = 134_116_992_000_000_000L;
    /** The raw clock at {@link #START}. */
    public static final long RAW0 = 1_000_000;

    public static final UUID PROVIDER = UUID.fromString("11111111-2222-3333-4444-555555555555");

    private static final int HEADER_RECORD_BYTES = 32 + 280 + 8;

    private final int bufferBytes;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public TraceBytes(int bufferBytes) {
        this(bufferBytes, 1, 10_000_000, 5);
    }

    public TraceBytes(int bufferBytes, int clockType, long perfFreq, long bootTime) {
        this.bufferBytes = bufferBytes;
        buffer(0, headerRecord(clockType, perfFreq, bootTime));
    }

    /** Adds a buffer of the session's size. */
    public TraceBytes buffer(int cpu, byte[]... records) {
        byte[] data = join(records);
        ByteBuffer buffer = littleEndian(bufferBytes);
        header(buffer, bufferBytes, cpu, 72 + data.length, 0x20);
        buffer.put(data);
        while (buffer.hasRemaining()) {
            buffer.put((byte) 0xFF);
        }
        out.writeBytes(written(buffer));
        return this;
    }

    /** Adds a compressed buffer, whose compression is literals only. */
    public TraceBytes compressed(int cpu, byte[]... records) {
        byte[] data = join(records);
        ByteBuffer buffer = littleEndian(72 + data.length + 4 * ((data.length + 31) / 32));
        header(buffer, buffer.capacity(), cpu, 72 + data.length, 0x60);
        for (int i = 0; i < data.length; i++) {
            if (i % 32 == 0) {
                buffer.putInt(0);
            }
            buffer.put(data[i]);
        }
        out.writeBytes(written(buffer));
        return this;
    }

    public TraceBytes raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    public byte[] bytes() {
        return out.toByteArray();
    }

    /** A manifest event of 64-bit kind: its id is what tests tell it by. */
    public static byte[] event(long raw, int id, byte... payload) {
        return event(raw, id, new byte[0], payload);
    }

    /** An event with extended items, as {@link #item} makes them. */
    public static byte[] event(long raw, int id, byte[] items, byte[] payload) {
        ByteBuffer record = littleEndian(80 + items.length + payload.length);
        record.putShort((short) record.capacity()).put((byte) 19).put((byte) 0xC0);
        record.putShort((short) (items.length > 0 ? 1 : 0)).putShort((short) 0);
        record.putInt(22).putInt(11).putLong(raw);
        record.putLong(Guids.low(PROVIDER)).putLong(Guids.high(PROVIDER));
        record.putShort((short) id).putInt(0).putShort((short) 0).putLong(0);
        record.putLong(0).putLong(0).putLong(0);
        return written(record.put(items).put(payload));
    }

    public static byte[] item(int type, boolean more, byte... data) {
        ByteBuffer item = littleEndian(8 + (data.length + 7 & -8));
        item.putShort((short) item.capacity()).putShort((short) type);
        item.putShort((short) (more ? 1 : 0)).putShort((short) data.length).put(data);
        return written(item);
    }

    /** A kernel record; {@code type} 1 to 4 has process and thread, 16 and 17 do not, and 1 and 2 CPU times. */
    public static byte[] kernel(int type, int version, int group, int opcode, long raw, byte... body) {
        int headerBytes = type <= 2 ? 32 : type <= 4 ? 24 : 16;
        ByteBuffer record = littleEndian(headerBytes + body.length);
        record.putShort((short) version).put((byte) type).put((byte) 0xC0);
        record.putShort((short) record.capacity()).put((byte) opcode).put((byte) group);
        if (type <= 4) {
            record.putInt(22).putInt(11);
        }
        record.putLong(raw);
        if (type <= 2) {
            record.putInt(7).putInt(8);
        }
        return written(record.put(body));
    }

    /** EVENT_TRACE_HEADER (10, 20), EVENT_INSTANCE_GUID_HEADER (11, 21) or an error (13). */
    public static byte[] classic(int type, int opcode, int version, long raw, byte... payload) {
        boolean instance = type % 10 == 1;
        ByteBuffer record = littleEndian((instance ? 72 : 48) + payload.length);
        record.putShort((short) record.capacity()).put((byte) type).put((byte) 0xC0);
        record.put((byte) opcode).put((byte) 3).putShort((short) version);
        record.putInt(22).putInt(11).putLong(raw);
        record.putLong(Guids.low(PROVIDER)).putLong(Guids.high(PROVIDER)).putLong(0);
        if (instance) {
            record.putInt(101).putInt(102).putLong(103).putLong(104);
        }
        return written(record.put(payload));
    }

    /** A WPP message with the fields that {@code flags} announce. */
    public static byte[] message(int flags, int number, long raw, byte... payload) {
        ByteBuffer record = littleEndian(64 + payload.length);
        record.putShort((short) 0)
                .put((byte) 0)
                .put((byte) 0x90)
                .putShort((short) number)
                .putShort((short) flags);
        if ((flags & 1) != 0) {
            record.putInt(77);
        }
        if ((flags & 2) != 0) {
            record.putLong(Guids.low(PROVIDER)).putLong(Guids.high(PROVIDER));
        } else if ((flags & 4) != 0) {
            record.putInt(0xABCD);
        }
        if ((flags & 0x18) != 0) {
            record.putLong(raw);
        }
        if ((flags & 0x20) != 0) {
            record.putInt(22).putInt(11);
        }
        record.put(payload);
        byte[] bytes = new byte[record.position()];
        record.putShort(0, (short) bytes.length).get(0, bytes);
        return bytes;
    }

    /** The records one after another, each aligned to 8. */
    public static byte[] join(byte[]... records) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (byte[] record : records) {
            data.writeBytes(record);
            data.writeBytes(new byte[-record.length & 7]);
        }
        return data.toByteArray();
    }

    private static void header(ByteBuffer buffer, int size, int cpu, int dataEnd, int flags) {
        buffer.putInt(size).putInt(0x2C, 3).putInt(0x30, dataEnd);
        buffer.putShort(0x28, (short) cpu).putShort(0x34, (short) flags);
        buffer.position(72);
    }

    private byte[] headerRecord(int clockType, long perfFreq, long bootTime) {
        ByteBuffer payload = littleEndian(HEADER_RECORD_BYTES - 32);
        payload.putInt(0, bufferBytes).putInt(4, 0x0501000A).putInt(8, 26100).putInt(12, 4);
        payload.putInt(36, 3).putInt(44, 8).putInt(52, 2000).putInt(72, -60);
        payload.putLong(248, bootTime)
                .putLong(256, perfFreq)
                .putLong(264, START)
                .putInt(272, clockType);
        payload.put(280, "ab\0".getBytes(StandardCharsets.UTF_16LE));
        return kernel(2, 2, 0, 0, clockType == 2 ? START : RAW0, written(payload));
    }

    private static byte[] written(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.capacity()];
        buffer.get(0, bytes);
        return bytes;
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
