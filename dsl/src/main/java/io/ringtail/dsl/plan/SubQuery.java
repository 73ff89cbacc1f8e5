package io.ringtail.dsl.plan;

import io.ringtail.dsl.QueryOptions;
import io.ringtail.dsl.engine.Budget;
import io.ringtail.dsl.engine.EventScan;
import io.ringtail.dsl.engine.HeaderColumn;
import io.ringtail.dsl.engine.Operator;
import io.ringtail.dsl.engine.Origin;
import io.ringtail.dsl.engine.RunContext;
import io.ringtail.dsl.engine.ScanColumn;
import io.ringtail.dsl.engine.Sort;
import io.ringtail.dsl.engine.Stage;
import io.ringtail.dsl.engine.Take;
import io.ringtail.dsl.engine.TimeEnds;
import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.vector.Batch;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.dsl.vector.Vector;
import io.ringtail.ring.payload.ScalarType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A bound pipeline and the slots and operators that are its own. What nobody reads of it, it does not read either. */
record SubQuery(BindContext context, Bound bound) {
    Scope scope() {
        return bound.scope();
    }

    /** With all columns of its scope as its result. */
    Plan plan() {
        List<Column> columns = new ArrayList<>();
        List<Integer> slots = new ArrayList<>();
        scope().columns().forEach((name, column) -> {
            columns.add(new Column(name, column.type(), column.hexadecimal()));
            slots.add(column.slot());
        });
        return plan(columns, slots);
    }

    /** With the sequence of the events that its rows are as its result; with none if it reads no events. */
    Plan eventPlan() {
        List<Integer> slots = bound.pushed().scan().stream()
                .map(scan -> scan.headerSlot(HeaderColumn.SEQUENCE))
                .toList();
        List<Column> columns = slots.stream()
                .map(slot -> Column.of(HeaderColumn.SEQUENCE.label(), ScalarType.LONG))
                .toList();
        return plan(columns, slots);
    }

    /**
     * What a query gives that stands for values: those of its first column, up to one more than are wanted.
     *
     * @param rows none if there are problems
     */
    record Answer(ScalarType type, List<@Nullable Object> rows) {}

    Answer answer(QueryOptions options, int most) {
        ScopeColumn first = scope().columns().values().iterator().next();
        List<@Nullable Object> values = new ArrayList<>();
        if (context.problems().isEmpty()) {
            Plan plan = origin(List.of(first.slot()));
            RunContext run = new RunContext(
                    plan.table(),
                    plan.types(),
                    new Budget(options.maxMemoryBytes(), options.stop(), options.threads()));
            try {
                plan.run(new Values(first.slot(), values, most), run);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new Answer(first.type(), values);
    }

    private record Values(int slot, List<@Nullable Object> into, int most) implements Stage {
        @Override
        public void accept(Batch batch) {
            Vector vector = batch.vector(slot);
            for (int row = 0; row < batch.size() && !isDone(); row++) {
                into.add(vector.value(row));
            }
        }

        @Override
        public boolean isDone() {
            return into.size() > most;
        }

        @Override
        public void finish() {}
    }

    /** As a source of rows for another query, of which these slots are read. */
    Plan origin(List<Integer> slots) {
        return planOf(slots);
    }

    /** Without columns: what fills these slots. */
    Plan planOf(List<Integer> slots) {
        return plan(List.of(), slots);
    }

    private Plan plan(List<Column> columns, List<Integer> slots) {
        List<Unfinished> unfinished = context.operators();
        List<Set<Integer>> needed = needed(unfinished, slots);
        List<Operator> operators = new ArrayList<>();
        for (int i = 0; i < unfinished.size(); i++) {
            operators.add(unfinished.get(i).finish(readBehind(unfinished.subList(i + 1, unfinished.size()), slots)));
        }
        limitSorts(operators);
        Origin source = limited(bound.origin().apply(reads(unfinished, slots)), operators);
        return new Plan(source, operators, needed, columns, slots, context.slots(), context.types(), context.spans());
    }

    /** Of sorted rows of which the first are taken, no others are kept: {@code sort | take} is {@code top}. */
    private static void limitSorts(List<Operator> operators) {
        for (int i = 1; i < operators.size(); i++) {
            if (operators.get(i) instanceof Take take && operators.get(i - 1) instanceof Sort sort) {
                operators.set(i - 1, sort.upTo(take.count()));
            }
        }
    }

    /** Of events that are sorted by time at once, of which the first are taken, no others are wanted. */
    private static Origin limited(Origin origin, List<Operator> operators) {
        return origin instanceof EventScan scan
                        && !operators.isEmpty()
                        && operators.getFirst() instanceof Sort sort
                        && sort.limit() > 0
                        && sort.limit() < Long.MAX_VALUE
                        && sort.keys().getFirst().value() instanceof Expr.Slot key
                        && new ScanColumn.Header(HeaderColumn.TIMESTAMP)
                                .equals(scan.columns().get(key.slot()))
                ? scan.upTo(new TimeEnds(sort.limit(), sort.keys().getFirst().descending()))
                : origin;
    }

    /** The slots that its origin has to fill for these to be its result. */
    Set<Integer> reads(List<Integer> result) {
        return reads(context.operators(), result);
    }

    /** All slots that anything reads, through expressions down to what the origin fills. */
    private Set<Integer> reads(List<Unfinished> operators, List<Integer> result) {
        Set<Integer> all = new HashSet<>();
        operators.forEach(operator -> operator.reads().forEach(slot -> expand(slot, -1, all)));
        result.forEach(slot -> expand(slot, -1, all));
        return all;
    }

    /** All slots that these operators and the result read, computed ones and what they are computed from. */
    private Set<Integer> readBehind(List<Unfinished> operators, List<Integer> result) {
        Set<Integer> all = new HashSet<>();
        operators.forEach(operator -> operator.reads().forEach(slot -> addWithInputs(slot, all)));
        result.forEach(slot -> addWithInputs(slot, all));
        return all;
    }

    private void addWithInputs(int slot, Set<Integer> into) {
        if (into.add(slot)) {
            Set<Integer> inputs = new HashSet<>();
            context.slots().definition(slot).ifPresent(definition -> definition.collectSlots(inputs));
            inputs.forEach(input -> addWithInputs(input, into));
        }
    }

    private List<Set<Integer>> needed(List<Unfinished> operators, List<Integer> result) {
        List<Set<Integer>> needed = new ArrayList<>();
        for (int i = 0; i < operators.size(); i++) {
            Set<Integer> behind = new HashSet<>();
            for (Unfinished later : operators.subList(i + 1, operators.size())) {
                for (int slot : later.reads()) {
                    expand(slot, i, behind);
                }
            }
            for (int slot : result) {
                expand(slot, i, behind);
            }
            needed.add(behind);
        }
        return needed;
    }

    /** What must be there right behind an operator for a slot to be readable later. */
    private void expand(int slot, int operator, Set<Integer> into) {
        if (context.definedAt(slot) <= operator) {
            into.add(slot);
            return;
        }
        Set<Integer> inputs = new HashSet<>();
        context.slots().definition(slot).ifPresent(definition -> definition.collectSlots(inputs));
        inputs.forEach(input -> expand(input, operator, into));
    }
}
