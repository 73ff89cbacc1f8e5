package io.ringtail.etw.file;

/**
 * Plain LZ77 of [MS-XCA], with which ETW compresses buffers. Flag words of 32 bits are read from the highest bit: 0 is a
 * literal byte, 1 a match of {@code u16: distance - 1 << 3 | length - 3}, where a length of 7 goes on in a nibble shared
 * with the next such match, then in a byte, a u16 and a u32.
 *
 * <p>Never reads or writes outside the two ranges, whatever the input is. <b>Threads:</b> any; it keeps no state.
 */
public final class Lz77 {
    private static final int MIN_MATCH = 3;
    private static final int LONG_LENGTH = 7;
    private static final int LONG_NIBBLE = 15;
    private static final int LONG_BYTE = 255;

    private Lz77() {}

    /**
     * Decompresses until the output is full, the input ends, or a match points before the start of the output.
     *
     * @return where the output ends; less than {@code outTo} if the input is damaged or cut
     */
    public static int decompress(byte[] in, int inFrom, int inTo, byte[] out, int outFrom, int outTo) {
        int at = inFrom;
        int to = outFrom;
        int nibbleAt = -1;
        while (to < outTo && at + Integer.BYTES <= inTo) {
            int flags = LittleEndian.getInt(in, at);
            at += Integer.BYTES;
            int left = Integer.SIZE;
            while (left > 0) {
                int literals = Math.min(Integer.numberOfLeadingZeros(flags), left);
                if (literals > 0) {
                    int copied = Math.min(literals, Math.min(inTo - at, outTo - to));
                    copyLiterals(in, at, inTo, out, to, outTo, copied);
                    at += copied;
                    to += copied;
                    left -= literals;
                    if (copied < literals || left == 0) {
                        break;
                    }
                    flags <<= literals;
                }
                if (to == outTo || at + Short.BYTES > inTo) {
                    return to;
                }
                int match = LittleEndian.unsignedShort(in, at);
                at += Short.BYTES;
                int distance = (match >>> 3) + 1;
                int length = match & LONG_LENGTH;
                if (length == LONG_LENGTH) {
                    if (nibbleAt < 0) {
                        if (at >= inTo) {
                            return to;
                        }
                        nibbleAt = at++;
                        length = in[nibbleAt] & LONG_NIBBLE;
                    } else {
                        length = in[nibbleAt] >>> 4 & LONG_NIBBLE;
                        nibbleAt = -1;
                    }
                    if (length == LONG_NIBBLE) {
                        if (at >= inTo) {
                            return to;
                        }
                        length = LittleEndian.unsignedByte(in, at++);
                        if (length == LONG_BYTE) {
                            if (at + Short.BYTES > inTo) {
                                return to;
                            }
                            length = LittleEndian.unsignedShort(in, at);
                            at += Short.BYTES;
                            if (length == 0) {
                                if (at + Integer.BYTES > inTo) {
                                    return to;
                                }
                                length = LittleEndian.getInt(in, at);
                                at += Integer.BYTES;
                            }
                            length -= LONG_NIBBLE + LONG_LENGTH;
                        }
                        length += LONG_NIBBLE;
                    }
                    length += LONG_LENGTH;
                }
                length += MIN_MATCH;
                if (distance > to - outFrom || length < MIN_MATCH) {
                    return to;
                }
                length = Math.min(length, outTo - to);
                copyMatch(out, to, distance, length, outTo);
                to += length;
                flags <<= 1;
                left--;
            }
        }
        return to;
    }

    private static void copyLiterals(byte[] in, int at, int inTo, byte[] out, int to, int outTo, int length) {
        if (at + Integer.SIZE <= inTo && to + Integer.SIZE <= outTo) {
            for (int i = 0; i < length; i += Long.BYTES) { // up to 7 bytes too many, which the next copy overwrites
                LittleEndian.putLong(out, to + i, LittleEndian.getLong(in, at + i));
            }
            return;
        }
        for (int i = 0; i < length; i++) {
            out[to + i] = in[at + i];
        }
    }

    private static void copyMatch(byte[] out, int to, int distance, int length, int outTo) {
        if (distance >= Long.BYTES && length <= outTo - to - Long.BYTES) {
            for (int i = 0; i < length; i += Long.BYTES) { // likewise
                LittleEndian.putLong(out, to + i, LittleEndian.getLong(out, to + i - distance));
            }
            return;
        }
        for (int i = 0; i < length; i++) {
            out[to + i] = out[to + i - distance];
        }
    }
}
