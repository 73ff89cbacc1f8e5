package io.ringtail.etw.context;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/** Some of a recording's events, by their sequences: about a bit for each event from the first to the last. One thread. */
public final class SequenceSet {
    private static final int CHUNK_BITS = 20;
    private static final int IN_CHUNK = (1 << CHUNK_BITS) - 1;

    private final TreeMap<Long, BitSet> chunks = new TreeMap<>();
    private long size;

    public void add(long sequence) {
        BitSet chunk = chunks.computeIfAbsent(sequence >> CHUNK_BITS, none -> new BitSet());
        int bit = (int) sequence & IN_CHUNK;
        if (!chunk.get(bit)) {
            chunk.set(bit);
            size++;
        }
    }

    public boolean contains(long sequence) {
        BitSet chunk = chunks.get(sequence >> CHUNK_BITS);
        return chunk != null && chunk.get((int) sequence & IN_CHUNK);
    }

    /** Whether one of these is in the set. */
    public boolean containsAny(long first, long last) {
        for (Map.Entry<Long, BitSet> chunk : chunks.subMap(first >> CHUNK_BITS, true, last >> CHUNK_BITS, true)
                .entrySet()) {
            long start = chunk.getKey() << CHUNK_BITS;
            int next = chunk.getValue().nextSetBit((int) Math.max(0, first - start));
            if (next >= 0 && start + next <= last) {
                return true;
            }
        }
        return false;
    }

    public long size() {
        return size;
    }
}
