package io.ringtail.dsl.follow;

import io.ringtail.dsl.engine.EventScan;
import io.ringtail.dsl.engine.Operator;
import io.ringtail.dsl.engine.RunContext;
import io.ringtail.dsl.engine.ScanColumn;
import io.ringtail.dsl.engine.Stage;
import io.ringtail.dsl.engine.Watch;
import io.ringtail.dsl.plan.Plan;
import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.vector.Batch;
import io.ringtail.dsl.vector.Vector;
import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.payload.PayloadDecoder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A query that is handed events and told the time. Its windows close when time has come to their end, and by nothing else:
 * the same events with the same times among them give the same rows, however they are cut into pieces.
 *
 * <p><b>Threads:</b> one.
 */
public final class Fed {
    private final Plan plan;
    private final EventScan scan;
    private final EventScan.Handed handed;
    private final Optional<Windows> windows;
    private final List<Integer> keyColumns;
    private final Optional<Probe> probe;
    private final Stage first;

    /** Takes what comes out. */
    public interface Rows {
        /**
         * A window's rows follow.
         *
         * @param partial that the events ended before the window did
         */
        void window(long startTicks, boolean partial);

        /**
         * A row.
         *
         * @param sequence of the event that it was made of; -1 of a window's
         * @param timeTicks of that event; of a window's row its start
         */
        void row(@Nullable Object[] values, long sequence, long timeTicks);
    }

    Fed(Plan plan, EventScan scan, Shape shape, PayloadDecoder decoder, Rows rows, RunContext context) {
        this.plan = plan;
        this.scan = scan;
        handed = scan.handed(decoder);
        windows = shape.windows();
        keyColumns = shape.keyColumns();
        probe = Probe.of(scan, shape.operators());
        first = plan.withOperators(shape.operators())
                .start(
                        new Last(plan.slots(), rows, shape.lastWindow()),
                        context.within(plan.table(), plan.types()),
                        Watch.NOBODY);
    }

    /**
     * What is run.
     *
     * @param keyColumns of the result, those that tell groups apart, but for the window's start
     */
    record Shape(List<Operator> operators, Optional<Windows> windows, List<Integer> keyColumns) {
        LongSupplier lastWindow() {
            return () -> windows.map(Windows::lastClosed).orElse(0L);
        }
    }

    public List<Column> columns() {
        return plan.columns();
    }

    /** Columns of the result that tell a window's rows apart. */
    public List<Integer> keyColumns() {
        return keyColumns;
    }

    /** How long its windows are; empty if it has none. */
    public OptionalLong windowTicks() {
        return windows.isPresent() ? OptionalLong.of(windows.get().sizeTicks()) : OptionalLong.empty();
    }

    public Lane lane() {
        return scan.lane();
    }

    /** Whether an event of this type and source may concern it. */
    public boolean mayTake(int type, int source) {
        return handed.mayPass(type, source);
    }

    /** What all rows have alike that it takes. */
    Optional<Probe> probe() {
        return probe;
    }

    /** A column's values in rows of a block. */
    Vector values(ScanColumn column, Block block, int[] rows, int count) {
        return handed.values(column, block, rows, count);
    }

    /**
     * Takes events.
     *
     * @param rows of the block, ascending; overwritten
     * @param firstSequence no row is before it
     */
    public void accept(Block block, int[] rows, int count, long firstSequence) {
        windows.ifPresent(all -> all.goTo(firstSequence));
        handed.accept(block, rows, count, first);
    }

    /** All events up to this time are there, but for those that are late. */
    public void reach(long timeTicks) {
        windows.ifPresent(all -> all.reach(timeTicks));
    }

    /** The events ended: windows that are open come out as they are. */
    public void end() {
        windows.ifPresent(Windows::closeAll);
    }

    /** The time at which a window's rows come out next; the greatest long if none is open. */
    public long due() {
        return windows.map(Windows::due).orElse(Long.MAX_VALUE);
    }

    /** The first sequence that its open windows were built from; the greatest long if there is none. */
    public long horizon() {
        return windows.map(Windows::horizon).orElse(Long.MAX_VALUE);
    }

    /** Windows that ended by then are over; before the first event. */
    public void resume(long timeTicks) {
        windows.ifPresent(all -> all.resume(timeTicks));
    }

    /** Events that came after the window to which they belong had closed. */
    public long late() {
        return windows.map(Windows::late).orElse(0L);
    }

    /** Gives the rows away, one by one. */
    private record Last(List<Integer> slots, Rows rows, LongSupplier windowTicks) implements Stage {
        @Override
        public void accept(Batch batch) {
            Vector[] columns = new Vector[slots.size()];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = batch.vector(slots.get(i));
            }
            Optional<Block> block = EventScan.block(batch);
            for (int row = 0; row < batch.size(); row++) {
                @Nullable Object[] values = new @Nullable Object[columns.length];
                for (int i = 0; i < columns.length; i++) {
                    values[i] = columns[i].value(row);
                }
                give(values, block, block.isPresent() ? batch.rows()[row] : 0);
            }
        }

        private void give(@Nullable Object[] values, Optional<Block> block, int row) {
            if (block.isPresent()) {
                rows.row(values, block.get().sequence(row), block.get().timeTicks(row));
            } else {
                rows.row(values, -1, windowTicks.getAsLong());
            }
        }

        @Override
        public boolean isDone() {
            return false;
        }

        @Override
        public void finish() {}
    }
}
