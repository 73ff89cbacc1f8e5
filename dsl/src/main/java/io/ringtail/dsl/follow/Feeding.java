package io.ringtail.dsl.follow;

import io.ringtail.dsl.engine.Compute;
import io.ringtail.dsl.engine.EventScan;
import io.ringtail.dsl.engine.Operator;
import io.ringtail.dsl.engine.RunContext;
import io.ringtail.dsl.engine.Summarize;
import io.ringtail.dsl.plan.Plan;
import io.ringtail.dsl.syntax.Problem;
import io.ringtail.dsl.syntax.SourceText;
import io.ringtail.dsl.syntax.Span;
import io.ringtail.ring.payload.ContextPart;
import io.ringtail.ring.payload.PayloadDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out whether a plan can be handed its events: whether each operator treats each row alike, whatever rows came before,
 * so that what comes out does not depend on when it was started; at most one {@code summarize}, over windows, stands among
 * them.
 */
public final class Feeding {
    /** A record's own ids are taken, and those that it does not tell are null. */
    private static final Set<ContextPart> KNOWN_OF_AN_EVENT = Set.of(ContextPart.IDS);

    private final Plan plan;
    private final SourceText text;
    private final Fed.Rows rows;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Operator> operators = new ArrayList<>();
    private Optional<Windows> windows = Optional.empty();
    private List<Integer> keyColumns = List.of();

    private Feeding(Plan plan, SourceText text, Fed.Rows rows) {
        this.plan = plan;
        this.text = text;
        this.rows = rows;
    }

    /** What became of it. */
    public sealed interface Outcome {
        record Ok(Fed fed) implements Outcome {}

        record Bad(List<Problem> problems) implements Outcome {}
    }

    /** @param decoder reads the payloads of what is handed over */
    public static Outcome of(Plan plan, SourceText text, PayloadDecoder decoder, Fed.Rows rows, RunContext context) {
        Feeding feeding = new Feeding(plan, text, rows);
        feeding.check();
        if (!(plan.origin() instanceof EventScan scan) || !feeding.problems.isEmpty()) {
            return new Outcome.Bad(List.copyOf(feeding.problems));
        }
        Fed.Shape shape = new Fed.Shape(feeding.operators, feeding.windows, feeding.keyColumns);
        return new Outcome.Ok(new Fed(plan, scan, shape, decoder, rows, context));
    }

    private void check() {
        if (!(plan.origin() instanceof EventScan scan)) {
            problems.add(text.problem(
                    new Span(0, 0),
                    "this does not ask one table of events",
                    "start with 'events', 'control', a provider's name or ['Provider/EventName']"));
            return;
        }
        if (!KNOWN_OF_AN_EVENT.containsAll(scan.contextParts())) {
            problems.add(text.problem(
                    new Span(0, 0),
                    "this asks for what other events say of a process, thread or image, which may be said later",
                    "leave ProcessName, CommandLine, ParentProcessId, ThreadName and stacks out; ask a field of the event"
                            + " itself"));
        }
        for (int i = 0; i < plan.operators().size(); i++) {
            check(plan.operators().get(i), plan.spans().get(i), scan);
        }
    }

    private void check(Operator operator, Span place, EventScan scan) {
        if (operator.isPerRow() || operator instanceof Compute) {
            operators.add(operator);
        } else if (operator instanceof Summarize summarize && windows.isEmpty()) {
            window(summarize, place, scan);
        } else {
            problems.add(text.problem(
                    place,
                    "'" + text.at(place) + "' depends on rows that came before",
                    "where, extend, project, parse and one 'summarize … by bin(Timestamp, 1m)' do not"));
        }
    }

    private void window(Summarize summarize, Span place, EventScan scan) {
        for (int i = 0; i < summarize.keys().size(); i++) {
            Optional<Long> size = WindowKey.ticks(summarize.keys().get(i), plan, scan);
            if (size.isPresent() && size.get() > 0) {
                Windows made = new Windows(summarize, i, size.get(), 0, rows::window);
                windows = Optional.of(made);
                operators.add(made);
                keyColumns = keyColumns(summarize, i);
                return;
            }
        }
        problems.add(text.problem(
                place,
                "'" + text.at(place) + "' gives its rows when the last event has come",
                "give it windows: 'by bin(Timestamp, 1m)'"));
    }

    /** A key that is not in the result cannot tell its rows apart; it is the caller's to say so. */
    private List<Integer> keyColumns(Summarize summarize, int timeKey) {
        List<Integer> columns = new ArrayList<>();
        for (int i = 0; i < summarize.keySlots().size(); i++) {
            if (i != timeKey) {
                columns.add(plan.slots().indexOf(summarize.keySlots().get(i)));
            }
        }
        return List.copyOf(columns);
    }
}
