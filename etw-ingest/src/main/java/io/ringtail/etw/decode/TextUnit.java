package io.ringtail.etw.decode;

import io.ringtail.ring.block.EventView;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** How the characters of a text are stored. */
enum TextUnit {
    UTF16(2, StandardCharsets.UTF_16LE),
    /** Windows' Western code page: what program wrote it in which other one, no trace tells. */
    ANSI(1, Charset.forName("windows-1252")),
    UTF8(1, StandardCharsets.UTF_8);

    private final int bytes;
    private final Charset charset;

    TextUnit(int bytes, Charset charset) {
        this.bytes = bytes;
        this.charset = charset;
    }

    int bytes() {
        return bytes;
    }

    /** Where the first zero character is; {@code end} if there is none. */
    int zero(EventView event, int start, int end) {
        return this == UTF16 ? event.indexOfZero16(start, end) : zero8(event, start, end);
    }

    String text(EventView event, int start, int end) {
        int length = end - start;
        byte[] copy = new byte[length];
        event.getBytes(start, copy, 0, length);
        return this == UTF16 ? utf16(copy) : new String(copy, charset);
    }

    private static int zero8(EventView event, int start, int end) {
        int at = start;
        while (at < end && event.getByte(at) != 0) {
            at++;
        }
        return at;
    }

    /** Not through a Charset, which would replace the lone surrogates that Windows allows. */
    private static String utf16(byte[] bytes) {
        char[] chars = new char[bytes.length / Short.BYTES];
        for (int i = 0; i < chars.length; i++) {
            chars[i] = (char) (bytes[2 * i] & 0xFF | bytes[2 * i + 1] << 8);
        }
        return new String(chars);
    }
}
