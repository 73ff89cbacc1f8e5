package io.ringtail.processors.canary;

import io.ringtail.processors.canary.proto.StoreChanged;
import io.ringtail.processors.host.ControlScan;
import io.ringtail.processors.strategy.StoreKeys;
import io.ringtail.processors.strategy.Strategy;
import io.ringtail.processors.strategy.StrategyStore;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Strategies that a replay judges by, in the place of what the recording tells of them. One that the recording told of, in
 * the same words, is judged by as it was when it was recorded, with all that became of it. Another one holds from where
 * its service is first told of, or from the start; it is taken as it began, and what is asked for counts as done at once.
 * Services without one are not judged. <b>Threads:</b> one.
 */
public final class GivenStrategies {
    private final Map<String, String> others;
    private final Set<String> asRecorded;
    private final Set<String> toldOf;
    private final Set<String> begun = new HashSet<>();

    private GivenStrategies(Map<String, String> others, Set<String> asRecorded, Set<String> toldOf) {
        this.others = others;
        this.asRecorded = asRecorded;
        this.toldOf = toldOf;
    }

    /** @param state of a store, whose strategies can all be read */
    public static GivenStrategies of(StrategyStore.State state, Journal journal) throws IOException {
        Map<String, Set<String>> told = told(journal);
        Map<String, String> others = new TreeMap<>();
        Set<String> asRecorded = new HashSet<>();
        state.under(StrategyStore.STRATEGIES).entries().forEach((key, entry) -> {
            String service = StoreKeys.service(key);
            if (told.getOrDefault(service, Set.of()).contains(entry.value())) {
                asRecorded.add(service);
            } else {
                others.put(service, asItBegan(service, entry.value()));
            }
        });
        return new GivenStrategies(others, asRecorded, Set.copyOf(told.keySet()));
    }

    private static Map<String, Set<String>> told(Journal journal) throws IOException {
        Map<String, Set<String>> told = new HashMap<>();
        ControlScan.run(
                journal, 0, type -> CanaryEvents.PROVIDER.has(type, CanaryEvents.STORE_CHANGED), (type, event) -> {
                    StoreChanged change = StoreChanged.parseFrom(event.payload());
                    if (isStrategy(change) && !change.getGone()) {
                        told.computeIfAbsent(StoreKeys.service(change.getKey()), name -> new HashSet<>())
                                .add(change.getValue());
                    }
                });
        return told;
    }

    private static boolean isStrategy(StoreChanged change) {
        return change.getKey().startsWith(StrategyStore.STRATEGIES);
    }

    /** Without what Ringtail or a person wrote at its end. */
    private static String asItBegan(String service, String text) {
        if (!(Strategy.read(service, text) instanceof Strategy.Reading.Ok read)
                || !read.strategy().rollback() && !read.strategy().paused()) {
            return text;
        }
        Map<String, String> began = new LinkedHashMap<>();
        began.put("rollback", "false");
        began.put("paused", "false");
        if (read.strategy().weightBefore() >= 0) {
            began.put("weight", Double.toString(read.strategy().weightBefore()));
        }
        began.put("weightBefore", "null");
        began.put("reason", "null");
        return read.text().with(began);
    }

    /** Those of services that the recording does not tell of. */
    List<StoreChanged> initial() {
        return others.entrySet().stream()
                .filter(other -> !toldOf.contains(other.getKey()))
                .map(other -> StoreChanged.newBuilder()
                        .setKey(StoreKeys.strategy(other.getKey()))
                        .setRevision(1)
                        .setValue(other.getValue())
                        .build())
                .toList();
    }

    /** What is heard in the place of a change that the recording tells of. */
    Optional<StoreChanged> inPlaceOf(StoreChanged told) {
        if (!isStrategy(told) || asRecorded.contains(StoreKeys.service(told.getKey()))) {
            return Optional.of(told);
        }
        String other = others.get(StoreKeys.service(told.getKey()));
        return other != null && begun.add(told.getKey())
                ? Optional.of(told.toBuilder().setGone(false).setValue(other).build())
                : Optional.empty();
    }

    /** Whether what is asked for counts as done at once, as nobody else will do it. */
    boolean isDoneAtOnce(String service) {
        return others.containsKey(service);
    }
}
