package io.ringtail.dsl.engine;

import io.ringtail.dsl.vector.Batch;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.dsl.vector.Slots;
import io.ringtail.dsl.vector.Vector;
import io.ringtail.ring.payload.ScalarType;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code then no (condition) within span}: keeps the rows after which, until their deadline, no event came for which the
 * condition holds. Keeps all rows in memory, then goes through the events.
 *
 * <p>A deadline has passed once an event is later than it by the allowed lateness; an event that comes then, though it
 * happened in time, is counted as late and changes nothing. What has no deadline before the end of the events is left
 * out, and the result is partial.
 *
 * @param time of a row
 * @param place of a row in the order of events, to tell events of the same time apart
 * @param handed slots of a row that the condition reads, and where the events' query has them
 */
public record Absence(
        Expr time,
        Optional<Expr> place,
        long withinTicks,
        Map<Integer, Integer> handed,
        Events events,
        Condition condition)
        implements Operator {
    /** A query's own slots. */
    public record Events(
            Origin origin, int timeSlot, Optional<Integer> placeSlot, Slots slots, List<ScalarType> types) {}

    /**
     * What an event must fulfil.
     *
     * @param ofEvent conditions that read the event alone
     * @param eventKeys what must be equal to the {@code rowKeys}, one by one
     * @param ofBoth what else reads both
     */
    public record Condition(List<Expr> ofEvent, List<Expr> eventKeys, List<Expr> rowKeys, List<Expr> ofBoth) {}

    @Override
    public Set<Integer> reads() {
        Set<Integer> slots = new HashSet<>(handed.keySet());
        time.collectSlots(slots);
        place.ifPresent(expression -> expression.collectSlots(slots));
        return slots;
    }

    @Override
    public Stage start(Stage next, Set<Integer> needed, RunContext context) {
        NewRows rows = new NewRows(needed, List.of(), next, context);
        Waiting waiting = new Waiting(this, rows, context);
        return new Stage() {
            @Override
            public void accept(Batch batch) {
                waiting.add(batch);
            }

            @Override
            public boolean isDone() {
                return next.isDone();
            }

            @Override
            public void finish() {
                waiting.settle();
                rows.pass();
                next.finish();
            }
        };
    }

    static boolean isTrue(Vector condition, int row) {
        return !condition.isNull(row) && condition.bits(row) != 0;
    }
}
