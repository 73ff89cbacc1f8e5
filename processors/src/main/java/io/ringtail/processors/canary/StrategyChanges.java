package io.ringtail.processors.canary;

import io.ringtail.dsl.value.Json;
import io.ringtail.processors.strategy.Strategy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How each action changes a strategy's text; what else stands there stays. */
public final class StrategyChanges {
    private StrategyChanges() {}

    /**
     * The text after an action.
     *
     * @param weight the new one of a promotion; that before the pause where a resume is not given one
     * @param reason who did it, when and why
     */
    public static String apply(
            Action action, Strategy.Reading.Ok read, Optional<Double> weight, Map<String, Object> reason) {
        Strategy strategy = read.strategy();
        Map<String, String> changes = new LinkedHashMap<>();
        double before = strategy.weightBefore() >= 0 ? strategy.weightBefore() : strategy.weight();
        switch (action) {
            case ROLLBACK -> {
                changes.put("rollback", "true");
                stop(strategy, changes);
            }
            case PAUSE -> {
                changes.put("paused", "true");
                stop(strategy, changes);
            }
            case RESUME -> {
                changes.put("paused", "false");
                changes.put("weight", Json.format(plain(weight.orElse(before))));
                changes.put("weightBefore", "null");
            }
            case PROMOTE -> changes.put("weight", Json.format(plain(weight.orElse(strategy.weight()))));
        }
        changes.put("reason", Json.format(reason));
        return read.text().with(changes);
    }

    /** The text of another trial of the same version: the next epoch, on trial, with the weight that it had at most. */
    public static String restart(Strategy.Reading.Ok read, Optional<Double> weight, Map<String, Object> reason) {
        Strategy strategy = read.strategy();
        double before = strategy.weightBefore() >= 0 ? strategy.weightBefore() : strategy.weight();
        Map<String, String> changes = new LinkedHashMap<>();
        changes.put("weight", Json.format(plain(weight.orElse(before))));
        changes.put("epoch", Long.toString(strategy.epoch() + 1L));
        changes.put("rollback", "false");
        changes.put("paused", "false");
        changes.put("weightBefore", "null");
        changes.put("reason", Json.format(reason));
        return read.text().with(changes);
    }

    private static void stop(Strategy strategy, Map<String, String> changes) {
        if (strategy.weight() > 0) {
            changes.put("weightBefore", Json.format(plain(strategy.weight())));
        }
        changes.put("weight", "0");
    }

    private static Object plain(double weight) {
        return weight == Math.rint(weight) ? (Object) (long) weight : (Object) weight;
    }
}
