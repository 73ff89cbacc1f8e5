package io.ringtail.ring.block;

import java.util.Arrays;

/** How often each id occurs in the block being built. Ids are dense and small, so counts stand in an array by id. */
final class CountTable {
    private int[] counts = new int[64];
    private int[] ids = new int[64];
    private int size;

    void add(int id) {
        if (id >= counts.length) {
            counts = Arrays.copyOf(counts, Math.max(2 * counts.length, id + 1));
        }
        if (counts[id]++ == 0) {
            if (size == ids.length) {
                ids = Arrays.copyOf(ids, 2 * size);
            }
            ids[size++] = id;
        }
    }

    int size() {
        return size;
    }

    /** Writes pairs of id and count, ascending by id, into native memory and returns where they end. */
    long writeTo(long address) {
        Arrays.sort(ids, 0, size);
        long next = address;
        for (int i = 0; i < size; i++) {
            Memory.putInt(next, ids[i]);
            Memory.putInt(next + Integer.BYTES, counts[ids[i]]);
            next += BlockFormat.TABLE_ENTRY_BYTES;
        }
        return next;
    }

    void clear() {
        for (int i = 0; i < size; i++) {
            counts[ids[i]] = 0;
        }
        size = 0;
    }
}
