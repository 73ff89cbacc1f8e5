package io.ringtail.dsl.explain;

import io.ringtail.dsl.engine.ScanColumn;
import io.ringtail.dsl.value.Timespans;
import io.ringtail.dsl.value.Values;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.dsl.vector.Slots;
import io.ringtail.ring.payload.Cell;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes bound conditions of a scan as they could stand in a query. */
record ExpressionText(Slots slots, Map<Integer, ScanColumn> columns) {
    String of(Expr expression) {
        return switch (expression) {
            case Expr.Constant constant -> constant(constant.value());
            case Expr.Slot slot -> slot(slot.slot());
            case Expr.PerKind perKind -> of(perKind.body());
            case Expr.Apply apply -> apply(apply);
        };
    }

    static String constant(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case String text -> "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
            case Cell.Datetime time -> "datetime(" + Values.text(time) + ")";
            case Cell.Timespan span -> "timespan(" + Timespans.format(span.ticks()) + ")";
            default -> Values.text(value);
        };
    }

    private String slot(int slot) {
        ScanColumn column = columns.get(slot);
        Optional<Expr> computed = slots.definition(slot);
        return switch (column) {
            case ScanColumn.Header header -> header.column().label();
            case ScanColumn.Field field -> field.name();
            case null -> computed.isPresent() ? of(computed.get()) : "…";
        };
    }

    private String apply(Expr.Apply apply) {
        if (apply.isWidening()) {
            return of(apply.arguments().getFirst());
        }
        if (apply.arguments().size() == 2 && isInfix(apply.name())) {
            return side(apply.arguments().getFirst()) + " " + apply.name() + " "
                    + side(apply.arguments().getLast());
        }
        return apply.name() + apply.arguments().stream().map(this::of).collect(Collectors.joining(", ", "(", ")"));
    }

    private String side(Expr expression) {
        String text = of(expression);
        return expression instanceof Expr.Apply apply && apply.arguments().size() == 2 && isInfix(apply.name())
                ? "(" + text + ")"
                : text;
    }

    private static boolean isInfix(String name) {
        return !Character.isLetter(name.charAt(0))
                || name.equals("and")
                || name.equals("or")
                || name.startsWith("has")
                || name.startsWith("contains")
                || name.startsWith("startswith")
                || name.startsWith("endswith")
                || name.startsWith("matches")
                || name.startsWith("in");
    }
}
