package io.ringtail.dsl.engine;

import java.util.Arrays;

/** Numbers different longs from 0, in the order in which they first come. Boxes nothing. One thread. */
public final class LongIds {
    private long[] keys = new long[64];
    /** Id + 1 by place; 0 is free. */
    private int[] table = new int[128];

    private int size;
    private long lastKey;
    private int lastId = -1;

    public int idOf(long key) {
        if (key == lastKey && lastId >= 0) {
            return lastId;
        }
        int at = place(key);
        int id = table[at] - 1;
        if (id < 0) {
            id = add(key, at);
        }
        lastKey = key;
        lastId = id;
        return id;
    }

    /** The number of a key that may not be there; -1 if it is not. */
    public int find(long key) {
        return table[place(key)] - 1;
    }

    public long key(int id) {
        return keys[id];
    }

    public int size() {
        return size;
    }

    private int add(long key, int at) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, 2 * size);
        }
        keys[size] = key;
        table[at] = ++size;
        if (2 * size > table.length) {
            grow();
        }
        return size - 1;
    }

    private void grow() {
        table = new int[2 * table.length];
        for (int id = 0; id < size; id++) {
            table[place(keys[id])] = id + 1;
        }
    }

    private int place(long key) {
        int mask = table.length - 1;
        long hash = key * 0x9E3779B97F4A7C15L;
        int at = (int) (hash >>> 32) & mask;
        while (table[at] != 0 && keys[table[at] - 1] != key) {
            at = at + 1 & mask;
        }
        return at;
    }
}
