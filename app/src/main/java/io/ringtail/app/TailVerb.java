package io.ringtail.app;

import io.ringtail.app.input.Selection;
import io.ringtail.app.tail.TailCommand;
import io.ringtail.app.terminal.Amounts;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.dsl.value.Values;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ScalarType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ringtail tail}. */
@CommandLine.Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Follows a journal that another process writes: rows come as the events do, until Ctrl-C.",
            "The query may hold the operators that give a row without knowing the rest (where, extend, project, take …)",
            "and 'summarize … by bin(Timestamp, …)', whose windows come out when the events have gone past them."
        },
        footer = {
            "",
            "Examples:",
            "  ringtail tail --journal web.journal",
            "  ringtail tail --journal web.journal \"['Contoso-Checkout'] | where Level <= 3\" --format jsonl",
            "  ringtail tail --journal web.journal 'events | summarize count() by bin(Timestamp, 10s)' --from start"
        })
final class TailVerb implements Verb {
    private static final String ALL = "events | project Timestamp, Provider, EventName, ProcessId, Payload";

    @Mixin
    private InputArguments input = new InputArguments();

    @Mixin
    private QueryTextOption query = new QueryTextOption();

    @Option(
            names = "--from",
            paramLabel = "WHERE",
            description = "end: what is written from now on; start: all that is there first; or a time, such as"
                    + " 2026-03-02T09:10 (default: end)")
    private String from = "end";

    @Option(
            names = "--lateness",
            paramLabel = "TIME",
            description = "how long, in event time, a window waits for events that come out of order (default: 2s)")
    private String lateness = "2s";

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private ZoneOption zone = new ZoneOption();

    @Override
    public Command command() {
        Selection selection = input.selectionBesideQuery();
        Path journal = selection
                .journal()
                .orElseThrow(
                        () -> Refusal.usage("tail follows a journal, and none is named: ringtail tail --journal DIR"
                                + " ['QUERY']; a trace is asked with 'ringtail query'"));
        return new TailCommand(
                journal,
                selection,
                query.optional(input).orElse(ALL),
                from(),
                lateness(),
                format.format,
                zone.zone(),
                query.parameters());
    }

    private TailCommand.From from() {
        if (from.equals("end")) {
            return new TailCommand.From.End();
        }
        if (from.equals("start")) {
            return new TailCommand.From.Beginning();
        }
        if (Values.cast(from, ScalarType.DATETIME) instanceof Cell.Datetime time) {
            return new TailCommand.From.Time(time.ticks());
        }
        throw Refusal.usage("--from " + from + " is neither 'start' nor 'end' nor a time; one is 2026-03-02T09:10:00Z");
    }

    private Duration lateness() {
        Optional<Duration> time = Amounts.time(lateness);
        return time.orElseThrow(() -> Refusal.usage("--lateness " + lateness + " is no time; one is 500ms, 2s or 1m"));
    }
}
