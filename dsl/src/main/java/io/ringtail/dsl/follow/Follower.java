package io.ringtail.dsl.follow;

import io.ringtail.dsl.engine.EventScan;
import io.ringtail.dsl.engine.Operator;
import io.ringtail.dsl.engine.RunContext;
import io.ringtail.dsl.engine.Stage;
import io.ringtail.dsl.engine.Summarize;
import io.ringtail.dsl.plan.Plan;
import io.ringtail.dsl.syntax.Problem;
import io.ringtail.dsl.syntax.SourceText;
import io.ringtail.dsl.syntax.Span;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out whether a plan can follow a journal: whether each operator can give rows before the last one has come. */
public final class Follower {
    private static final String WAY =
            "where, extend, project, take and 'summarize … by bin(Timestamp, 1m)' can follow; ask for all rows with"
                    + " 'ringtail query'";

    private final Plan plan;
    private final SourceText text;
    private final long latenessTicks;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Operator> operators = new ArrayList<>();
    private Optional<Windows> windows = Optional.empty();

    private Follower(Plan plan, SourceText text, Duration lateness) {
        this.plan = plan;
        this.text = text;
        this.latenessTicks = lateness.toMillis() * Ticks.PER_MILLISECOND;
    }

    /** What became of it. */
    public sealed interface Outcome {
        record Ok(Followed followed) implements Outcome {}

        record Bad(List<Problem> problems) implements Outcome {}
    }

    /**
     * Starts at a place of the journal that the plan was bound to.
     *
     * @param lateness how long a window waits for events that come out of order
     * @param last takes the rows
     */
    public static Outcome follow(
            Plan plan, SourceText text, Duration lateness, Followed.Start start, Stage last, RunContext context)
            throws IOException {
        Follower follower = new Follower(plan, text, lateness);
        follower.check();
        return follower.problems.isEmpty() && plan.origin() instanceof EventScan scan
                ? new Outcome.Ok(new Followed(
                        plan,
                        follower.operators,
                        follower.windows,
                        follower.ticked(scan, start),
                        scan,
                        start,
                        last,
                        context))
                : new Outcome.Bad(List.copyOf(follower.problems));
    }

    private Optional<TickedJournal> ticked(EventScan scan, Followed.Start start) throws IOException {
        if (windows.isEmpty() || scan.lane() != Lane.TRACE || !(scan.recording() instanceof Journal journal)) {
            return Optional.empty();
        }
        long position = start instanceof Followed.Start.AtEnd ? journal.nextSequence() : 0;
        return Optional.of(TickedJournal.open(journal, position, windows.get()));
    }

    private void check() {
        if (!(plan.origin() instanceof EventScan scan)) {
            problems.add(text.problem(
                    new Span(0, 0),
                    "a tail follows the events of a journal, one table of them",
                    "start with 'events', 'control' or a provider's name"));
            return;
        }
        for (int i = 0; i < plan.operators().size(); i++) {
            check(plan.operators().get(i), plan.spans().get(i), scan);
        }
    }

    private void check(Operator operator, Span place, EventScan scan) {
        if (operator.streams()) {
            operators.add(operator);
            return;
        }
        if (operator instanceof Summarize summarize && windows.isEmpty()) {
            Optional<Windows> windowed = windows(summarize, scan);
            if (windowed.isPresent()) {
                windows = windowed;
                operators.add(windowed.get());
                return;
            }
        }
        problems.add(text.problem(
                place,
                "'" + text.at(place) + "' gives its first row when the last event has come, which a tail does not see",
                operator instanceof Summarize
                        ? "give 'summarize' windows: 'by bin(Timestamp, 1m)'; or ask with 'ringtail query'"
                        : WAY));
    }

    private Optional<Windows> windows(Summarize summarize, EventScan scan) {
        for (int i = 0; i < summarize.keys().size(); i++) {
            Optional<Long> size = WindowKey.ticks(summarize.keys().get(i), plan, scan);
            if (size.isPresent() && size.get() > 0) {
                return Optional.of(new Windows(summarize, i, size.get(), latenessTicks));
            }
        }
        return Optional.empty();
    }
}
