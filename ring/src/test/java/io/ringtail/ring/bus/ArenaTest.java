package io.ringtail.ring.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ArenaTest {
    private static final int CAPACITY = 1 << 12;

    private final Arena arena = new Arena(CAPACITY, 8);

    private record Range(long start, int length) {}

    @Test
    void neverGivesOutBytesThatAreHeldWhateverTheOrderOfRelease() {
        long seed = 20261123;
        SplittableRandom random = new SplittableRandom(seed);
        List<Range> held = new ArrayList<>();
        byte[] owner = new byte[CAPACITY];
        for (int round = 0; round < 200_000; round++) {
            int length = random.nextInt(10) == 0 ? 0 : random.nextInt(round % 1_000 < 500 ? 30 : CAPACITY / 4);
            long start = held.size() < 200 ? arena.tryClaim(length) : Arena.FULL;
            if (start != Arena.FULL) {
                mark(owner, start, length, 1, seed, round);
                held.add(new Range(start, length));
            }
            if (!held.isEmpty() && (start == Arena.FULL || random.nextInt(3) == 0)) {
                Range range = held.remove(random.nextInt(held.size()));
                mark(owner, range.start, range.length, -1, seed, round);
                release(range, random.nextInt(5) == 0);
            }
        }
        held.forEach(range -> release(range, false));

        assertThat(arena.tryClaim(CAPACITY / 2)).isNotEqualTo(Arena.FULL);
    }

    @Test
    void isFullUntilTheFirstRangeIsReleased() {
        long first = arena.tryClaim(CAPACITY / 2);
        long second = arena.tryClaim(CAPACITY / 2);

        assertThat(arena.tryClaim(1)).isEqualTo(Arena.FULL);
        arena.release(second, second + CAPACITY / 2);
        arena.publishReleased();
        assertThat(arena.tryClaim(1)).isEqualTo(Arena.FULL);
        arena.release(first, first + CAPACITY / 2);
        arena.publishReleased();
        assertThat(arena.tryClaim(CAPACITY)).isEqualTo(CAPACITY);
    }

    private void release(Range range, boolean abandon) {
        if (abandon) {
            arena.abandon(range.start, range.length);
            arena.releaseAbandoned();
        } else {
            arena.release(range.start, arena.endOf(range.start, range.length));
        }
        arena.publishReleased();
    }

    private void mark(byte[] owner, long start, int length, int change, long seed, int round) {
        int offset = arena.offset(start, length);
        for (int i = offset; i < offset + length; i++) {
            owner[i] += (byte) change;
            if (owner[i] != 0 && owner[i] != 1) {
                throw new AssertionError("byte " + i + " is held twice, seed " + seed + ", round " + round);
            }
        }
    }
}
