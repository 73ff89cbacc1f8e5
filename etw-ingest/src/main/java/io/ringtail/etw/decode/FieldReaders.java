package io.ringtail.etw.decode;

import io.ringtail.ring.block.EventView;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.FieldReader;
import io.ringtail.ring.payload.TextReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The readers of a payload's fields. What must be walked through to reach a field is compiled once for all of them: the
 * fields of variable width, each with the constant bytes before it.
 */
final class FieldReaders {
    private record Step(int gap, Node node) {}

    private final List<FieldReader> readers = new ArrayList<>();

    FieldReaders(List<Node> nodes, int slots) {
        List<Step> steps = new ArrayList<>();
        int gap = 0;
        int offset = 0;
        for (Node node : nodes) {
            readers.add(reader(node, offset, steps.size(), gap, slots, steps));
            boolean constant = node.width() != Node.VARIABLE;
            offset = constant && offset != FieldReader.VARIABLE ? plus(offset, node.width()) : FieldReader.VARIABLE;
            if (constant && !node.isRemembered()) {
                gap = plus(gap, node.width());
            } else {
                steps.add(new Step(gap, node));
                gap = 0;
            }
        }
    }

    FieldReader get(int field) {
        return readers.get(field);
    }

    private static int plus(int offset, int width) {
        return (int) Math.min((long) offset + width, Integer.MAX_VALUE / 2);
    }

    private static FieldReader reader(Node node, int offset, int stepCount, int gap, int slots, List<Step> steps) {
        if (offset == FieldReader.VARIABLE || node.width() == Node.VARIABLE) {
            // Its extent may be the value of a field before it, so the walk must pass by there.
            return walking(node, new Way(steps, stepCount, gap), slots);
        }
        return node instanceof NumberNode number
                ? new Loading(number, offset)
                : walking(node, new Way(List.of(), 0, offset), slots);
    }

    private static FieldReader walking(Node node, Way way, int slots) {
        return node instanceof TextNode text
                ? new Reading(text, way, slots, new NewWalks(slots))
                : new Walking(node, way, slots, new NewWalks(slots));
    }

    /** A number that lies at the same place in every payload. */
    private record Loading(NumberNode number, int offset) implements FieldReader {
        @Override
        public void read(EventView event, Cell into) {
            if (offset > event.payloadBytes() - number.width()) {
                into.setNull();
            } else {
                number.readAt(event, offset, into);
            }
        }

        @Override
        public int constantOffset() {
            return number.isPlain() ? offset : VARIABLE;
        }

        @Override
        public int constantWidth() {
            if (!number.isPlain()) {
                return 0;
            }
            return number.signed() ? -number.width() : number.width();
        }
    }

    /** The way to a field behind others of variable width; the list of steps is shared and complete before the first read. */
    private record Way(List<Step> steps, int stepCount, int gap) {
        /** Whether it is the same way; where the others lead on to is no matter. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Way way
                    && stepCount == way.stepCount
                    && gap == way.gap
                    && steps.subList(0, stepCount).equals(way.steps.subList(0, stepCount));
        }

        @Override
        public int hashCode() {
            return Objects.hash(gap, steps.subList(0, stepCount));
        }

        /** Whether the payload reaches as far as the field's start. */
        boolean go(Walk walk) {
            for (int i = 0; i < stepCount; i++) {
                Step step = steps.get(i);
                walk.pass(step.gap);
                step.node.skip(walk);
            }
            walk.pass(gap);
            return !walk.failed();
        }
    }

    /** Makes the walk through an event. */
    private interface Walks {
        Walk start(EventView event);
    }

    /** A new walk for each event, and so equal to another of as many slots. */
    private record NewWalks(int slots) implements Walks {
        @Override
        public Walk start(EventView event) {
            return new Walk(event, slots);
        }
    }

    /** The same walk again, for one thread. */
    private static final class SameWalk implements Walks {
        private final int slots;
        private @Nullable Walk last;

        SameWalk(int slots) {
            this.slots = slots;
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // the very view that it walks through
        public Walk start(EventView event) {
            Walk known = last;
            if (known == null || known.event != event) {
                known = new Walk(event, slots);
                last = known;
                return known;
            }
            return known.restart();
        }
    }

    private record Walking(Node node, Way way, int slots, Walks walks) implements FieldReader {
        @Override
        public void read(EventView event, Cell into) {
            Walk walk = walks.start(event);
            if (way.go(walk)) {
                node.read(walk, into);
            } else {
                into.setNull();
            }
        }

        @Override
        public FieldReader forOneThread() {
            return new Walking(node, way, slots, new SameWalk(slots));
        }
    }

    private record Reading(TextNode node, Way way, int slots, Walks walks) implements TextReader {
        @Override
        public long range(EventView event) {
            Walk walk = walks.start(event);
            return way.go(walk) ? node.range(walk) : NONE;
        }

        @Override
        public String text(EventView event, int offset, int bytes) {
            return node.unit().text(event, offset, offset + bytes);
        }

        @Override
        public int encoding() {
            return node.unit().ordinal();
        }

        @Override
        public TextReader forOneThread() {
            return new Reading(node, way, slots, new SameWalk(slots));
        }
    }
}
