package io.ringtail.app.replay;

import io.ringtail.app.Command;
import io.ringtail.app.canary.StoreAddress;
import io.ringtail.app.export.Times;
import io.ringtail.app.input.Selection;
import io.ringtail.app.input.UserFolder;
import io.ringtail.app.output.Printer;
import io.ringtail.app.rules.RuleFiles;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Quantities;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.app.terminal.TemporaryFolder;
import io.ringtail.app.terminal.TraceWarnings;
import io.ringtail.dsl.check.CheckEvents;
import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.result.Format;
import io.ringtail.dsl.result.QueryResult;
import io.ringtail.etw.source.OpenTraces;
import io.ringtail.etw.source.TraceRecorder;
import io.ringtail.processors.ProcessorEvents;
import io.ringtail.processors.canary.CanaryEvents;
import io.ringtail.processors.host.Output;
import io.ringtail.processors.proto.Outcome;
import io.ringtail.processors.proto.RuleBound;
import io.ringtail.processors.replay.Comparison;
import io.ringtail.processors.replay.Replay;
import io.ringtail.processors.rules.RuleSet;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.bus.OwnMessages;
import io.ringtail.ring.journal.Journal;
import io.ringtail.ring.payload.PayloadDecoder;
import io.ringtail.ring.payload.ScalarType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code ringtail replay}: what rules would have said of a recording, and the judge of canaries. Traces are recorded
 * first, into a folder that goes away again, so that they are replayed as they would have been watched.
 *
 * @param rules files; none: those that the journal says watched it, unless strategies are named
 * @param strategies by which it is judged; none: those that the journal tells of, unless rules are named
 * @param times what was said at other times is not printed, but folded all the same
 */
public record ReplayCommand(
        Selection input,
        List<Path> rules,
        Optional<StoreAddress> strategies,
        Speed speed,
        Times times,
        boolean compare,
        Format format,
        ZoneId zone)
        implements Command {
    @Override
    public ExitStatus run(Console console) throws IOException {
        Selection required = input.required("replay");
        Optional<RuleSet> given = rules.isEmpty() ? Optional.empty() : RuleFiles.read(rules, console);
        if (given.isEmpty() && !rules.isEmpty()) {
            return ExitStatus.USAGE;
        }
        if (required.journal().isPresent()) {
            try (Journal journal = Journal.open(required.journal().get())) {
                return replay(journal, given, console);
            }
        }
        if (given.isEmpty() && strategies.isEmpty() || compare) {
            throw Refusal.usage(
                    "a trace has no rules of its own, and nothing was said of it; name rules with --rules or"
                            + " strategies with --strategies, and compare with a journal");
        }
        try (TemporaryFolder temporary = TemporaryFolder.create("ringtail-replay")) {
            Path folder = record(temporary.path(), console);
            try (Journal journal = Journal.open(folder)) {
                return replay(journal, given, console);
            }
        }
    }

    private Path record(Path temporary, Console console) throws IOException {
        Path folder = temporary.resolve("journal");
        try (OpenTraces open = OpenTraces.open(input.traces(), temporary, input.schemas(), UserFolder.surveys());
                Bus bus = Bus.open(folder, BusOptions.defaults())) {
            TraceRecorder.record(open, bus, (events, bytes) -> {});
            TraceWarnings.print(open, console);
        }
        return folder;
    }

    private ExitStatus replay(Journal journal, Optional<RuleSet> given, Console console) throws IOException {
        PayloadDecoder decoder = input.decoder(journal);
        OwnMessages messages = CanaryEvents.addTo(ProcessorEvents.addTo(CheckEvents.addTo(OwnMessages.ofBus())));
        Replay replay = new Replay(journal, () -> decoder, messages);
        List<Parts.Part> parts = new Parts(journal, replay, given, strategies, compare).all();
        List<Output> said = new ArrayList<>();
        List<Output> recorded = new ArrayList<>();
        Replay.Pace pace = speed.pace(console.nanoTime());
        for (Parts.Part part : parts) {
            replay.run(part.processor(), part.fromSequence(), pace, said::add);
            pace = Replay.Pace.MAX; // the time has passed
            if (compare) {
                recorded.addAll(replay.recorded(part.processor().name()));
            }
        }
        given.ifPresent(rules -> RuleFiles.warnOfWaiting(rules, journal, decoder, console));
        said.sort(Comparator.comparingLong(Output::causeSequence)); // stable
        recorded.sort(Comparator.comparingLong(Output::causeSequence));
        return compare
                ? compare(within(said), within(recorded), replay.outcomes(), console)
                : print(within(said), replay.outcomes(), console);
    }

    private List<Output> within(List<Output> outputs) {
        return outputs.stream()
                .filter(output -> output.timeTicks() >= times.fromTicks() && output.timeTicks() < times.untilTicks())
                .toList();
    }

    private ExitStatus print(List<Output> said, Map<String, Outcome> outcomes, Console console) throws IOException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Output output : said) {
            if (!(output.message() instanceof RuleBound)) {
                rows.add(OutputRow.values(output, outcomes));
            }
        }
        Printer.print(QueryResult.complete(OutputRow.COLUMNS, rows), format, zone, console);
        return ExitStatus.DONE;
    }

    private ExitStatus compare(
            List<Output> replayed, List<Output> recorded, Map<String, Outcome> outcomes, Console console)
            throws IOException {
        Comparison comparison = Comparison.of(replayed, recorded);
        List<Column> columns = new ArrayList<>(List.of(Column.of("OnlyIn", ScalarType.STRING)));
        columns.addAll(OutputRow.COLUMNS);
        List<@Nullable Object[]> rows = new ArrayList<>();
        comparison.onlyReplayed().forEach(output -> rows.add(in("replay", output, outcomes)));
        comparison.onlyRecorded().forEach(output -> rows.add(in("recording", output, outcomes)));
        Printer.print(QueryResult.complete(columns, rows), format, zone, console);
        console.note(
                comparison.isEmpty()
                        ? "the replay says the same, to the byte: " + Quantities.count(recorded.size()) + " events"
                        : "the replay and the recording differ in " + Quantities.count(rows.size()) + " events");
        return comparison.isEmpty() ? ExitStatus.DONE : ExitStatus.FINDING;
    }

    private static @Nullable Object[] in(String where, Output output, Map<String, Outcome> outcomes) {
        @Nullable Object[] values = OutputRow.values(output, outcomes);
        @Nullable Object[] row = new @Nullable Object[values.length + 1];
        row[0] = where;
        System.arraycopy(values, 0, row, 1, values.length);
        return row;
    }
}
