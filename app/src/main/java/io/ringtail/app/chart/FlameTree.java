package io.ringtail.app.chart;

import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.result.Visualization;
import io.ringtail.ring.payload.ScalarType;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Stacks as a tree of who called whom, from the outermost frame on: each call once below its caller, with the sum of the
 * values of all stacks that go through it. Frames below one another are sorted by name, so that two graphs can be compared.
 */
final class FlameTree {
    private static final char BETWEEN = ';';
    private static final List<ScalarType> NUMBERS =
            List.of(ScalarType.LONG, ScalarType.INT, ScalarType.REAL, ScalarType.DECIMAL, ScalarType.TIMESPAN);
    /** What lies deeper is told of the frame above: no screen has room for it. */
    private static final int MOST_FRAMES = 256;

    /** A frame; the root stands for all. */
    static final class Node {
        private final String name;
        private final Map<String, Node> calls = new TreeMap<>();
        private double value;

        Node(String name) {
            this.name = name;
        }

        String name() {
            return name;
        }

        double value() {
            return value;
        }

        /** By name. */
        List<Node> calls() {
            return List.copyOf(calls.values());
        }

        /** The costliest first; of equal ones by name. */
        List<Node> byValue() {
            return calls.values().stream()
                    .sorted(Comparator.comparingDouble(Node::value).reversed())
                    .toList();
        }

        /** How many frames of at least this value stand above one another, itself among them. */
        int depth(double least) {
            return 1
                    + calls.values().stream()
                            .filter(call -> call.value >= least)
                            .mapToInt(call -> call.depth(least))
                            .max()
                            .orElse(0);
        }
    }

    /** The columns that are drawn; without one of values each row counts one. */
    private record Columns(int stack, Optional<Integer> value) {}

    private FlameTree() {}

    /** Why columns do not fit; empty if they do. */
    static Optional<Chart.Misfit> misfit(Visualization look, List<Column> columns) {
        if (columns(look, columns).isPresent()) {
            return Optional.empty();
        }
        String there = columns.stream()
                .map(column -> column.name() + ": " + column.type().label())
                .collect(Collectors.joining(", "));
        return Optional.of(new Chart.Misfit(
                "flamegraph needs a text column of stacks, and a number for each; the columns are " + there,
                "fold stacks to texts: 'summarize n = count() by stack = stack_fold(Stack)'"));
    }

    static Node of(Visualization look, List<Column> columns, List<@Nullable Object[]> rows) {
        Columns drawn = columns(look, columns).orElseThrow();
        Node root = new Node("all");
        for (@Nullable Object[] row : rows) {
            double value =
                    drawn.value.map(column -> ChartValues.number(row[column])).orElse(1.0);
            if (row[drawn.stack] instanceof String stack && !stack.isEmpty() && value > 0) {
                add(root, stack, value);
            }
        }
        return root;
    }

    private static void add(Node root, String stack, double value) {
        Node node = root;
        node.value += value;
        int from = 0;
        for (int frames = 0; from <= stack.length() && frames < MOST_FRAMES; frames++) {
            int end = stack.indexOf(BETWEEN, from);
            String frame = stack.substring(from, end < 0 ? stack.length() : end);
            node = node.calls.computeIfAbsent(frame, Node::new);
            node.value += value;
            from = end < 0 ? stack.length() + 1 : end + 1;
        }
    }

    private static Optional<Columns> columns(Visualization look, List<Column> columns) {
        List<String> names = columns.stream().map(Column::name).toList();
        int stack = look.xColumn()
                .map(names::indexOf)
                .orElseGet(() -> first(columns, List.of(ScalarType.STRING)).orElse(-1));
        if (stack < 0 || columns.get(stack).type() != ScalarType.STRING) {
            return Optional.empty();
        }
        if (look.yColumns().isEmpty()) {
            return Optional.of(new Columns(stack, first(columns, NUMBERS)));
        }
        int value = names.indexOf(look.yColumns().getFirst());
        return value < 0 || !NUMBERS.contains(columns.get(value).type())
                ? Optional.empty()
                : Optional.of(new Columns(stack, Optional.of(value)));
    }

    private static Optional<Integer> first(List<Column> columns, List<ScalarType> types) {
        return IntStream.range(0, columns.size())
                .filter(i -> types.contains(columns.get(i).type()))
                .boxed()
                .findFirst();
    }
}
