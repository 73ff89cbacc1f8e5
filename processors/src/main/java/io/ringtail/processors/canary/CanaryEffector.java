package io.ringtail.processors.canary;

import io.ringtail.dsl.value.Json;
import io.ringtail.processors.effect.Effector;
import io.ringtail.processors.proto.Intent;
import io.ringtail.processors.strategy.StoreKeys;
import io.ringtail.processors.strategy.Strategy;
import io.ringtail.processors.strategy.StrategyStore;
import io.ringtail.processors.strategy.StrategyStore.Entry;
import io.ringtail.processors.strategy.StrategyStore.Write;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Writes one kind of decision into a service's strategy, over the very revision that was judged: if there is a newer one
 * it is refused, and the processor judges anew. A rule has judged no revision, but has fired on a trial, a version and its
 * epoch: it is written over whatever revision of that trial there is, and refused if another trial has begun. Whether it
 * was done already shows in the strategy, whose reason names the intent. What holds it back is looked at once more just
 * before the write, which is done only if the switch and the limit are as they were then.
 *
 * <p>Arguments: {@code service}; {@code version} and {@code epoch}, the trial; {@code revision}, if one was judged;
 * {@code weight} for a promotion; {@code by} and {@code at} for people.
 */
public final class CanaryEffector implements Effector {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    /** So often a strategy may change under a rule's decision before that is given up. */
    private static final int ATTEMPTS = 5;

    private final Action action;
    private final StrategyStore store;
    private final Duration patience;

    private CanaryEffector(Action action, StrategyStore store, Duration patience) {
        this.action = action;
        this.store = store;
        this.patience = patience;
    }

    /**
     * One for each action.
     *
     * @param patience how long a store that does not answer is tried again
     */
    public static List<Effector> all(StrategyStore store, Duration patience) {
        return Arrays.stream(Action.values())
                .<Effector>map(action -> new CanaryEffector(action, store, patience))
                .toList();
    }

    @Override
    public String action() {
        return action.id();
    }

    @Override
    public Effect execute(Intent intent) throws IOException, InterruptedException {
        Map<?, ?> arguments = Json.parse(intent.getArguments())
                .filter(parsed -> parsed.value() instanceof Map<?, ?>)
                .<Map<?, ?>>map(parsed -> (Map<?, ?>) parsed.value())
                .orElse(Map.of());
        Object service = arguments.get("service");
        if (!(service instanceof String name) || !StoreKeys.isService(name)) {
            return Effect.refused("the argument 'service' is " + service + ", which names none");
        }
        long end = System.nanoTime() + patience.toNanos();
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                return once(name, arguments, intent);
            } catch (IOException | RuntimeException e) {
                if (System.nanoTime() - end > 0) {
                    throw e;
                }
            }
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private Effect once(String service, Map<?, ?> arguments, Intent intent) throws IOException {
        String key = StoreKeys.strategy(service);
        for (int attempt = 1; ; attempt++) {
            Optional<Entry> found = store.read(key).find(key);
            if (found.isEmpty()) {
                return Effect.refused("there is no strategy of '" + service + "'");
            }
            Entry entry = found.get();
            if (!(Strategy.read(service, entry.value()) instanceof Strategy.Reading.Ok read)) {
                return Effect.refused("revision " + entry.revision() + " is no strategy");
            }
            Hindrance hindrance = Hindrance.look(store);
            Optional<Effect> known = known(entry, read, hindrance, arguments, intent);
            if (known.isPresent()) {
                return known.get();
            }
            String changed = changed(entry, read, arguments, intent);
            switch (store.put(entry.key(), changed, entry.revision(), hindrance.seen())) {
                case Write.Done(long revision) -> {
                    return Effect.done("revision " + revision);
                }
                case Write.Conflict conflict -> {
                    if (attempt == ATTEMPTS || isJudged(arguments) && isNewer(conflict, entry)) {
                        return refused(entry, conflict);
                    }
                }
            }
        }
    }

    /** Else the switch or the limit has changed since it was looked at. */
    private static boolean isNewer(Write.Conflict conflict, Entry entry) {
        return conflict.current().map(Entry::revision).orElse(StrategyStore.ABSENT) != entry.revision();
    }

    private static Effect refused(Entry entry, Write.Conflict conflict) {
        return Effect.refused(
                isNewer(conflict, entry)
                        ? "revision " + entry.revision() + " was judged, and there is a newer one"
                                + conflict.current()
                                        .map(current -> ": " + current.revision())
                                        .orElse("")
                        : "the switch or the limit was changed " + ATTEMPTS + " times while it was to be written");
    }

    /** What becomes of it without a write; empty if it is to be written. */
    private Optional<Effect> known(
            Entry entry, Strategy.Reading.Ok read, Hindrance hindrance, Map<?, ?> arguments, Intent intent)
            throws IOException {
        if (isDone(read, intent)) {
            return Optional.of(Effect.done("revision " + entry.revision()));
        }
        Optional<Effect> known = isJudged(arguments)
                ? newer(entry, arguments)
                : otherTrial(read.strategy(), arguments).or(() -> alreadySo(entry, read.strategy()));
        return known.isPresent() ? known : hindrance.of(action, read.strategy(), arguments.get("at"));
    }

    private static boolean isJudged(Map<?, ?> arguments) {
        return arguments.get("revision") instanceof Long;
    }

    private static boolean isDone(Strategy.Reading.Ok read, Intent intent) {
        return read.text().value("reason").orElse("") instanceof Map<?, ?> reason
                && intent.getIdempotencyKey().equals(reason.get("intent"));
    }

    private static Optional<Effect> newer(Entry entry, Map<?, ?> arguments) {
        return arguments.get("revision") instanceof Long judged && judged != entry.revision()
                ? Optional.of(Effect.refused(
                        "revision " + judged + " was judged, and there is a newer one: " + entry.revision()))
                : Optional.empty();
    }

    /** A rule that fired long ago must not end another trial than the one that it fired on. */
    private static Optional<Effect> otherTrial(Strategy strategy, Map<?, ?> arguments) {
        if (!(arguments.get("version") instanceof String version) || !(arguments.get("epoch") instanceof Long epoch)) {
            return Optional.of(
                    Effect.refused("no strategy of '" + strategy.service() + "' was known when the rule fired"));
        }
        boolean same = version.equals(strategy.version()) && epoch == strategy.epoch();
        return same
                ? Optional.empty()
                : Optional.of(Effect.refused("the rule fired on " + version + ", epoch " + epoch + ", and now "
                        + strategy.version() + ", epoch " + strategy.epoch() + ", is on trial"));
    }

    private Optional<Effect> alreadySo(Entry entry, Strategy strategy) {
        if (strategy.rollback()) {
            return Optional.of(
                    action == Action.RESUME
                            ? Effect.refused("it is rolled back, which holds for its epoch; to try it again: ringtail"
                                    + " canary override " + strategy.service() + " restart --reason …")
                            : Effect.done("it is rolled back already, revision " + entry.revision()));
        }
        if (action == Action.PAUSE && strategy.paused()) {
            return Optional.of(Effect.done("it is paused already, revision " + entry.revision()));
        }
        return action == Action.RESUME && !strategy.paused()
                ? Optional.of(Effect.done("it is not paused, revision " + entry.revision()))
                : Optional.empty();
    }

    private String changed(Entry entry, Strategy.Reading.Ok read, Map<?, ?> arguments, Intent intent) {
        Optional<Double> weight =
                arguments.get("weight") instanceof Number number ? Optional.of(number.doubleValue()) : Optional.empty();
        Map<String, Object> reason = new LinkedHashMap<>();
        reason.put("action", action.id());
        reason.put("by", arguments.get("by") instanceof String by ? by : "ringtail");
        reason.put("at", String.valueOf(arguments.get("at")));
        reason.put("why", intent.getReason());
        reason.put("revision", entry.revision());
        reason.put("intent", intent.getIdempotencyKey());
        return StrategyChanges.apply(action, read, weight, reason);
    }
}
