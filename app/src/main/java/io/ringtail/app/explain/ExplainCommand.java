package io.ringtail.app.explain;

import io.ringtail.app.Command;
import io.ringtail.app.input.Selection;
import io.ringtail.app.output.Printer;
import io.ringtail.app.query.Limits;
import io.ringtail.app.query.OpenInput;
import io.ringtail.app.query.QueryRun;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Quantities;
import io.ringtail.dsl.engine.Stop;
import io.ringtail.dsl.explain.BlockCounts;
import io.ringtail.dsl.explain.CountedRecording;
import io.ringtail.dsl.explain.Explanation;
import io.ringtail.dsl.result.Format;
import io.ringtail.ring.block.Recording;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * {@code ringtail explain}: runs a query, forgets its rows, and tells what each operator did.
 *
 * @param planOnly that it is not run
 * @param parameters values of the parameters that the query declares, as text
 * @param lint whether it is said what may not be meant, though the query runs
 */
public record ExplainCommand(
        String text,
        Selection selection,
        Format format,
        Limits limits,
        boolean planOnly,
        Map<String, String> parameters,
        boolean lint)
        implements Command {
    @Override
    public ExitStatus run(Console console) throws IOException {
        List<CountedRecording> counted = new ArrayList<>();
        return asked().run(console, counting(counted), tell(counted, console));
    }

    /** As {@link #run}, on what is open already and stays open; {@code stop} ends it. */
    public ExitStatus runOn(OpenInput open, Stop stop, Console console) throws IOException {
        List<CountedRecording> counted = new ArrayList<>();
        return asked().runOn(open, stop, console, counting(counted), tell(counted, console));
    }

    private QueryRun asked() {
        return new QueryRun(text, selection, limits, parameters, lint);
    }

    private UnaryOperator<Recording> counting(List<CountedRecording> counted) {
        return recording -> count(recording, selection.journal().isPresent(), counted);
    }

    private QueryRun.Use tell(List<CountedRecording> counted, Console console) {
        return (query, input) -> {
            if (planOnly) {
                print(query.plan(), BlockCounts.NONE, console);
                return List.of();
            }
            counted.getFirst().take(); // what was read to bind it
            Explanation explanation = query.explain(console.nanoTime());
            print(explanation, counted.getFirst().take(), console);
            return List.of();
        };
    }

    private static Recording count(Recording recording, boolean journal, List<CountedRecording> counted) {
        CountedRecording counting = new CountedRecording(recording, journal);
        counted.add(counting);
        return counting;
    }

    private void print(Explanation explanation, BlockCounts blocks, Console console) throws IOException {
        if (format != Format.TABLE) {
            Printer.print(explanation.table(), format, console);
            return;
        }
        console.out().println(console.style().dim(numbers("rows", "ms", "kept") + "operator"));
        String indent = "";
        for (Explanation.Step step : explanation.steps()) {
            console.out().println(numbers(step) + indent + console.style().bold(Console.printable(step.operator())));
            for (String detail : step.detail().isEmpty()
                    ? List.<String>of()
                    : List.of(step.detail().split("; "))) {
                console.out()
                        .println(
                                numbers("", "", "") + "      " + console.style().dim(Console.printable(detail)));
            }
            indent = "| ";
        }
        if (!planOnly) {
            console.out().println(read(blocks));
        }
        console.out().flush();
    }

    private String numbers(Explanation.Step step) {
        return step.cost()
                .map(cost -> numbers(
                        Quantities.count(cost.rows()),
                        String.format(Locale.ROOT, "%.3f", cost.nanos() / 1e6),
                        cost.keptBytes() == 0 ? "" : Quantities.bytes(cost.keptBytes())))
                .orElseGet(() -> numbers("", "", ""));
    }

    /** Nothing where the query is not run. */
    private String numbers(String rows, String millis, String kept) {
        return planOnly ? "" : String.format(Locale.ROOT, "%14s %12s %10s  ", rows, millis, kept);
    }

    private static String read(BlockCounts blocks) {
        if (blocks.all() == 0) {
            return "no block was read";
        }
        return String.format(
                Locale.ROOT,
                "blocks: %,d read (%,d events, %s), %,d skipped by time, %,d skipped by kind of event",
                blocks.read(),
                blocks.events(),
                Quantities.bytes(blocks.bytes()),
                blocks.skippedByTime(),
                blocks.skippedByKind());
    }
}
