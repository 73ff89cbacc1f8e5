package io.ringtail.dsl.plan;

import io.ringtail.dsl.engine.Absence;
import io.ringtail.dsl.syntax.Expression;
import io.ringtail.dsl.syntax.Origin;
import io.ringtail.dsl.syntax.Pipe;
import io.ringtail.dsl.syntax.Pipeline;
import io.ringtail.dsl.syntax.Span;
import io.ringtail.dsl.syntax.TimePipe;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Binds {@code as of} and {@code then no}. */
final class TimeBinder {
    private static final String TIME = "Timestamp";
    private static final String PLACE = "Sequence";

    private final PipelineBinder query;
    private final BindContext context;
    private final ExpressionBinder expressions;

    TimeBinder(PipelineBinder query) {
        this.query = query;
        context = query.context();
        expressions = query.expressions();
    }

    /** Only rows up to the time; and {@code now()} is that time behind it. */
    Scope asOf(TimePipe.AsOf pipe, Bound before) {
        Expr time = expressions.bind(pipe.time(), Scope.of(Map.of()));
        if (!(Conversions.constant(time).orElse(null) instanceof Cell.Datetime known)) {
            if (!time.equals(ExpressionBinder.UNKNOWN)) {
                context.problem(pipe.time().span(), "'as of' takes a datetime", "as of datetime(2026-03-02 09:10)");
            }
            return before.scope();
        }
        Span span = pipe.span();
        Expression limit = new Expression.Literal(pipe.time().span(), ScalarType.DATETIME, known);
        Expression condition = new Expression.Binary(span, span, "<=", new Expression.Name(span, TIME), limit);
        expressions.setNow(known.ticks());
        return query.pipes().bind(new Pipe.Where(span, condition), before.scope(), before.pushed());
    }

    /**
     * The rows that come, and the events among which the answer is looked for: those of the table at which the rows began,
     * up to the same time.
     *
     * @param pipeline what the operator stands in
     * @param at its place among the pipeline's operators
     */
    Scope absent(TimePipe.Absent pipe, Bound before, Pipeline pipeline, int at) {
        Optional<Expr> time = column(pipe.span(), before.scope(), TIME, ScalarType.DATETIME);
        Object within =
                expressions.bindConstant(pipe.within(), "the time of 'within'").orElse(null);
        if (time.isEmpty() || !(within instanceof Cell.Timespan span)) {
            if (within != null && !(within instanceof Cell.Timespan)) {
                context.problem(pipe.within().span(), "'within' takes a timespan", "within 30s");
            }
            return before.scope();
        }
        Base base = base(new Pipeline(pipeline.origin(), pipeline.pipes().subList(0, at)), query.names());
        SubQuery events = query.amid(base.names).subQuery(new Pipeline(base.origin, base.pipes));
        Optional<Expr> eventTime = column(pipe.span(), events.scope(), TIME, ScalarType.DATETIME);
        if (eventTime.isEmpty()) {
            return before.scope();
        }
        new Condition(pipe, before.scope(), events, base.name).add(time.get(), eventTime.get(), span.ticks());
        return before.scope();
    }

    private Optional<Expr> column(Span span, Scope scope, String name, ScalarType type) {
        Optional<ScopeColumn> column = scope.find(name).filter(known -> known.type() == type);
        if (column.isEmpty()) {
            context.problem(span, "'then no' needs a column " + name + " of type " + type.label(), "");
        }
        return column.map(known -> new Expr.Slot(type, known.slot()));
    }

    /**
     * Where rows began.
     *
     * @param pipes the {@code as of} on the way
     * @param name what the rows are called
     */
    private record Base(Origin origin, List<Pipe> pipes, Names names, Optional<String> name) {
        Base with(List<Pipe> more, Optional<String> otherName) {
            List<Pipe> all = new ArrayList<>(pipes);
            all.addAll(more);
            return new Base(origin, all, names, otherName);
        }
    }

    private static Base base(Pipeline pipeline, Names names) {
        Optional<String> given = Optional.empty();
        List<Pipe> kept = new ArrayList<>();
        for (Pipe pipe : pipeline.pipes()) {
            if (pipe instanceof TimePipe.As as) {
                given = Optional.of(as.name().name());
            } else if (pipe instanceof TimePipe.AsOf) {
                kept.add(pipe);
            }
        }
        Optional<String> name = given;
        return switch (pipeline.origin()) {
            case Origin.Table table
            when names.rows(table.name()).isPresent() -> {
                Names.Meaning.Rows rows = names.rows(table.name()).get();
                Base inner = base(rows.pipeline(), rows.names());
                yield inner.with(kept, name.or(() -> Optional.of(table.name())));
            }
            case Origin.Nested nested -> {
                Base inner = base(nested.pipeline(), names);
                yield inner.with(kept, name.or(inner::name));
            }
            default -> new Base(pipeline.origin(), kept, names, name);
        };
    }

    /** The state of binding one condition. */
    private final class Condition {
        private final TimePipe.Absent pipe;
        private final Scope rows;
        private final SubQuery events;
        private final Scope scope;
        /** By slot of a row: where the events' query has it. */
        private final Map<Integer, Integer> handed = new HashMap<>();

        private final List<Expr> ofEvent = new ArrayList<>();
        private final List<Expr> eventKeys = new ArrayList<>();
        private final List<Expr> rowKeys = new ArrayList<>();
        private final List<Expr> ofBoth = new ArrayList<>();

        Condition(TimePipe.Absent pipe, Scope rows, SubQuery events, Optional<String> name) {
            this.pipe = pipe;
            this.rows = rows;
            this.events = events;
            scope = name.isPresent() ? events.scope().withRow(name.get(), this::hand) : events.scope();
        }

        private Optional<ScopeColumn> hand(String column) {
            return rows.find(column).map(known -> {
                int slot = handed.computeIfAbsent(
                        known.slot(), outer -> events.context().originSlot(known.type()));
                return new ScopeColumn(slot, known.type(), known.hexadecimal());
            });
        }

        void add(Expr time, Expr eventTime, long withinTicks) {
            ExpressionBinder inner = query.within(events.context()).expressions();
            divide(inner.bindCondition(pipe.condition(), scope));
            Optional<Expr> place = rows.find(PLACE).map(known -> new Expr.Slot(known.type(), known.slot()));
            Optional<Integer> eventPlace = events.scope().find(PLACE).map(ScopeColumn::slot);
            boolean placed = place.isPresent() && eventPlace.isPresent();
            Set<Integer> read = new HashSet<>();
            for (List<Expr> part : List.of(ofEvent, eventKeys, ofBoth, List.of(eventTime))) {
                part.forEach(expression -> expression.collectSlots(read));
            }
            eventPlace.filter(slot -> placed).ifPresent(read::add);
            read.removeAll(handed.values());
            Plan plan = events.planOf(List.copyOf(read));
            int eventSlot = eventTime instanceof Expr.Slot slot ? slot.slot() : -1;
            context.add(new Absence(
                    time,
                    place.filter(known -> placed),
                    withinTicks,
                    Map.copyOf(handed),
                    new Absence.Events(plan, eventSlot, eventPlace.filter(slot -> placed), plan.table(), plan.types()),
                    new Absence.Condition(ofEvent, eventKeys, rowKeys, ofBoth)));
        }

        private void divide(Expr condition) {
            if (condition instanceof Expr.Apply apply && apply.name().equals("and")) {
                apply.arguments().forEach(this::divide);
            } else if (!reads(condition, true)) {
                ofEvent.add(condition);
            } else if (condition instanceof Expr.Apply apply && apply.name().equals("==")) {
                divideEquality(apply);
            } else {
                ofBoth.add(condition);
            }
        }

        /** Equal keys are looked up; null equals nothing. */
        private void divideEquality(Expr.Apply equal) {
            Expr left = equal.arguments().getFirst();
            Expr right = equal.arguments().getLast();
            boolean leftIsRow = reads(left, true) && !reads(left, false);
            boolean rightIsRow = reads(right, true) && !reads(right, false);
            boolean sameType = left.type() == right.type() && left.type() != ScalarType.DYNAMIC;
            if (leftIsRow == rightIsRow || !sameType || reads(leftIsRow ? right : left, true)) {
                ofBoth.add(equal);
                return;
            }
            rowKeys.add(leftIsRow ? left : right);
            eventKeys.add(leftIsRow ? right : left);
        }

        /** Whether an expression reads the row, or the event. */
        private boolean reads(Expr expression, boolean row) {
            Set<Integer> slots = new HashSet<>();
            expression.collectSlots(slots);
            return slots.stream().anyMatch(slot -> handed.containsValue(slot) == row);
        }
    }
}
