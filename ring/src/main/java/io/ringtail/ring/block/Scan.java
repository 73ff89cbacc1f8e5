package io.ringtail.ring.block;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a reader wants of a recording. All of it are hints by which blocks are skipped and checks saved: a block may hold
 * events that were not asked for.
 *
 * @param lane trace or control
 * @param fromSequence the first sequence of interest
 * @param untilSequence the first sequence behind those of interest: blocks that begin there or later are left out
 * @param fromTimeTicks the first time of interest
 * @param toTimeTicks the last time of interest
 * @param sections asked of each wanted block: what the reader will touch of it; nothing if its header says enough
 * @param blocks asked with each block's header; false skips the block
 */
public record Scan(
        Lane lane,
        long fromSequence,
        long untilSequence,
        long fromTimeTicks,
        long toTimeTicks,
        Function<Block, Set<Section>> sections,
        Predicate<Block> blocks) {

    /** All captured events, every section. */
    public static final Scan ALL_EVENTS = new Scan(
            Lane.TRACE,
            0,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            always(EnumSet.allOf(Section.class)),
            block -> true);

    public Scan {
        Objects.requireNonNull(lane);
        Objects.requireNonNull(sections);
        Objects.requireNonNull(blocks);
    }

    public Scan withLane(Lane newLane) {
        return new Scan(newLane, fromSequence, untilSequence, fromTimeTicks, toTimeTicks, sections, blocks);
    }

    public Scan withFromSequence(long newFromSequence) {
        return new Scan(lane, newFromSequence, untilSequence, fromTimeTicks, toTimeTicks, sections, blocks);
    }

    public Scan withUntilSequence(long newUntilSequence) {
        return new Scan(lane, fromSequence, newUntilSequence, fromTimeTicks, toTimeTicks, sections, blocks);
    }

    public Scan withTime(long fromTicks, long toTicks) {
        return new Scan(lane, fromSequence, untilSequence, fromTicks, toTicks, sections, blocks);
    }

    /** The same sections of every block. */
    public Scan withSections(Set<Section> newSections) {
        return withSections(always(newSections));
    }

    public Scan withSections(Function<Block, Set<Section>> newSections) {
        return new Scan(lane, fromSequence, untilSequence, fromTimeTicks, toTimeTicks, newSections, blocks);
    }

    public Scan withBlocks(Predicate<Block> newBlocks) {
        return new Scan(lane, fromSequence, untilSequence, fromTimeTicks, toTimeTicks, sections, newBlocks);
    }

    /** Whether no time is left out. */
    public boolean isAllTime() {
        return fromTimeTicks == Long.MIN_VALUE && toTimeTicks == Long.MAX_VALUE;
    }

    /** Whether a block with this header is of interest. */
    public boolean wants(Block block) {
        return block.lastSequence() >= fromSequence
                && block.firstSequence() < untilSequence
                && block.maxTimeTicks() >= fromTimeTicks
                && block.minTimeTicks() <= toTimeTicks
                && blocks.test(block);
    }

    private static Function<Block, Set<Section>> always(Set<Section> sections) {
        Set<Section> copy = Set.copyOf(sections);
        return block -> copy;
    }
}
