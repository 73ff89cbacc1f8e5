package io.ringtail.processors.strategy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Every key that a strategy may have: what its value may be, and what counts where it is missing. {@code docs/canary.md}
 * holds the same table, and a test holds the two together.
 */
public enum StrategyKey {
    VERSION("version", "a text", "required", "the version on trial"),
    STABLE_VERSION("stableVersion", "a text", "every other version", "what it is compared with"),
    WEIGHT("weight", "0 to 100", "required", "percent of the requests that go to the version on trial"),
    STEPS("steps", "rising weights, 0 to 100", "[]: no promotion", "weights to which a healthy version is promoted"),
    STEP_WINDOWS("stepWindows", "1 to 10000", "5", "healthy windows in a row before the next step"),
    INTERVAL("interval", "1s to 1h", "60s", "length of a window of event time"),
    LATENESS("lateness", "0s to 10m", "2s", "how long a window waits for events out of order"),
    MIN_REQUESTS("minRequests", "1 to 1000000", "100", "with fewer in a window it is inconclusive"),
    ROLLBACK_ON_5XX_RATE("rollbackOn5xxRate", "above 0, to 1", "0.05", "share of 5xx that is too much"),
    ROLLBACK_ON_5XX_TIMES_STABLE(
            "rollbackOn5xxTimesStable", "0, or 1 to 1000", "0: not asked", "times the stable version's share"),
    PAUSE_ON_P95_MS("pauseOnP95Ms", "0 to 3600000", "0: not asked", "95th percentile of latency that is too much"),
    PAUSE_ON_P95_TIMES_STABLE(
            "pauseOnP95TimesStable", "0, or 1 to 1000", "0: not asked", "times the stable version's 95th percentile"),
    ROLLBACK_ON_CRASHES("rollbackOnCrashes", "0 to 1000", "3", "crashes within crashWindow; 0: not asked"),
    CRASH_WINDOW("crashWindow", "1s to 24h", "10m", "for rollbackOnCrashes"),
    FAILURE_LIMIT("failureLimit", "1 to 1000", "2", "failed windows among the last ten that roll back or pause"),
    INCONCLUSIVE_LIMIT("inconclusiveLimit", "1 to 10000", "5", "inconclusive windows in a row that hold promotion"),
    NO_DATA("noData", "hold or pause", "hold", "what is done after noDataAfter"),
    NO_DATA_AFTER("noDataAfter", "1s to 24h", "5m", "time without a request to the version on trial"),
    RESUME_AFTER("resumeAfter", "0s to 24h", "0s: never", "a pause ends by itself after so long, once an epoch"),
    SCOPE("scope", "host or fleet", "host", "whose requests are judged together"),
    EPOCH("epoch", "0 to 1000000000", "0", "a new number begins a new trial of the same version"),
    REQUESTS("requests", "an object: event, status, version, …", "known request events", "what is measured"),
    ROLLBACK("rollback", "true or false", "false", "written by Ringtail: the version is rolled back"),
    PAUSED("paused", "true or false", "false", "written by Ringtail: its weight is frozen at 0"),
    WEIGHT_BEFORE("weightBefore", "0 to 100", "none", "written by Ringtail: the weight to which a resume goes back"),
    REASON("reason", "an object", "none", "written by Ringtail: who did it, when, why, and the numbers"),
    HOLD("hold", "an object: by, reason", "none", "written by a person: Ringtail judges and does nothing");

    private final String key;
    private final String range;
    private final String fallback;
    private final String meaning;

    StrategyKey(String key, String range, String fallback, String meaning) {
        this.key = key;
        this.range = range;
        this.fallback = fallback;
        this.meaning = meaning;
    }

    public String key() {
        return key;
    }

    public String range() {
        return range;
    }

    /** What counts where the key is missing, in words. */
    public String fallback() {
        return fallback;
    }

    public String meaning() {
        return meaning;
    }

    /** The known key that was probably meant by an unknown one. */
    static Optional<String> near(String unknown) {
        List<String> names = Arrays.stream(values()).map(StrategyKey::key).toList();
        return names.stream()
                .filter(name -> name.equalsIgnoreCase(unknown) || distance(name, unknown) <= 2)
                .findFirst();
    }

    static boolean isKnown(String key) {
        return Arrays.stream(values()).anyMatch(known -> known.key.equals(key));
    }

    /** Levenshtein's. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int swap = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(swap, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
