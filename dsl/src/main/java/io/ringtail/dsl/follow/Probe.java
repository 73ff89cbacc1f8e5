package io.ringtail.dsl.follow;

import io.ringtail.dsl.engine.EventScan;
import io.ringtail.dsl.engine.Filter;
import io.ringtail.dsl.engine.Operator;
import io.ringtail.dsl.engine.RowTest;
import io.ringtail.dsl.engine.ScanColumn;
import io.ringtail.dsl.functions.Comparison;
import io.ringtail.dsl.vector.Expr;
import java.util.List;
import java.util.Optional;

/**
 * A value that a column has in every row that a query takes, as in {@code where statusCode == 503}: rows with another one
 * need not be handed to it. Queries that ask the same column can so be told apart by one look at it.
 *
 * @param value a long, also of an int, or a string
 */
record Probe(ScanColumn column, Object value) {
    /** One that follows from the conditions that come first. */
    static Optional<Probe> of(EventScan scan, List<Operator> operators) {
        for (RowTest test : scan.rowTests()) {
            if (test.comparison() == Comparison.EQUAL) {
                return Optional.of(new Probe(new ScanColumn.Header(test.column()), test.wanted()));
            }
        }
        for (Operator operator : operators) {
            if (!(operator instanceof Filter filter)) {
                return Optional.empty();
            }
            for (Expr condition : filter.conditions()) {
                Optional<Probe> probe = of(scan, condition);
                if (probe.isPresent()) {
                    return probe;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Probe> of(EventScan scan, Expr condition) {
        if (!(condition instanceof Expr.Apply apply)
                || apply.arguments().size() != 2
                || !apply.name().equals(Comparison.EQUAL.symbol())) {
            return Optional.empty();
        }
        Expr left = apply.arguments().getFirst();
        Expr right = apply.arguments().getLast();
        return of(scan, left, right).or(() -> of(scan, right, left));
    }

    private static Optional<Probe> of(EventScan scan, Expr column, Expr wanted) {
        Expr bare = column instanceof Expr.Apply apply && apply.isWidening()
                ? apply.arguments().getFirst()
                : column;
        if (!(bare instanceof Expr.Slot slot)
                || !(scan.columns().get(slot.slot()) instanceof ScanColumn.Field field)
                || !(wanted instanceof Expr.Constant constant)) {
            return Optional.empty();
        }
        Object value = constant.value();
        return switch (field.type()) {
            case INT, LONG -> value instanceof Long ? Optional.of(new Probe(field, value)) : Optional.empty();
            case STRING -> value instanceof String ? Optional.of(new Probe(field, value)) : Optional.empty();
            case BOOL, REAL, DATETIME, TIMESPAN, DECIMAL, GUID, DYNAMIC -> Optional.empty();
        };
    }
}
