package io.ringtail.etw.context;

import java.util.Arrays;
import java.util.function.LongPredicate;

/** Which event told of which number: 16 bytes for each. One thread. */
final class Tellers {
    private long[] numbers = new long[64];
    private long[] sequences = new long[64];
    private int size;

    void add(long number, long sequence) {
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * size);
            sequences = Arrays.copyOf(sequences, 2 * size);
        }
        numbers[size] = number;
        sequences[size++] = sequence;
    }

    /** Adds those that told of a wanted number. */
    void addTo(SequenceSet into, LongPredicate wanted) {
        for (int i = 0; i < size; i++) {
            if (wanted.test(numbers[i])) {
                into.add(sequences[i]);
            }
        }
    }
}
