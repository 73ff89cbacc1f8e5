package io.ringtail.dsl.engine;

import io.ringtail.dsl.functions.Comparison;
import io.ringtail.ring.block.Block;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * So many of the latest rows, or of the earliest.
 *
 * @param rows at least 1
 */
public record TimeEnds(long rows, boolean latest) {
    Bound bound() {
        return new Bound();
    }

    /** Finds a time that enough rows reach, by the headers of blocks alone. */
    final class Bound {
        /** So many rows of one block that all reach this time. */
        private record Reached(long ticks, int rows) {}

        /** Blocks that together have enough rows, the one that reaches least on top. */
        private final PriorityQueue<Reached> blocks = new PriorityQueue<>(
                latest
                        ? Comparator.comparingLong(Reached::ticks)
                        : Comparator.comparingLong(Reached::ticks).reversed());

        private long sum;

        /** @param passing how many of the block's rows may be wanted for sure; negative if that is not known */
        void add(Block block, int passing) {
            if (passing <= 0) {
                return;
            }
            blocks.add(new Reached(latest ? block.minTimeTicks() : block.maxTimeTicks(), passing));
            sum += passing;
            while (sum - blocks.element().rows >= rows) {
                sum -= blocks.remove().rows;
            }
        }

        /** What all rows that are wanted pass; empty if there are too few. */
        Optional<RowTest> test() {
            return sum < rows
                    ? Optional.empty()
                    : Optional.of(new RowTest(
                            HeaderColumn.TIMESTAMP,
                            latest ? Comparison.GREATER_OR_EQUAL : Comparison.LESS_OR_EQUAL,
                            blocks.element().ticks));
        }
    }
}
