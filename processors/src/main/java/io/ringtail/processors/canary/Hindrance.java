package io.ringtail.processors.canary;

import io.ringtail.dsl.value.Datetimes;
import io.ringtail.processors.effect.Effector.Effect;
import io.ringtail.processors.strategy.StoreKeys;
import io.ringtail.processors.strategy.Strategy;
import io.ringtail.processors.strategy.StrategyStore;
import io.ringtail.processors.strategy.StrategyStore.Entry;
import io.ringtail.processors.strategy.StrategyStore.State;
import io.ringtail.ring.event.Ticks;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the store says against an action, whoever asks for it: the switch, a person's hold, and the limit of rollbacks an
 * hour over all services, of which those count that stand in the store.
 */
record Hindrance(StrategyStore store, State control) {
    /** What the switch and the limit are at now. */
    static Hindrance look(StrategyStore store) throws IOException {
        return new Hindrance(store, store.read(StrategyStore.CONTROL));
    }

    /** At which revisions they have to be still when the action is written. */
    Map<String, Long> seen() {
        return Map.of(
                StrategyStore.DISARMED, revision(StrategyStore.DISARMED),
                StrategyStore.LIMITS, revision(StrategyStore.LIMITS));
    }

    private long revision(String key) {
        return control.find(key).map(Entry::revision).orElse(StrategyStore.ABSENT);
    }

    /** @param at when it is asked for, in event time */
    Optional<Effect> of(Action action, Strategy strategy, @Nullable Object at) throws IOException {
        Optional<Entry> disarmed = control.find(StrategyStore.DISARMED);
        if (disarmed.isPresent()) {
            return Optional.of(
                    Effect.suppressed("disarmed " + Messages.said(disarmed.get().value())));
        }
        if (strategy.hold().isPresent()) {
            Strategy.Hold hold = strategy.hold().get();
            return Optional.of(Effect.suppressed("held by " + hold.by() + ": " + hold.reason()));
        }
        Optional<Long> now = Datetimes.parse(String.valueOf(at));
        return action == Action.ROLLBACK && now.isPresent() ? limit(strategy, now.get()) : Optional.empty();
    }

    private Optional<Effect> limit(Strategy strategy, long now) throws IOException {
        int most = Limits.rollbacksAnHour(control);
        long recent = store.read(StrategyStore.STRATEGIES).entries().values().stream()
                .filter(entry -> !entry.key().equals(StoreKeys.strategy(strategy.service())))
                .filter(entry -> isRolledBackWithinAnHour(entry, now))
                .count();
        return recent >= most
                ? Optional.of(Effect.suppressed(text(recent, most, strategy.service())))
                : Optional.empty();
    }

    private static boolean isRolledBackWithinAnHour(Entry entry, long now) {
        if (!(Strategy.read(StoreKeys.service(entry.key()), entry.value()) instanceof Strategy.Reading.Ok read)
                || !read.strategy().rollback()
                || !(read.text().value("reason").orElse("") instanceof Map<?, ?> reason)) {
            return false;
        }
        return Datetimes.parse(String.valueOf(reason.get("at")))
                .filter(at -> at > now - Ticks.PER_HOUR && at <= now + Ticks.PER_HOUR)
                .isPresent();
    }

    /** Why the limit holds a rollback back. */
    static String text(long recent, int most, String service) {
        return recent + " rollbacks in the last hour over all services, and the limit is " + most
                + "; roll back by hand: ringtail canary override " + service + " rollback --reason …";
    }
}
