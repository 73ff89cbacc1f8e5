package io.ringtail.etw.decode;

import io.ringtail.ring.block.EventView;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.FieldReader;
import java.util.ArrayList;
import java.util.List;

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
            return new Walking(node, steps, stepCount, gap, slots);
        }
        return node instanceof NumberNode number
                ? new Loading(number, offset)
                : new Walking(node, List.of(), 0, offset, 0);
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

    /** A field behind others of variable width; the list of steps is shared and complete before the first read. */
    private record Walking(Node node, List<Step> steps, int stepCount, int gap, int slots) implements FieldReader {
        @Override
        public void read(EventView event, Cell into) {
            Walk walk = new Walk(event, slots);
            for (int i = 0; i < stepCount; i++) {
                Step step = steps.get(i);
                walk.pass(step.gap);
                step.node.skip(walk);
            }
            walk.pass(gap);
            if (walk.failed()) {
                into.setNull();
            } else {
                node.read(walk, into);
            }
        }
    }
}
