package io.ringtail.dsl.functions;

/** The hash xxHash64, as its specification has it (github.com/Cyan4973/xxHash, doc/xxhash_spec.md). */
final class XxHash64 {
    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME_3 = 0x165667B19E3779F9L;
    private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME_5 = 0x27D4EB2F165667C5L;
    /** What the first lane starts with, PRIME_1 + PRIME_2: the sum wraps, as all sums here do. */
    private static final long FIRST_LANE = 0x60EA27EEADC0B5D6L;

    private static final int STRIPE = 32;

    private XxHash64() {}

    /** With the seed 0. */
    static long of(byte[] bytes) {
        int at = 0;
        long hash = PRIME_5;
        if (bytes.length >= STRIPE) {
            long[] lanes = {FIRST_LANE, PRIME_2, 0, -PRIME_1};
            for (; at + STRIPE <= bytes.length; at += STRIPE) {
                for (int lane = 0; lane < lanes.length; lane++) {
                    lanes[lane] = round(lanes[lane], number(bytes, at + lane * Long.BYTES, Long.BYTES));
                }
            }
            hash = converge(lanes);
        }
        return avalanche(tail(hash + bytes.length, bytes, at));
    }

    private static long converge(long[] lanes) {
        long hash = Long.rotateLeft(lanes[0], 1)
                + Long.rotateLeft(lanes[1], 7)
                + Long.rotateLeft(lanes[2], 12)
                + Long.rotateLeft(lanes[3], 18);
        for (long lane : lanes) {
            hash = (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
        }
        return hash;
    }

    private static long tail(long start, byte[] bytes, int from) {
        long hash = start;
        int at = from;
        for (; at + Long.BYTES <= bytes.length; at += Long.BYTES) {
            long mixed = hash ^ round(0, number(bytes, at, Long.BYTES));
            hash = Long.rotateLeft(mixed, 27) * PRIME_1 + PRIME_4;
        }
        if (at + Integer.BYTES <= bytes.length) {
            long mixed = hash ^ number(bytes, at, Integer.BYTES) * PRIME_1;
            hash = Long.rotateLeft(mixed, 23) * PRIME_2 + PRIME_3;
            at += Integer.BYTES;
        }
        for (; at < bytes.length; at++) {
            hash = Long.rotateLeft(hash ^ (bytes[at] & 0xFF) * PRIME_5, 11) * PRIME_1;
        }
        return hash;
    }

    private static long avalanche(long value) {
        long hash = (value ^ value >>> 33) * PRIME_2;
        hash = (hash ^ hash >>> 29) * PRIME_3;
        return hash ^ hash >>> 32;
    }

    private static long round(long lane, long input) {
        return Long.rotateLeft(lane + input * PRIME_2, 31) * PRIME_1;
    }

    private static long number(byte[] bytes, int at, int length) {
        long number = 0;
        for (int i = length - 1; i >= 0; i--) {
            number = number << 8 | bytes[at + i] & 0xFF;
        }
        return number;
    }
}
