package io.ringtail.dsl.plan;

import io.ringtail.dsl.engine.HeaderColumn;
import io.ringtail.dsl.engine.Operator;
import io.ringtail.dsl.engine.Origin;
import io.ringtail.dsl.result.Column;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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

    /** As a source of rows for another query, of which these slots are read. */
    Origin origin(List<Integer> slots) {
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
            operators.add(unfinished.get(i).finish(needed.get(i)));
        }
        Origin source = bound.origin().apply(reads(unfinished, slots));
        return new Plan(source, operators, needed, columns, slots, context.slots(), context.types(), context.spans());
    }

    /** All slots that anything reads, through expressions down to what the origin fills. */
    private Set<Integer> reads(List<Unfinished> operators, List<Integer> result) {
        Set<Integer> all = new HashSet<>();
        operators.forEach(operator -> operator.reads().forEach(slot -> expand(slot, -1, all)));
        result.forEach(slot -> expand(slot, -1, all));
        return all;
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
