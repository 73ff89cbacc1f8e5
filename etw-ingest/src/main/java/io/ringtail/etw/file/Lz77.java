package io.ringtail.etw.file;

/**
 * Plain LZ77 of [MS-XCA], with which ETW compresses buffers. Flag words of 32 bits are read from the highest bit: 0 is a
 * literal byte, 1 a match of {@code u16: distance - 1 << 3 | length - 3}, where a length of 7 goes on in a nibble shared
 * with the next such match, then in a byte, a u16 and a u32.
 *
 * <p>Never reads or writes outside the two ranges, whatever the input is. <b>Threads:</b> any.
 */
public final class Lz77 {
    private static final int MIN_MATCH = 3;
    private static final int LENGTH_BITS = 3;
    private static final int LONG_LENGTH = 7;
    private static final int LONG_NIBBLE = 15;
    private static final int LONG_BYTE = 255;
    /** A length that no match has, so that decompression ends. */
    private static final long NO_LENGTH = -1;

    private static final int CONSUMED_BITS = 3;
    private static final int NO_NIBBLE = -1;
    /** The least multiple of each distance that a word fits into: at that distance the bytes repeat as well. */
    private static final int[] WORD_DISTANCE = {0, 8, 8, 9, 8, 10, 12, 14};

    private Lz77() {}

    /**
     * Decompresses until the output is full, the input ends, or a match points before the start of the output.
     *
     * @return where the output ends; less than {@code outTo} if the input is damaged or cut
     */
    // One long loop, so that its variables are registers: as fields of an object, in methods of ten lines, they cost 16
    // to
    // 36 % of the speed (docs/performance.md).
    public static int decompress(byte[] in, int inFrom, int inTo, byte[] out, int outFrom, int outTo) {
        int at = inFrom;
        int to = outFrom;
        int flags = 0;
        int flagsLeft = 0;
        int nibbleAt = NO_NIBBLE;
        while (to < outTo) {
            if (flagsLeft == 0) {
                if (inTo - at < Integer.BYTES) {
                    break;
                }
                flags = LittleEndian.getInt(in, at);
                flagsLeft = Integer.SIZE;
                at += Integer.BYTES;
            }
            if (flags >= 0) {
                int literals = Math.min(Integer.numberOfLeadingZeros(flags), flagsLeft);
                int copied = Math.min(literals, Math.min(inTo - at, outTo - to));
                copyLiterals(in, at, inTo, out, to, outTo, copied);
                at += copied;
                to += copied;
                if (copied < literals) {
                    break;
                }
                flags <<= literals; // a shift by 32 does nothing, but then nothing is left either
                flagsLeft -= literals;
                continue;
            }
            if (inTo - at < Short.BYTES) {
                break;
            }
            int match = LittleEndian.unsignedShort(in, at);
            at += Short.BYTES;
            int distance = (match >>> LENGTH_BITS) + 1;
            int length = match & LONG_LENGTH;
            if (length == LONG_LENGTH) {
                int nibble;
                if (nibbleAt != NO_NIBBLE) {
                    nibble = in[nibbleAt] >>> 4 & LONG_NIBBLE;
                    nibbleAt = NO_NIBBLE;
                } else if (at < inTo) {
                    nibble = in[at] & LONG_NIBBLE;
                    nibbleAt = at++;
                } else {
                    break;
                }
                length = nibble + LONG_LENGTH;
                if (nibble == LONG_NIBBLE) {
                    long longer = lengthOfBytes(in, at, inTo);
                    if (longer < 0) {
                        break;
                    }
                    length = (int) (longer >>> CONSUMED_BITS);
                    at += (int) longer & (1 << CONSUMED_BITS) - 1;
                }
            }
            if (distance > to - outFrom) {
                break;
            }
            int copied = Math.min(length, outTo - to - MIN_MATCH) + MIN_MATCH;
            copyMatch(out, to, outTo, distance, copied);
            to += copied;
            flags <<= 1;
            flagsLeft--;
        }
        return to;
    }

    private static void copyLiterals(byte[] in, int at, int inTo, byte[] out, int to, int outTo, int length) {
        if (inTo - at >= Integer.SIZE && outTo - to >= Integer.SIZE) {
            LittleEndian.putLong(out, to, LittleEndian.getLong(in, at));
            for (int i = Long.BYTES; i < length; i += Long.BYTES) { // up to 7 bytes too many, which the next overwrite
                LittleEndian.putLong(out, to + i, LittleEndian.getLong(in, at + i));
            }
        } else {
            System.arraycopy(in, at, out, to, length);
        }
    }

    /**
     * The length, less {@link #MIN_MATCH}, of a match whose nibble does not hold it, and in the lowest three bits how many
     * bytes told it; {@link #NO_LENGTH} if the input ends.
     */
    private static long lengthOfBytes(byte[] in, int at, int inTo) {
        if (at >= inTo) {
            return NO_LENGTH;
        }
        int length = LittleEndian.unsignedByte(in, at);
        if (length < LONG_BYTE) {
            return (long) (length + LONG_NIBBLE + LONG_LENGTH) << CONSUMED_BITS | 1;
        }
        int consumed = 1 + Short.BYTES;
        if (inTo - at < consumed) {
            return NO_LENGTH;
        }
        length = LittleEndian.unsignedShort(in, at + 1);
        if (length == 0 && inTo - at >= consumed + Integer.BYTES) {
            length = LittleEndian.getInt(in, at + consumed);
            consumed += Integer.BYTES;
        }
        return length < LONG_NIBBLE + LONG_LENGTH ? NO_LENGTH : (long) length << CONSUMED_BITS | consumed;
    }

    private static void copyMatch(byte[] out, int to, int outTo, int distance, int length) {
        int end = to + length;
        int next = to;
        int from = to - distance;
        if (outTo - end < Long.BYTES) {
            while (next < end) {
                out[next++] = out[from++];
            }
            return;
        }
        if (distance < Long.BYTES) {
            int repeated = Math.min(end, from + WORD_DISTANCE[distance]);
            while (next < repeated) {
                out[next++] = out[from++];
            }
            from = next - WORD_DISTANCE[distance];
        }
        for (; next < end; next += Long.BYTES, from += Long.BYTES) { // up to 7 bytes too many, likewise
            LittleEndian.putLong(out, next, LittleEndian.getLong(out, from));
        }
    }
}
