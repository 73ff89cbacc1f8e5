package io.ringtail.dsl.plan;

import io.ringtail.dsl.engine.Operator;
import io.ringtail.dsl.syntax.Problem;
import io.ringtail.dsl.syntax.SourceText;
import io.ringtail.dsl.syntax.Span;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.dsl.vector.Slots;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

/** What grows while a query is bound: slots with their types, operators so far, problems. */
final class BindContext {
    private static final int AT_ORIGIN = -1;
    private static final int MAX_PROBLEMS = 20;
    private static final int MAX_DEPTH = 1_500;

    private final SourceText source;
    private final List<Problem> problems;
    private final List<Problem> warnings;
    private final Slots slots = new Slots();
    private final List<ScalarType> types = new ArrayList<>();
    /** By slot, through how many expressions its value goes. */
    private final List<Integer> depths = new ArrayList<>();
    /** The first operator, by number, that can read a slot. */
    private final List<Integer> definedAt = new ArrayList<>();

    private final List<Unfinished> operators = new ArrayList<>();
    private final IdentityHashMap<Unfinished, Span> places = new IdentityHashMap<>();
    private Span place = new Span(0, 0);

    BindContext(String text) {
        this(new SourceText(text), new ArrayList<>(), new ArrayList<>());
    }

    private BindContext(SourceText source, List<Problem> problems, List<Problem> warnings) {
        this.source = source;
        this.problems = problems;
        this.warnings = warnings;
    }

    /** For a query within the query: slots and operators of its own, the same problems. */
    BindContext apart() {
        return new BindContext(source, problems, warnings);
    }

    /** A slot that the query's origin fills. */
    int originSlot(ScalarType type) {
        return note(slots.addFilled(), type, AT_ORIGIN);
    }

    /** A slot that the operator being bound fills. */
    int operatorSlot(ScalarType type) {
        return note(slots.addFilled(), type, operators.size() + 1);
    }

    /** A slot that an operator fills which was bound before, by its place from 1. */
    int slotAt(ScalarType type, int place) {
        return note(slots.addFilled(), type, place);
    }

    /** A slot for an expression; a plain column keeps the one it has. */
    int slotOf(Expr expression) {
        return expression instanceof Expr.Slot slot ? slot.slot() : computed(expression, operators.size());
    }

    /** As {@link #slotOf}, for an expression that reads what the operator being bound fills. */
    int slotBehind(Expr expression) {
        return computed(expression, operators.size() + 1);
    }

    /** What is computed from what is computed is walked as one expression, and whoever walks it needs the stack for that. */
    private int computed(Expr expression, int defined) {
        int depth = depth(expression);
        if (depth > MAX_DEPTH) {
            problem(place, "what is computed here rests on more than " + MAX_DEPTH + " steps before it", "");
            return Slots.NONE;
        }
        int slot = note(slots.addComputed(expression), expression.type(), defined);
        depths.set(slot, depth);
        return slot;
    }

    private int depth(Expr expression) {
        return switch (expression) {
            case Expr.Constant constant -> 1;
            case Expr.Slot slot -> slot.slot() == Slots.NONE ? 1 : depths.get(slot.slot()) + 1;
            case Expr.PerKind perKind -> depth(perKind.body()) + 1;
            case Expr.Apply apply ->
                apply.arguments().stream().mapToInt(this::depth).max().orElse(0) + 1;
        };
    }

    private int note(int slot, ScalarType type, int defined) {
        types.add(type);
        depths.add(0);
        definedAt.add(defined);
        return slot;
    }

    /** What is bound from now on stands there: an operator's name. */
    void goTo(Span operatorName) {
        place = operatorName;
    }

    void add(Operator operator) {
        add(Unfinished.of(operator));
    }

    void add(Unfinished operator) {
        operators.add(operator);
        places.put(operator, place);
    }

    /** For each operator where its name stands in the text. */
    List<Span> spans() {
        return operators.stream()
                .map(operator -> Objects.requireNonNull(places.get(operator)))
                .toList();
    }

    List<Unfinished> operators() {
        return operators;
    }

    Slots slots() {
        return slots;
    }

    List<ScalarType> types() {
        return types;
    }

    int definedAt(int slot) {
        return slot == Slots.NONE ? AT_ORIGIN : definedAt.get(slot);
    }

    void problem(Span span, String message, String hint) {
        Problem problem = source.problem(span, message, hint);
        if (problems.size() < MAX_PROBLEMS && !problems.contains(problem)) {
            problems.add(problem);
        }
    }

    /** A problem with an expression, unless there is one with it already. */
    void refuseKnown(Expr bound, Span span, String message, String hint) {
        if (!bound.equals(ExpressionBinder.UNKNOWN)) {
            problem(span, message, hint);
        }
    }

    List<Problem> problems() {
        return problems;
    }

    /** What does not keep the query from running, but may not be what was meant. */
    void warning(Span span, String message, String hint) {
        Problem warning = source.problem(span, message, hint);
        boolean known = warnings.stream().anyMatch(other -> other.message().equals(message));
        if (warnings.size() < MAX_PROBLEMS && !known) {
            warnings.add(warning);
        }
    }

    List<Problem> warnings() {
        return warnings;
    }

    String text(Span span) {
        return source.at(span);
    }
}
