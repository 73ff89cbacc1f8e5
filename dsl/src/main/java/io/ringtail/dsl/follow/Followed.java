package io.ringtail.dsl.follow;

import io.ringtail.dsl.engine.EventScan;
import io.ringtail.dsl.engine.HeaderColumn;
import io.ringtail.dsl.engine.Operator;
import io.ringtail.dsl.engine.RowTest;
import io.ringtail.dsl.engine.RunContext;
import io.ringtail.dsl.engine.Stage;
import io.ringtail.dsl.engine.Watch;
import io.ringtail.dsl.functions.Comparison;
import io.ringtail.dsl.plan.Plan;
import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.payload.PayloadDecoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A query that follows a journal: each {@link #poll} takes what has come since the last one. <b>Threads:</b> one.
 * <b>Failure:</b> as a query's; after an exception it is of no further use.
 */
public final class Followed implements AutoCloseable {
    private final Recording journal;
    private final FollowedJournal followed;
    private final EventScan scan;
    private final Optional<Windows> windows;
    /** Of captured events in windows; other tables tell no time, or need none. */
    private final Optional<TickedJournal> ticked;

    private final Stage first;
    private final RunContext context;
    private PayloadDecoder decoder;

    /** Where a query starts. */
    public sealed interface Start {
        /** With what is written from now on. */
        record AtEnd() implements Start {}

        /** With the first event. */
        record AtBeginning() implements Start {}

        /** With the first event of this time or later, in {@link io.ringtail.ring.event.Ticks}. */
        record AtTime(long ticks) implements Start {}
    }

    Followed(
            Plan plan,
            List<Operator> operators,
            Optional<Windows> windows,
            Optional<TickedJournal> ticked,
            EventScan scan,
            Start start,
            Stage last,
            RunContext context) {
        this.journal = scan.recording();
        this.windows = windows;
        this.context = context.within(plan.table(), plan.types());
        followed = new FollowedJournal(
                journal, start instanceof Start.AtEnd, time -> windows.ifPresent(all -> all.reach(time)));
        this.scan = start instanceof Start.AtTime time ? scan.with(from(scan, time.ticks())) : scan;
        this.ticked = ticked;
        decoder = new KnownContext(scan.decoder(), journal);
        first = plan.withOperators(operators).start(last, this.context, Watch.NOBODY);
    }

    private static List<RowTest> from(EventScan scan, long ticks) {
        List<RowTest> tests = new ArrayList<>(scan.rowTests());
        tests.add(new RowTest(HeaderColumn.TIMESTAMP, Comparison.GREATER_OR_EQUAL, ticks));
        return tests;
    }

    /** Reads from now on with another decoder: one that knows later schemas, or what was said of processes meanwhile. */
    public void decodeWith(PayloadDecoder other) {
        decoder = new KnownContext(other, journal);
    }

    /** Whether what is said of processes and threads matters, and grows old. */
    public boolean asksContext() {
        return !scan.contextParts().isEmpty();
    }

    /** Whether there is something to take. Then {@link #decodeWith} what is known by now, and {@link #poll}. */
    public boolean hasMore() throws IOException {
        if (first.isDone()) {
            return false;
        }
        return ticked.isPresent() ? ticked.get().hasMore() : followed.hasMore(Scan.ALL_EVENTS.withLane(scan.lane()));
    }

    /** Takes what is there. */
    public void poll() throws IOException {
        if (ticked.isPresent()) {
            ticked.get().poll(this::take);
        } else {
            scan.over(followed, decoder).run(first, context);
        }
    }

    private void take(Block block, int fromRow, int toRow) throws IOException {
        List<RowTest> tests = new ArrayList<>(scan.rowTests());
        if (fromRow > 0) {
            tests.add(new RowTest(HeaderColumn.SEQUENCE, Comparison.GREATER_OR_EQUAL, block.sequence(fromRow)));
        }
        if (toRow < block.count()) {
            tests.add(new RowTest(HeaderColumn.SEQUENCE, Comparison.LESS, block.sequence(toRow)));
        }
        scan.with(tests).over(new OneBlock(journal.catalog(), block), decoder).run(first, context);
    }

    /** Whether no further event can change the result. */
    public boolean isDone() {
        return first.isDone();
    }

    /** Gives what is still kept: the windows that are open, whose rows may lack events. Returns how many there were. */
    public int end() {
        int open = windows.map(Windows::openWindows).orElse(0);
        first.finish();
        return open;
    }

    /** Events that came after the window to which they belong was closed. */
    public long late() {
        return windows.map(Windows::late).orElse(0L);
    }

    @Override
    public void close() throws IOException {
        ticked.ifPresent(TickedJournal::close);
        followed.close();
    }
}
