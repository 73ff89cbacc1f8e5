package io.ringtail.processors.strategy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One key's way from one state to a later one.
 *
 * @param value empty: it is gone
 * @param revision the one that wrote it; for what is gone, the state's
 */
public record StoreChange(String key, Optional<String> value, long revision) {

    /** What leads from one state to another, by key. */
    public static List<StoreChange> between(StrategyStore.State before, StrategyStore.State after) {
        List<StoreChange> changes = new ArrayList<>();
        before.entries().forEach((key, entry) -> {
            if (after.find(key).isEmpty()) {
                changes.add(new StoreChange(key, Optional.empty(), after.revision()));
            }
        });
        after.entries().forEach((key, entry) -> {
            if (!before.find(key).equals(Optional.of(entry))) {
                changes.add(new StoreChange(key, Optional.of(entry.value()), entry.revision()));
            }
        });
        return changes;
    }
}
