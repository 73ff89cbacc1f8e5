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
    private static final int NO_LENGTH = -1;

    private static final int NO_NIBBLE = -1;

    private final byte[] in;
    private final int inTo;
    private final byte[] out;
    private final int outFrom;
    private final int outTo;
    private int at;
    private int to;
    private int nibbleAt = NO_NIBBLE;

    private Lz77(byte[] in, int inFrom, int inTo, byte[] out, int outFrom, int outTo) {
        this.in = in;
        this.at = inFrom;
        this.inTo = inTo;
        this.out = out;
        this.outFrom = outFrom;
        this.to = outFrom;
        this.outTo = outTo;
    }

    /**
     * Decompresses until the output is full, the input ends, or a match points before the start of the output.
     *
     * @return where the output ends; less than {@code outTo} if the input is damaged or cut
     */
    public static int decompress(byte[] in, int inFrom, int inTo, byte[] out, int outFrom, int outTo) {
        Lz77 run = new Lz77(in, inFrom, inTo, out, outFrom, outTo);
        boolean more = true;
        while (more && run.to < outTo && inTo - run.at >= Integer.BYTES) {
            int flags = LittleEndian.getInt(in, run.at);
            run.at += Integer.BYTES;
            more = run.group(flags);
        }
        return run.to;
    }

    /** Does what one flag word says; false if that cannot be done to its end. */
    private boolean group(int flagWord) {
        int flags = flagWord;
        int left = Integer.SIZE;
        while (left > 0) {
            int literals = Math.min(Integer.numberOfLeadingZeros(flags), left);
            if (literals > 0 && !copyLiterals(literals)) {
                return false;
            }
            if (literals < left && !copyMatch()) {
                return false;
            }
            flags <<= literals + 1; // a shift by 32 does nothing, but then nothing is left either
            left -= literals + 1;
        }
        return true;
    }

    private boolean copyLiterals(int literals) {
        int length = Math.min(literals, Math.min(inTo - at, outTo - to));
        if (inTo - at >= Integer.SIZE && outTo - to >= Integer.SIZE) {
            for (int i = 0; i < length; i += Long.BYTES) { // up to 7 bytes too many, which the next copy overwrites
                LittleEndian.putLong(out, to + i, LittleEndian.getLong(in, at + i));
            }
        } else {
            System.arraycopy(in, at, out, to, length);
        }
        at += length;
        to += length;
        return length == literals;
    }

    private boolean copyMatch() {
        if (inTo - at < Short.BYTES) {
            return false;
        }
        int match = LittleEndian.unsignedShort(in, at);
        at += Short.BYTES;
        int distance = (match >>> LENGTH_BITS) + 1;
        int length = match & LONG_LENGTH;
        if (length == LONG_LENGTH) {
            length = longLength();
        }
        if (length < 0 || distance > to - outFrom) {
            return false;
        }
        copy(distance, Math.min(length, outTo - to - MIN_MATCH) + MIN_MATCH);
        return true;
    }

    /** The length less {@link #MIN_MATCH} of a match whose three bits do not hold it. */
    private int longLength() {
        int nibble;
        if (nibbleAt != NO_NIBBLE) {
            nibble = in[nibbleAt] >>> 4 & LONG_NIBBLE;
            nibbleAt = NO_NIBBLE;
        } else if (at < inTo) {
            nibble = in[at] & LONG_NIBBLE;
            nibbleAt = at++;
        } else {
            return NO_LENGTH;
        }
        return nibble == LONG_NIBBLE ? lengthOfBytes() : nibble + LONG_LENGTH;
    }

    private int lengthOfBytes() {
        if (at >= inTo) {
            return NO_LENGTH;
        }
        int length = LittleEndian.unsignedByte(in, at++);
        if (length < LONG_BYTE) {
            return length + LONG_NIBBLE + LONG_LENGTH;
        }
        if (inTo - at < Short.BYTES) {
            return NO_LENGTH;
        }
        length = LittleEndian.unsignedShort(in, at);
        at += Short.BYTES;
        if (length == 0 && inTo - at >= Integer.BYTES) {
            length = LittleEndian.getInt(in, at);
            at += Integer.BYTES;
        }
        return length < LONG_NIBBLE + LONG_LENGTH ? NO_LENGTH : length;
    }

    private void copy(int distance, int length) {
        int from = to - distance;
        if (distance >= Long.BYTES && length <= outTo - to - Long.BYTES) {
            for (int i = 0; i < length; i += Long.BYTES) { // up to 7 bytes too many, likewise
                LittleEndian.putLong(out, to + i, LittleEndian.getLong(out, from + i));
            }
        } else {
            for (int i = 0; i < length; i++) {
                out[to + i] = out[from + i];
            }
        }
        to += length;
    }
}
