package io.ringtail.dsl.follow;

import io.ringtail.dsl.engine.EventScan;
import io.ringtail.dsl.engine.HeaderColumn;
import io.ringtail.dsl.engine.ScanColumn;
import io.ringtail.dsl.plan.Plan;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.ring.payload.Cell;
import java.util.Optional;

/** Recognises the key of {@code summarize} that makes windows: {@code bin(Timestamp, …)}. */
final class WindowKey {
    private WindowKey() {}

    /** How wide the windows are; empty if the key makes none. */
    static Optional<Long> ticks(Expr key, Plan plan, EventScan scan) {
        if (key instanceof Expr.Slot slot) {
            return plan.table().definition(slot.slot()).flatMap(definition -> ticks(definition, plan, scan));
        }
        if (key instanceof Expr.Apply apply
                && (apply.name().equals("bin") || apply.name().equals("floor"))
                && apply.arguments().size() == 2
                && isTime(apply.arguments().getFirst(), scan)
                && apply.arguments().getLast() instanceof Expr.Constant constant
                && constant.value() instanceof Cell.Timespan size) {
            return Optional.of(size.ticks());
        }
        return Optional.empty();
    }

    private static boolean isTime(Expr expression, EventScan scan) {
        return expression instanceof Expr.Slot slot
                && scan.columns().get(slot.slot()) instanceof ScanColumn.Header header
                && header.column() == HeaderColumn.TIMESTAMP;
    }
}
