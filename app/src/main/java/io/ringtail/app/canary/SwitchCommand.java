package io.ringtail.app.canary;

import io.ringtail.app.Command;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Quantities;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.dsl.value.Json;
import io.ringtail.processors.strategy.StrategyStore;
import io.ringtail.processors.strategy.StrategyStore.Entry;
import io.ringtail.processors.strategy.StrategyStore.Write;
import java.io.IOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code ringtail canary disarm|arm|limit}: what holds for all services. */
public record SwitchCommand(StoreAddress store, Setting setting, InstantSource clock) implements Command {
    /** What is set. */
    public sealed interface Setting {
        /** Why; who comes after wants to know. */
        String reason();

        record Disarm(String reason) implements Setting {}

        record Arm(String reason) implements Setting {}

        record Limit(int rollbacksPerHour, String reason) implements Setting {}
    }

    @Override
    public ExitStatus run(Console console) throws IOException {
        if (setting.reason().isBlank()) {
            throw Refusal.usage("--reason is missing: who comes after you wants to know why");
        }
        if (setting instanceof Setting.Limit(int most, String reason) && most < 0) {
            throw Refusal.usage("the limit is a number of rollbacks an hour, 0 or more, not " + most);
        }
        try (StrategyStore opened = store.open()) {
            console.out().println(set(opened));
        }
        if (setting instanceof Setting.Limit(int most, String reason) && most == 0) {
            console.warn("nothing is rolled back any more, of any service; 'ringtail canary limit 3 --reason …"
                    + " --strategies " + store.place() + "' sets another limit");
        }
        return ExitStatus.DONE;
    }

    private String set(StrategyStore opened) throws IOException {
        return switch (setting) {
            case Setting.Disarm(String reason) -> {
                write(opened, StrategyStore.DISARMED, Optional.of(Json.format(why(reason))));
                yield "disarmed: versions are judged, and nothing is rolled back, paused or promoted";
            }
            case Setting.Arm(String reason) -> {
                if (opened.read(StrategyStore.DISARMED)
                        .find(StrategyStore.DISARMED)
                        .isEmpty()) {
                    yield "it is armed already";
                }
                write(opened, StrategyStore.ARMED, Optional.of(Json.format(why(reason))));
                write(opened, StrategyStore.DISARMED, Optional.empty());
                yield "armed";
            }
            case Setting.Limit(int most, String reason) -> {
                Map<String, Object> value = new LinkedHashMap<>();
                value.put("rollbacksPerHour", (long) most);
                value.putAll(why(reason));
                write(opened, StrategyStore.LIMITS, Optional.of(Json.format(value)));
                yield "at most " + Quantities.count(most, "rollback") + " an hour over all services";
            }
        };
    }

    private Map<String, Object> why(String reason) {
        Map<String, Object> why = new LinkedHashMap<>();
        why.put("by", DecisionCommand.person());
        why.put("reason", reason);
        why.put("at", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        return why;
    }

    /** What somebody else writes meanwhile gives way: the last word counts. */
    private void write(StrategyStore opened, String key, Optional<String> value) throws IOException {
        Write write;
        do {
            Optional<Entry> present = opened.read(key).find(key);
            long revision = present.map(Entry::revision).orElse(StrategyStore.ABSENT);
            if (value.isEmpty() && present.isEmpty()) {
                return;
            }
            write = value.isPresent() ? opened.put(key, value.get(), revision) : opened.delete(key, revision);
        } while (!(write instanceof Write.Done));
    }
}
