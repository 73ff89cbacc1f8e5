package io.ringtail.etw.decode;

import io.ringtail.etw.file.LittleEndian;
import java.util.Arrays;

/**
 * LZNT1 of [MS-XCA], in which merge tools store their XML. Chunks of up to 4 KiB of output follow each other: a u16 header
 * (bits 0 to 11 its length less 1, bit 15 set if it is compressed), then flag bytes, lowest bit first, each before eight
 * items: 0 is a literal byte, 1 a u16 of distance - 1 and length - 3, which share its bits by how far into the chunk one
 * is.
 *
 * <p>Never reads or writes outside its arrays, whatever the input is. <b>Threads:</b> any.
 */
final class Lznt1 {
    private static final int CHUNK_BYTES = 4096;
    private static final int LENGTH_MASK = 0xFFF;
    private static final int COMPRESSED = 0x8000;
    private static final int MIN_MATCH = 3;
    private static final int MIN_DISTANCE_BITS = 4;
    private static final int HEADER_BYTES = 2;

    private final byte[] in;
    private final byte[] out;
    private int at;
    private int to;

    private Lznt1(byte[] in, int from, int outBytes) {
        this.in = in;
        this.at = from;
        this.out = new byte[outBytes];
    }

    /**
     * What the input holds from there on, at most so many bytes; fewer if the input is damaged or cut. Allocates no more
     * than the chunks of the input can hold.
     */
    static byte[] decompress(byte[] in, int from, int mostBytes) {
        long chunks = Math.max(0, in.length - from) / (HEADER_BYTES + 1);
        int bytes = (int) Math.max(0, Math.min(mostBytes, chunks * CHUNK_BYTES));
        Lznt1 reader = new Lznt1(in, from, bytes);
        reader.readChunks();
        return Arrays.copyOf(reader.out, reader.to);
    }

    private void readChunks() {
        while (at + HEADER_BYTES <= in.length && to < out.length) {
            int header = u16();
            int end = Math.min(in.length, at + (header & LENGTH_MASK) + 1);
            if (header == 0) {
                return;
            }
            if ((header & COMPRESSED) == 0) {
                int bytes = Math.min(end - at, out.length - to);
                System.arraycopy(in, at, out, to, bytes);
                to += bytes;
            } else if (!readChunk(end)) {
                return;
            }
            at = end;
        }
    }

    /** Whether all of it was read. */
    private boolean readChunk(int end) {
        int start = to;
        while (at < end && to < out.length) {
            int flags = in[at++];
            for (int item = 0; item < Byte.SIZE && at < end && to < out.length; item++) {
                if ((flags >> item & 1) == 0) {
                    out[to++] = in[at++];
                } else if (at + Short.BYTES > end || !copyMatch(start)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean copyMatch(int start) {
        int match = u16();
        int lengthBits = Short.SIZE - distanceBits(to - start);
        int distance = (match >> lengthBits) + 1;
        if (distance > to - start) {
            return false;
        }
        int length = Math.min((match & (1 << lengthBits) - 1) + MIN_MATCH, out.length - to);
        for (int i = 0; i < length; i++, to++) {
            out[to] = out[to - distance];
        }
        return true;
    }

    /** As many as a distance back to the chunk's start needs. */
    private static int distanceBits(int done) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, done - 1));
        return Math.max(MIN_DISTANCE_BITS, Math.min(bits, Short.SIZE - MIN_DISTANCE_BITS));
    }

    private int u16() {
        int value = LittleEndian.unsignedShort(in, at);
        at += Short.BYTES;
        return value;
    }
}
