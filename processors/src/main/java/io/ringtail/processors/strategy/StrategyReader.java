package io.ringtail.processors.strategy;

import io.ringtail.dsl.value.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one strategy, and gathers all that is wrong with it. */
final class StrategyReader {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
    private static final int MOST_STEPS = 100;
    private static final int MOST_TEXT = 200;

    private final String service;
    private final List<StrategyProblem> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private StrategyText text = emptyText();

    StrategyReader(String service) {
        this.service = service;
    }

    private static StrategyText emptyText() {
        try {
            return StrategyText.parse("{}");
        } catch (StrategyText.NotJsonException e) {
            throw new IllegalStateException(e);
        }
    }

    Strategy.Reading read(String json) {
        try {
            text = StrategyText.parse(json);
        } catch (StrategyText.NotJsonException e) {
            return new Strategy.Reading.Bad(
                    List.of(new StrategyProblem("strategy of '" + service + "': " + e.getMessage())));
        }
        noteUnknownKeys();
        Strategy strategy = strategy();
        if (!problems.isEmpty()) {
            notes.forEach(note -> problems.add(new StrategyProblem(note))); // a key that is missing may be mistyped
        }
        return problems.isEmpty() ? new Strategy.Reading.Ok(strategy, text, notes) : new Strategy.Reading.Bad(problems);
    }

    private void noteUnknownKeys() {
        for (String key : text.keys()) {
            if (!StrategyKey.isKnown(key)) {
                StrategyKey.near(key)
                        .ifPresent(near -> notes.add("strategy of '" + service + "': unknown key '" + key
                                + "' has no effect; did you mean '" + near + "'?"));
            }
        }
    }

    private Strategy strategy() {
        return new Strategy(
                service,
                requiredText(StrategyKey.VERSION),
                text(StrategyKey.STABLE_VERSION),
                weight(),
                steps(),
                whole(StrategyKey.STEP_WINDOWS, 5, 1, 10_000),
                duration(StrategyKey.INTERVAL, Duration.ofSeconds(60), Duration.ofSeconds(1), Duration.ofHours(1)),
                duration(StrategyKey.LATENESS, Duration.ofSeconds(2), Duration.ZERO, Duration.ofMinutes(10)),
                whole(StrategyKey.MIN_REQUESTS, 100, 1, 1_000_000),
                rate(),
                timesStable(StrategyKey.ROLLBACK_ON_5XX_TIMES_STABLE),
                number(StrategyKey.PAUSE_ON_P95_MS, 0, 0, 3_600_000),
                timesStable(StrategyKey.PAUSE_ON_P95_TIMES_STABLE),
                whole(StrategyKey.ROLLBACK_ON_CRASHES, 3, 0, 1_000),
                duration(StrategyKey.CRASH_WINDOW, Duration.ofMinutes(10), Duration.ofSeconds(1), Duration.ofHours(24)),
                whole(StrategyKey.FAILURE_LIMIT, 2, 1, 1_000),
                whole(StrategyKey.INCONCLUSIVE_LIMIT, 5, 1, 10_000),
                choice(StrategyKey.NO_DATA, Strategy.NoData.HOLD),
                duration(StrategyKey.NO_DATA_AFTER, Duration.ofMinutes(5), Duration.ofSeconds(1), Duration.ofHours(24)),
                duration(StrategyKey.RESUME_AFTER, Duration.ZERO, Duration.ZERO, Duration.ofHours(24)),
                choice(StrategyKey.SCOPE, Strategy.Scope.HOST),
                whole(StrategyKey.EPOCH, 0, 0, 1_000_000_000),
                requests(),
                flag(StrategyKey.ROLLBACK),
                flag(StrategyKey.PAUSED),
                number(StrategyKey.WEIGHT_BEFORE, -1, 0, 100),
                hold());
    }

    private double weight() {
        if (text.value(StrategyKey.WEIGHT.key()).isEmpty()) {
            missing(StrategyKey.WEIGHT);
            return 0;
        }
        return number(StrategyKey.WEIGHT, 0, 0, 100);
    }

    private double rate() {
        double rate = number(StrategyKey.ROLLBACK_ON_5XX_RATE, 0.05, 0, 1);
        if (rate == 0) {
            bad(StrategyKey.ROLLBACK_ON_5XX_RATE, 0.0);
        }
        return rate;
    }

    private double timesStable(StrategyKey key) {
        double times = number(key, 0, 0, 1_000);
        if (times > 0 && times < 1) {
            bad(key, times);
        }
        return times;
    }

    private List<Double> steps() {
        Optional<Object> value = text.value(StrategyKey.STEPS.key());
        if (value.isEmpty()) {
            return List.of();
        }
        List<Double> steps = new ArrayList<>();
        if (!(value.get() instanceof List<?> list) || list.size() > MOST_STEPS) {
            bad(StrategyKey.STEPS, value.get());
            return steps;
        }
        for (Object step : list) {
            double last = steps.isEmpty() ? -1 : steps.getLast();
            if (!(step instanceof Double weight) || weight <= last || weight < 0 || weight > 100) {
                bad(StrategyKey.STEPS, value.get());
                return steps;
            }
            steps.add(weight);
        }
        return steps;
    }

    private Optional<RequestTable> requests() {
        Optional<Object> value = text.value(StrategyKey.REQUESTS.key());
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (!(value.get() instanceof Map<?, ?> map)) {
            bad(StrategyKey.REQUESTS, value.get());
            return Optional.empty();
        }
        RequestTableReader reader = new RequestTableReader(map);
        Optional<RequestTable> table = reader.read();
        reader.problems().forEach(problem -> problems.add(new StrategyProblem(of(problem))));
        reader.notes().forEach(note -> notes.add(of(note)));
        return table;
    }

    private String of(String message) {
        return "strategy of '" + service + "': " + message;
    }

    private Optional<Strategy.Hold> hold() {
        Optional<Object> value = text.value(StrategyKey.HOLD.key());
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.get() instanceof Map<?, ?> map) {
            return Optional.of(new Strategy.Hold(said(map.get("by")), said(map.get("reason"))));
        }
        bad(StrategyKey.HOLD, value.get());
        return Optional.empty();
    }

    private static String said(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private String requiredText(StrategyKey key) {
        String found = text(key);
        if (found.isBlank() && problems.isEmpty()) {
            missing(key);
        }
        return found;
    }

    private String text(StrategyKey key) {
        Optional<Object> value = text.value(key.key());
        if (value.isEmpty()) {
            return "";
        }
        if (value.get() instanceof String found && !found.isBlank() && found.length() <= MOST_TEXT) {
            return found;
        }
        bad(key, value.get());
        return "";
    }

    private int whole(StrategyKey key, int fallback, int least, int most) {
        double number = number(key, fallback, least, most);
        if (number != Math.rint(number)) {
            bad(key, number);
        }
        return (int) number;
    }

    private double number(StrategyKey key, double fallback, double least, double most) {
        Optional<Object> value = text.value(key.key());
        if (value.isEmpty()) {
            return fallback;
        }
        if (value.get() instanceof Double number && number >= least && number <= most) {
            return number;
        }
        bad(key, value.get());
        return fallback;
    }

    private boolean flag(StrategyKey key) {
        Optional<Object> value = text.value(key.key());
        if (value.isEmpty()) {
            return false;
        }
        if (value.get() instanceof Boolean flag) {
            return flag;
        }
        bad(key, value.get());
        return false;
    }

    private Duration duration(StrategyKey key, Duration fallback, Duration least, Duration most) {
        Optional<Object> value = text.value(key.key());
        if (value.isEmpty()) {
            return fallback;
        }
        Optional<Duration> duration = duration(value.get());
        if (duration.isPresent()
                && duration.get().compareTo(least) >= 0
                && duration.get().compareTo(most) <= 0) {
            return duration.get();
        }
        bad(key, value.get());
        return fallback;
    }

    /** {@code "90s"}, or a number of seconds. */
    private static Optional<Duration> duration(Object value) {
        if (value instanceof Double seconds && seconds >= 0 && seconds < 1e9) {
            return Optional.of(Duration.ofMillis(Math.round(seconds * 1_000)));
        }
        Matcher matcher = DURATION.matcher(value.toString());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(count);
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    default -> Duration.ofDays(count);
                });
    }

    private <E extends Enum<E>> E choice(StrategyKey key, E fallback) {
        Optional<Object> value = text.value(key.key());
        if (value.isEmpty()) {
            return fallback;
        }
        for (E choice : fallback.getDeclaringClass().getEnumConstants()) {
            if (choice.name().toLowerCase(Locale.ROOT).equals(value.get())) {
                return choice;
            }
        }
        bad(key, value.get());
        return fallback;
    }

    private void missing(StrategyKey key) {
        problems.add(new StrategyProblem(
                "strategy of '" + service + "': " + key.key() + " is missing; it is " + key.range()));
    }

    private void bad(StrategyKey key, Object value) {
        problems.add(new StrategyProblem("strategy of '" + service + "': " + key.key() + " is " + shown(value)
                + "; it has to be " + key.range()));
    }

    private static String shown(Object value) {
        String json = value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString(number.longValue())
                : Json.format(value);
        return json.length() <= MOST_TEXT ? json : json.substring(0, MOST_TEXT) + "…";
    }
}
