package io.ringtail.app.canary;

import io.ringtail.app.Command;
import io.ringtail.app.output.Printer;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Quantities;
import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.result.Format;
import io.ringtail.dsl.result.QueryResult;
import io.ringtail.processors.canary.Limits;
import io.ringtail.processors.strategy.StoreKeys;
import io.ringtail.processors.strategy.Strategy;
import io.ringtail.processors.strategy.StrategyStore;
import io.ringtail.processors.strategy.StrategyStore.Entry;
import io.ringtail.processors.strategy.StrategyStore.State;
import io.ringtail.ring.payload.ScalarType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code ringtail canary status}: a row for each strategy, and what holds for all of them. A text that is none is a finding,
 * and its row says why.
 */
public record StatusCommand(StoreAddress store, Format format) implements Command {
    private static final List<Column> COLUMNS = List.of(
            Column.of("service", ScalarType.STRING),
            Column.of("state", ScalarType.STRING),
            Column.of("version", ScalarType.STRING),
            Column.of("epoch", ScalarType.LONG),
            Column.of("weight", ScalarType.REAL),
            Column.of("revision", ScalarType.LONG),
            Column.of("by", ScalarType.STRING),
            Column.of("why", ScalarType.STRING));

    @Override
    public ExitStatus run(Console console) throws IOException {
        try (StrategyStore opened = store.open()) {
            State state = opened.read("");
            List<@Nullable Object[]> rows = new ArrayList<>();
            List<String> notes = new ArrayList<>();
            boolean allRead = true;
            for (Entry entry : state.under(StrategyStore.STRATEGIES).entries().values()) {
                Strategy.Reading read = Strategy.read(StoreKeys.service(entry.key()), entry.value());
                switch (read) {
                    case Strategy.Reading.Bad bad -> allRead = false;
                    case Strategy.Reading.Ok ok -> notes.addAll(ok.notes());
                }
                rows.add(row(entry, read));
            }
            Printer.print(QueryResult.complete(COLUMNS, rows), format, console);
            notes.forEach(console::warn);
            tellLimit(Limits.rollbacksAnHour(state), console);
            Optional<Entry> disarmed = state.find(StrategyStore.DISARMED);
            if (disarmed.isPresent()) {
                console.warn("the automation is disarmed: " + disarmed.get().value()
                        + "; 'ringtail canary arm --reason … --strategies "
                        + store.place() + "' arms it again");
            }
            return allRead ? ExitStatus.DONE : ExitStatus.FINDING;
        }
    }

    private void tellLimit(int rollbacksAnHour, Console console) {
        if (rollbacksAnHour == 0) {
            console.warn("the limit is 0 rollbacks an hour: nothing is rolled back; 'ringtail canary limit 3 --reason …"
                    + " --strategies " + store.place() + "' sets another one");
        } else {
            console.note("at most " + Quantities.count(rollbacksAnHour, "rollback") + " an hour over all services");
        }
    }

    private static @Nullable Object[] row(Entry entry, Strategy.Reading read) {
        return switch (read) {
            case Strategy.Reading.Bad bad ->
                new @Nullable Object[] {
                    StoreKeys.service(entry.key()), "rejected", null, null, null, entry.revision(), null, bad.message()
                };
            case Strategy.Reading.Ok ok -> row(entry, ok);
        };
    }

    private static @Nullable Object[] row(Entry entry, Strategy.Reading.Ok read) {
        Strategy strategy = read.strategy();
        Map<?, ?> reason = read.text().value("reason").orElse(Map.of()) instanceof Map<?, ?> map ? map : Map.of();
        Optional<Strategy.Hold> hold = strategy.hold();
        return new @Nullable Object[] {
            strategy.service(),
            state(strategy),
            strategy.version(),
            (long) strategy.epoch(),
            strategy.weight(),
            entry.revision(),
            hold.map(Strategy.Hold::by).orElse(text(reason.get("by"))),
            hold.map(Strategy.Hold::reason).orElse(text(reason.get("why")))
        };
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static String state(Strategy strategy) {
        String state = strategy.rollback() ? "rolled back" : strategy.paused() ? "paused" : "on trial";
        return strategy.hold().isPresent() ? state + ", held" : state;
    }
}
