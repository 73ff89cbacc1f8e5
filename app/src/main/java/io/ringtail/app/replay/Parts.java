package io.ringtail.app.replay;

import io.ringtail.app.canary.StoreAddress;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.processors.Processor;
import io.ringtail.processors.canary.Canary;
import io.ringtail.processors.canary.GivenStrategies;
import io.ringtail.processors.replay.Replay;
import io.ringtail.processors.rules.RuleSet;
import io.ringtail.processors.rules.RulesProcessor;
import io.ringtail.processors.strategy.StoreKeys;
import io.ringtail.processors.strategy.Strategy;
import io.ringtail.processors.strategy.StrategyStore;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Which processors are replayed: those that were named, or, if none was, those that watched the recording. */
record Parts(
        Journal journal, Replay replay, Optional<RuleSet> rules, Optional<StoreAddress> strategies, boolean compare) {
    /** A processor, and the first event that it is fed with. */
    record Part(Processor processor, long fromSequence) {}

    List<Part> all() throws IOException {
        OptionalLong judged = replay.recordedStart(Canary.NAME);
        OptionalLong watched = replay.recordedStart(RulesProcessor.NAME);
        List<Part> parts = new ArrayList<>();
        if (strategies.isPresent() || rules.isEmpty() && judged.isPresent()) {
            check(judged, "no strategies were judged by");
            parts.add(new Part(canary(), from(judged, strategies.isPresent())));
        }
        if (rules.isPresent() || strategies.isEmpty() && watched.isPresent()) {
            check(watched, "no rules watched this journal");
            parts.add(new Part(rulesProcessor(), from(watched, rules.isPresent())));
        }
        if (parts.isEmpty()) {
            throw Refusal.usage("no rules watched this journal while it was recorded, and no strategies were judged by;"
                    + (compare
                            ? " leave --compare out, and name some with --rules FILE or --strategies WHERE"
                            : " name some with --rules FILE or --strategies WHERE"));
        }
        return parts;
    }

    private void check(OptionalLong recorded, String what) {
        if (compare && recorded.isEmpty()) {
            throw Refusal.usage(what + " while it was recorded; leave --compare out");
        }
    }

    private long from(OptionalLong recorded, boolean given) {
        return compare || !given ? recorded.orElse(0) : 0;
    }

    private Processor rulesProcessor() {
        if (rules.isEmpty()) {
            return RulesProcessor.ofJournal();
        }
        return compare ? RulesProcessor.insteadOfLoaded(rules.get()) : RulesProcessor.of(rules.get());
    }

    private Processor canary() throws IOException {
        return strategies.isEmpty() ? new Canary() : new Canary(GivenStrategies.of(state(strategies.get()), journal));
    }

    private static StrategyStore.State state(StoreAddress address) throws IOException {
        StrategyStore.State state;
        try (StrategyStore store = address.open()) {
            state = store.read(StrategyStore.STRATEGIES);
        }
        if (state.entries().isEmpty()) {
            throw Refusal.usage("--strategies " + address.place() + ": there is no strategy; put a file SERVICE.json"
                    + " there, such as {\"version\":\"v1.2\",\"weight\":15}");
        }
        state.entries().forEach((key, entry) -> {
            if (Strategy.read(StoreKeys.service(key), entry.value()) instanceof Strategy.Reading.Bad bad) {
                throw Refusal.usage("--strategies " + address.place() + ": " + bad.message());
            }
        });
        return state;
    }
}
