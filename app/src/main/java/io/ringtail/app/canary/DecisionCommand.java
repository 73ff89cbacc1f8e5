package io.ringtail.app.canary;

import io.ringtail.app.Command;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.dsl.value.Json;
import io.ringtail.processors.canary.Action;
import io.ringtail.processors.canary.StrategyChanges;
import io.ringtail.processors.strategy.StoreKeys;
import io.ringtail.processors.strategy.Strategy;
import io.ringtail.processors.strategy.StrategyStore;
import io.ringtail.processors.strategy.StrategyStore.Entry;
import io.ringtail.processors.strategy.StrategyStore.Write;
import java.io.IOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a person decides about one service's canary, with name and reason: written over the strategy that is there.
 *
 * @param weight for a promotion or a restart
 */
public record DecisionCommand(
        StoreAddress store, String service, Kind kind, String reason, Optional<Double> weight, InstantSource clock)
        implements Command {
    private static final int ATTEMPTS = 5;

    /** What may be decided. */
    public enum Kind {
        HOLD,
        RELEASE,
        ROLLBACK,
        PAUSE,
        RESUME,
        PROMOTE,
        /** A new trial of the same version: the next epoch. */
        RESTART
    }

    @Override
    public ExitStatus run(Console console) throws IOException {
        if (reason.isBlank()) {
            throw Refusal.usage("--reason is missing: who comes after you wants to know why");
        }
        if (!StoreKeys.isService(service)) {
            throw Refusal.usage("'" + service + "' is no name of a service");
        }
        if (weight.isPresent() && !(weight.get() >= 0 && weight.get() <= 100)) {
            throw Refusal.usage("--weight is 0 to 100, not " + weight.get());
        }
        if (kind == Kind.PROMOTE && weight.isEmpty()) {
            throw Refusal.usage("override promote needs --weight, the new percentage");
        }
        try (StrategyStore opened = store.open()) {
            long revision = decide(opened);
            console.out().println(service + ": " + done() + ", revision " + revision);
        }
        return ExitStatus.DONE;
    }

    private long decide(StrategyStore opened) throws IOException {
        String key = StoreKeys.strategy(service);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Entry entry = opened.read(key)
                    .find(key)
                    .orElseThrow(
                            () -> Refusal.failure("there is no strategy of '" + service + "' in " + store.place()));
            if (!(Strategy.read(service, entry.value()) instanceof Strategy.Reading.Ok read)) {
                throw Refusal.failure("what stands in " + store.place() + " is no strategy; correct it first: "
                        + ((Strategy.Reading.Bad) Strategy.read(service, entry.value())).message());
            }
            refuseWhatHasNoEffect(read.strategy());
            if (opened.put(key, changed(read), entry.revision()) instanceof Write.Done(long revision)) {
                return revision;
            }
        }
        throw Refusal.failure("the strategy of '" + service + "' changes all the time; look at it, and try again");
    }

    /** A weight that stands in a strategy is sent requests, whatever else stands there. */
    private void refuseWhatHasNoEffect(Strategy strategy) {
        String override = "ringtail canary override " + service + " ";
        boolean needsTrial = kind == Kind.PROMOTE || kind == Kind.PAUSE || kind == Kind.RESUME;
        if (strategy.rollback() && needsTrial) {
            throw Refusal.failure("'" + service + "' is rolled back, which holds for its epoch; to try "
                    + strategy.version() + " again: " + override + "restart --reason … --strategies " + store.place());
        }
        if (kind == Kind.PROMOTE && strategy.paused()) {
            throw Refusal.failure("'" + service + "' is paused; to go on: " + override
                    + "resume --weight … --reason … --strategies " + store.place());
        }
        if (kind == Kind.RESUME && !strategy.paused()) {
            throw Refusal.failure("'" + service + "' is not paused; another weight is given by: " + override
                    + "promote --weight … --reason … --strategies " + store.place());
        }
    }

    private String changed(Strategy.Reading.Ok read) {
        Map<String, Object> why = why(kind.name().toLowerCase(Locale.ROOT), reason, clock);
        return switch (kind) {
            case HOLD -> read.text().with(Map.of("hold", Json.format(Map.of("by", person(), "reason", reason))));
            case RELEASE -> read.text().with(sorted("hold", "null", "reason", Json.format(why)));
            case ROLLBACK -> StrategyChanges.apply(Action.ROLLBACK, read, weight, why);
            case PAUSE -> StrategyChanges.apply(Action.PAUSE, read, weight, why);
            case RESUME -> StrategyChanges.apply(Action.RESUME, read, weight, why);
            case PROMOTE -> StrategyChanges.apply(Action.PROMOTE, read, weight, why);
            case RESTART -> StrategyChanges.restart(read, weight, why);
        };
    }

    private static Map<String, String> sorted(String... pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }

    private String done() {
        return switch (kind) {
            case HOLD -> "held; Ringtail judges and does nothing";
            case RELEASE -> "released";
            case ROLLBACK -> "rolled back";
            case PAUSE -> "paused";
            case RESUME -> "resumed";
            case PROMOTE -> "promoted";
            case RESTART -> "on trial anew";
        };
    }

    static Map<String, Object> why(String action, String reason, InstantSource clock) {
        Map<String, Object> why = new LinkedHashMap<>();
        why.put("action", action);
        why.put("by", person());
        why.put("at", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        why.put("why", reason);
        return why;
    }

    /** As the operating system knows who types. */
    static String person() {
        return System.getProperty("user.name", "somebody");
    }
}
