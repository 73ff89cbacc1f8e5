package io.ringtail.etw.write;

import io.ringtail.etw.file.LittleEndian;
import java.util.Arrays;

/**
 * Compresses with the plain LZ77 of MS-XCA (XPRESS without Huffman), as .etl buffers are: greedy, with a hash of three
 * bytes, so one pass over the input. The same input gives the same output. Reused; one thread.
 */
public final class Lz77Compressor {
    private static final int HASH_BITS = 13;
    private static final int WINDOW_BYTES = 1 << 13;
    private static final int MIN_MATCH = 3;
    private static final int SHORT_MATCH = 7;
    private static final int NIBBLE_MATCH = 15;
    private static final int BYTE_MATCH = 255;
    private static final int FLAG_BITS = 32;
    /** Misses after which every further byte is tried only now and then. */
    private static final int PATIENCE_BITS = 5;

    private final int[] lastSeen = new int[1 << HASH_BITS];
    private byte[] out = {};
    private int to;
    private int flags;
    private int flagCount;
    private int flagsAt;
    private int nibbleAt;

    /** The most bytes that {@link #compress} writes for so many. */
    public static int maxCompressedBytes(int plainBytes) {
        return plainBytes + Integer.BYTES * (plainBytes / FLAG_BITS + 1);
    }

    /**
     * Writes the compressed form of {@code in[from, from + length)} at {@code target[at]} and returns its length.
     *
     * @param target with room for {@link #maxCompressedBytes}
     */
    public int compress(byte[] in, int from, int length, byte[] target, int at) {
        start(target, at);
        int end = from + length;
        int position = from;
        int misses = 0;
        while (position < end) {
            int match = position + MIN_MATCH < end ? candidate(in, position, from) : -1;
            if (match >= 0) {
                int matched = matchLength(in, match, position, end);
                putMatch(position - match, matched);
                remember(in, position + 1, Math.min(position + matched, end - MIN_MATCH - 1), from);
                position += matched;
                misses = 0;
            } else {
                int literals = Math.min(1 + (misses++ >> PATIENCE_BITS), end - position);
                for (int i = 0; i < literals; i++) {
                    putLiteral(in[position++]);
                }
            }
        }
        putFlags();
        return to - at;
    }

    private void start(byte[] target, int at) {
        Arrays.fill(lastSeen, -1);
        out = target;
        to = at;
        nibbleAt = -1;
        reserveFlags();
    }

    /** An earlier place with the same three bytes within the window, or -1; remembers this place. */
    private int candidate(byte[] in, int position, int from) {
        int threeBytes = LittleEndian.getInt(in, position) & 0xFF_FFFF;
        int slot = slot(threeBytes);
        int earlier = lastSeen[slot];
        lastSeen[slot] = position - from;
        if (earlier < 0 || position - from - earlier > WINDOW_BYTES) {
            return -1;
        }
        int match = earlier + from;
        return (LittleEndian.getInt(in, match) & 0xFF_FFFF) == threeBytes ? match : -1;
    }

    private void remember(byte[] in, int start, int end, int from) {
        for (int i = start; i < end; i += 2) {
            lastSeen[slot(LittleEndian.getInt(in, i) & 0xFF_FFFF)] = i - from;
        }
    }

    private static int slot(int threeBytes) {
        return threeBytes * 0x9E3779B1 >>> 32 - HASH_BITS;
    }

    private static int matchLength(byte[] in, int match, int position, int end) {
        int different = Arrays.mismatch(in, match, match + end - position, in, position, end);
        return different < 0 ? end - position : different;
    }

    private void putLiteral(byte value) {
        out[to++] = value;
        putFlag(0);
    }

    private void putMatch(int distance, int length) {
        int rest = length - MIN_MATCH;
        LittleEndian.putShort(out, to, distance - 1 << 3 | Math.min(rest, SHORT_MATCH));
        to += Short.BYTES;
        if (rest >= SHORT_MATCH) {
            putLongLength(rest);
        }
        putFlag(1);
    }

    private void putLongLength(int rest) {
        int beyond = rest - SHORT_MATCH;
        putNibble(Math.min(beyond, NIBBLE_MATCH));
        if (beyond < NIBBLE_MATCH) {
            return;
        }
        if (beyond - NIBBLE_MATCH < BYTE_MATCH) {
            out[to++] = (byte) (beyond - NIBBLE_MATCH);
            return;
        }
        out[to++] = (byte) BYTE_MATCH;
        LittleEndian.putShort(out, to, rest <= 0xFFFF ? rest : 0);
        to += Short.BYTES;
        if (rest > 0xFFFF) {
            LittleEndian.putInt(out, to, rest);
            to += Integer.BYTES;
        }
    }

    /** Two lengths share a byte, wherever in the output the first of them began it. */
    private void putNibble(int nibble) {
        if (nibbleAt < 0) {
            nibbleAt = to;
            out[to++] = (byte) nibble;
        } else {
            out[nibbleAt] |= (byte) (nibble << 4);
            nibbleAt = -1;
        }
    }

    private void putFlag(int flag) {
        flags = flags << 1 | flag;
        if (++flagCount == FLAG_BITS) {
            LittleEndian.putInt(out, flagsAt, flags);
            reserveFlags();
        }
    }

    private void reserveFlags() {
        flagsAt = to;
        to += Integer.BYTES;
        flags = 0;
        flagCount = 0;
    }

    /** Unused flags say "match", which a decoder takes for the end when no input is left. */
    private void putFlags() {
        int unused = FLAG_BITS - flagCount;
        int ones = unused == FLAG_BITS ? -1 : (1 << unused) - 1;
        LittleEndian.putInt(out, flagsAt, unused == FLAG_BITS ? ones : flags << unused | ones);
    }
}
