package io.ringtail.etw.decode;

import io.ringtail.ring.event.Guids;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;

/** Writes payloads and schemas by hand: little-endian, without padding. */
public final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public static Bytes of() {
        return new Bytes();
    }

    public static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    /** The low bytes of a number. */
    public Bytes number(long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >>> 8 * i));
        }
        return this;
    }

    public Bytes u8(long value) {
        return number(value, 1);
    }

    public Bytes u16(long value) {
        return number(value, 2);
    }

    public Bytes u32(long value) {
        return number(value, 4);
    }

    public Bytes u64(long value) {
        return number(value, 8);
    }

    public Bytes guid(UUID guid) {
        return u64(Guids.low(guid)).u64(Guids.high(guid));
    }

    public Bytes raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** With a zero at its end; lone surrogates as they are. */
    public Bytes utf16(String text) {
        text.chars().forEach(this::u16);
        return u16(0);
    }

    /** With a zero at its end. */
    public Bytes utf8(String text) {
        return raw(text.getBytes(StandardCharsets.UTF_8)).u8(0);
    }

    public int length() {
        return out.size();
    }

    public byte[] bytes() {
        return out.toByteArray();
    }
}
