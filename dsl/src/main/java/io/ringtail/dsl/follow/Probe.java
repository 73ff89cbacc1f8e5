package io.ringtail.dsl.follow;

import io.ringtail.dsl.engine.EventScan;
import io.ringtail.dsl.engine.Filter;
import io.ringtail.dsl.engine.Operator;
import io.ringtail.dsl.engine.RowTest;
import io.ringtail.dsl.engine.ScanColumn;
import io.ringtail.dsl.engine.SlotComparison;
import io.ringtail.dsl.functions.Comparison;
import io.ringtail.dsl.vector.Expr;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
        return SlotComparison.of(condition)
                .filter(compared -> compared.comparison() == Comparison.EQUAL)
                .flatMap(compared -> of(scan.columns().get(compared.column().slot()), compared.value()));
    }

    private static Optional<Probe> of(@Nullable ScanColumn column, Object value) {
        if (!(column instanceof ScanColumn.Field field)) {
            return Optional.empty();
        }
        boolean comparable = switch (field.type()) {
            case INT, LONG -> value instanceof Long;
            case STRING -> value instanceof String;
            case BOOL, REAL, DATETIME, TIMESPAN, DECIMAL, GUID, DYNAMIC -> false;
        };
        return comparable ? Optional.of(new Probe(field, value)) : Optional.empty();
    }
}
