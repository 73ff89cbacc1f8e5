package io.ringtail.app.canary;

import io.ringtail.app.Command;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
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
        record Disarm(String reason) implements Setting {}

        record Arm() implements Setting {}

        record Limit(int rollbacksPerHour) implements Setting {}
    }

    @Override
    public ExitStatus run(Console console) throws IOException {
        try (StrategyStore opened = store.open()) {
            console.out().println(set(opened));
        }
        return ExitStatus.DONE;
    }

    private String set(StrategyStore opened) throws IOException {
        return switch (setting) {
            case Setting.Disarm(String reason) -> {
                if (reason.isBlank()) {
                    throw Refusal.usage("--reason is missing: who comes after you wants to know why");
                }
                Map<String, Object> value = new LinkedHashMap<>();
                value.put("by", DecisionCommand.person());
                value.put("reason", reason);
                value.put("at", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
                write(opened, StrategyStore.DISARMED, Optional.of(Json.format(value)));
                yield "disarmed: versions are judged, and nothing is rolled back, paused or promoted";
            }
            case Setting.Arm() -> {
                write(opened, StrategyStore.DISARMED, Optional.empty());
                yield "armed";
            }
            case Setting.Limit(int most) -> {
                if (most < 0) {
                    throw Refusal.usage("the limit is a number of rollbacks an hour, 0 or more, not " + most);
                }
                write(opened, StrategyStore.LIMITS, Optional.of("{\"rollbacksPerHour\":" + most + "}"));
                yield "at most " + most + " rollbacks an hour over all services";
            }
        };
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
