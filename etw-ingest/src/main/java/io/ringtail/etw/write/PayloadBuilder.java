package io.ringtail.etw.write;

import io.ringtail.etw.file.LittleEndian;
import io.ringtail.ring.event.EventRecord;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * Lays out a payload field by field, as the event's schema wants it: little-endian, without padding. Reused from event
 * to event; {@link #bytes} stays this builder's and holds until the next {@link #clear}. One thread.
 */
public final class PayloadBuilder {
    private final int pointerBytes;
    private byte[] bytes = new byte[512];
    private int length;

    /** @param pointerBytes 4 or 8: what {@link #pointer} writes */
    public PayloadBuilder(int pointerBytes) {
        if (pointerBytes != 4 && pointerBytes != 8) {
            throw new IllegalArgumentException("a pointer has 4 or 8 bytes, not " + pointerBytes);
        }
        this.pointerBytes = pointerBytes;
    }

    public PayloadBuilder clear() {
        length = 0;
        return this;
    }

    public int pointerBytes() {
        return pointerBytes;
    }

    public PayloadBuilder int8(int value) {
        int at = reserve(1);
        bytes[at] = (byte) value;
        return this;
    }

    public PayloadBuilder int16(int value) {
        int at = reserve(Short.BYTES);
        LittleEndian.putShort(bytes, at, value);
        return this;
    }

    /** For ports, which stand in network order. */
    public PayloadBuilder int16BigEndian(int value) {
        return int8(value >> 8).int8(value);
    }

    public PayloadBuilder int32(int value) {
        int at = reserve(Integer.BYTES);
        LittleEndian.putInt(bytes, at, value);
        return this;
    }

    public PayloadBuilder int64(long value) {
        int at = reserve(Long.BYTES);
        LittleEndian.putLong(bytes, at, value);
        return this;
    }

    public PayloadBuilder float32(float value) {
        return int32(Float.floatToRawIntBits(value));
    }

    public PayloadBuilder float64(double value) {
        return int64(Double.doubleToRawLongBits(value));
    }

    /** A 32-bit boolean. */
    public PayloadBuilder bool32(boolean value) {
        return int32(value ? 1 : 0);
    }

    /** The low 4 or all 8 bytes of the value. */
    public PayloadBuilder pointer(long value) {
        return pointerBytes == 4 ? int32((int) value) : int64(value);
    }

    public PayloadBuilder guid(UUID guid) {
        int at = reserve(16);
        LittleEndian.putGuid(bytes, at, guid);
        return this;
    }

    /** UTF-16 and a terminating zero. */
    public PayloadBuilder utf16(String text) {
        return utf16Unterminated(text).int16(0);
    }

    /** UTF-16 without an end of its own: for the last field, or one whose length stands elsewhere. */
    public PayloadBuilder utf16Unterminated(String text) {
        int at = reserve(2 * text.length());
        for (int i = 0; i < text.length(); i++) {
            LittleEndian.putShort(bytes, at + 2 * i, text.charAt(i));
        }
        return this;
    }

    /** The length in bytes as a 16-bit number, then UTF-16. */
    public PayloadBuilder countedUtf16(String text) {
        return int16(count(2 * text.length())).utf16Unterminated(text);
    }

    /** UTF-8, of which ANSI's ASCII is a part, and a terminating zero. */
    public PayloadBuilder utf8(String text) {
        return raw(text.getBytes(StandardCharsets.UTF_8)).int8(0);
    }

    /** The length in bytes as a 16-bit number, then UTF-8. */
    public PayloadBuilder countedUtf8(String text) {
        return counted(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The length as a 16-bit number, then the bytes: TraceLogging's binary. */
    public PayloadBuilder counted(byte[] data) {
        return int16(count(data.length)).raw(data);
    }

    public PayloadBuilder raw(byte[] data) {
        int at = reserve(data.length);
        System.arraycopy(data, 0, bytes, at, data.length);
        return this;
    }

    public PayloadBuilder zeros(int count) {
        int at = reserve(count);
        Arrays.fill(bytes, at, at + count, (byte) 0);
        return this;
    }

    /** Points the record's payload at what was built; it must be written before the next {@link #clear}. */
    public void into(EventRecord record) {
        record.payload(bytes, 0, length);
    }

    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /** A copy of what was built. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    /** Where so many bytes now have room; may replace {@link #bytes}. */
    private int reserve(int count) {
        int at = length;
        if (at + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, at + count));
        }
        length = at + count;
        return at;
    }

    private static int count(int byteCount) {
        if (byteCount > 0xFFFF) {
            throw new IllegalArgumentException("a counted field holds at most 65535 bytes, not " + byteCount);
        }
        return byteCount;
    }
}
