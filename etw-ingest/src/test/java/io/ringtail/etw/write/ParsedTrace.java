package io.ringtail.etw.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A trace taken apart by the book and without speed or mercy: what the writer's tests hold its bytes against. Any
 * breach of the format fails the test.
 */
public record ParsedTrace(List<ParsedBuffer> buffers) {
    /** One buffer; {@code data} is uncompressed and ends where the valid data ends. */
    public record ParsedBuffer(
            int fileOffset, int size, int savedOffset, long sequence, int cpu, int flags, int type, byte[] data) {

        public boolean isCompressed() {
            return (flags & 0x40) != 0;
        }

        public List<ParsedRecord> records() {
            List<ParsedRecord> records = new ArrayList<>();
            for (int at = 72; at < data.length; ) {
                ParsedRecord record = ParsedRecord.at(this, at);
                records.add(record);
                at += record.size() + 7 & ~7;
                assertThat(at).as("end of the record in %s", record).isLessThanOrEqualTo(data.length);
            }
            return records;
        }
    }

    /** One record as it lies in its buffer. */
    public record ParsedRecord(int cpu, int kindByte, int size, byte[] bytes) {
        static ParsedRecord at(ParsedBuffer buffer, int at) {
            ByteBuffer in = little(buffer.data());
            int kind = in.get(at + 2) & 0xFF;
            boolean kernel = kind >= 1 && kind <= 4 || kind == 16 || kind == 17;
            int size = in.getShort(kernel ? at + 4 : at) & 0xFFFF;
            assertThat(size)
                    .as("size of the record at %d of the buffer at %d", at, buffer.fileOffset())
                    .isPositive();
            return new ParsedRecord(buffer.cpu(), kind, size, Arrays.copyOfRange(buffer.data(), at, at + size));
        }

        public ByteBuffer in() {
            return little(bytes);
        }

        public boolean isPerfInfo() {
            return kindByte == 16 || kindByte == 17;
        }

        public long rawTime() {
            return in().getLong(isPerfInfo() ? 8 : 16);
        }
    }

    public static ParsedTrace of(byte[] file) {
        List<ParsedBuffer> buffers = new ArrayList<>();
        for (int at = 0; at < file.length; ) {
            ParsedBuffer buffer = buffer(file, at);
            buffers.add(buffer);
            at += buffer.size();
        }
        assertThat(buffers.getFirst().type()).isEqualTo(4);
        return new ParsedTrace(buffers);
    }

    /** All records in file order, the log-file header first. */
    public List<ParsedRecord> records() {
        return buffers.stream().flatMap(buffer -> buffer.records().stream()).toList();
    }

    static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ParsedBuffer buffer(byte[] file, int at) {
        ByteBuffer in = little(file);
        int size = in.getInt(at);
        assertThat(size).as("size of the buffer at %d", at).isBetween(72, file.length - at);
        int offset = in.getInt(at + 0x30);
        int flags = in.getShort(at + 0x34) & 0xFFFF;
        int index = in.getShort(at + 0x28) & 0xFFFF;
        byte[] whole = Arrays.copyOfRange(file, at, at + size);
        return new ParsedBuffer(
                at,
                size,
                in.getInt(at + 4),
                in.getLong(at + 0x18),
                (flags & 0x20) != 0 ? index : index & 0xFF,
                flags,
                in.getShort(at + 0x36) & 0xFFFF,
                (flags & 0x40) != 0 ? decompressed(whole, offset) : plain(whole, offset));
    }

    private static byte[] plain(byte[] whole, int offset) {
        for (int i = offset; i < whole.length; i++) {
            assertThat(whole[i]).as("unused byte %d", i).isEqualTo((byte) 0xFF);
        }
        return Arrays.copyOf(whole, offset);
    }

    private static byte[] decompressed(byte[] whole, int offset) {
        byte[] body = decompress(Arrays.copyOfRange(whole, 72, whole.length), offset - 72);
        byte[] data = Arrays.copyOf(whole, offset);
        System.arraycopy(body, 0, data, 72, body.length);
        return data;
    }

    /** MS-XCA 2.4.4, plain LZ77 decompression, as the specification's pseudo-code has it. */
    static byte[] decompress(byte[] input, int plainBytes) {
        ByteBuffer in = little(input);
        byte[] out = new byte[plainBytes];
        int to = 0;
        int flagCount = 0;
        int flags = 0;
        int nibbleAt = 0;
        while (true) {
            if (flagCount == 0) {
                flags = in.getInt();
                flagCount = 32;
            }
            flagCount--;
            if ((flags & 1 << flagCount) == 0) {
                out[to++] = in.get();
                continue;
            }
            if (!in.hasRemaining()) {
                assertThat(to).as("decompressed bytes").isEqualTo(plainBytes);
                return out;
            }
            int match = in.getShort() & 0xFFFF;
            int distance = (match >> 3) + 1;
            int length = match & 7;
            if (length == 7) {
                if (nibbleAt == 0) {
                    nibbleAt = in.position();
                    length = in.get() & 15;
                } else {
                    length = (in.get(nibbleAt) & 0xFF) >> 4;
                    nibbleAt = 0;
                }
                if (length == 15) {
                    length = in.get() & 0xFF;
                    if (length == 255) {
                        length = in.getShort() & 0xFFFF;
                        length = length == 0 ? in.getInt() : length;
                        length -= 15 + 7;
                    }
                    length += 15;
                }
                length += 7;
            }
            for (int i = 0; i < length + 3; i++, to++) {
                out[to] = out[to - distance];
            }
        }
    }
}
