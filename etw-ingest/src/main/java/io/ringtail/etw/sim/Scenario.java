package io.ringtail.etw.sim;

import io.ringtail.ring.event.Ticks;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A canary's first twenty minutes, and what an expert who watches them would do. All begin at
 * {@link IncidentSimulator#START} with version 1.1 of the service "checkout"; from the third minute on version 1.2 gets 15 %
 * of the requests, and from the sixth on it shows what it is.
 */
public enum Scenario {
    GOOD_CANARY("good-canary", "1.2 is as good as 1.1", Decision.NONE, "nothing: it is healthy", ""),
    BAD_5XX("bad-5xx", "7 % of 1.2's requests get a 5xx", Decision.ROLLBACK, "rolls it back within minutes", ""),
    BAD_LATENCY(
            "bad-latency",
            "1.2 takes four times as long",
            Decision.PAUSE,
            "takes its traffic away, and looks for the cause while it runs on",
            "\"pauseOnP95Ms\":300"),
    BAD_TENANT(
            "bad-tenant",
            "40 % of one small tenant's requests to 1.2 get a 5xx; over all tenants it is below the limit",
            Decision.ROLLBACK,
            "rolls it back: one customer is down",
            "\"interval\":\"2m\""),
    NO_TRAFFIC(
            "no-traffic", "1.2 gets no requests any more", Decision.NONE, "holds it, and asks why it is not used", ""),
    FLAPPING(
            "flapping",
            "1.2 is bad for two minutes, good for two, and so on",
            Decision.ROLLBACK,
            "rolls it back: it does not become good by waiting",
            ""),
    STABLE_BAD(
            "stable-bad",
            "8 % of all requests get a 5xx, 1.1's as well: what is behind both is broken",
            Decision.NONE,
            "nothing to the canary, but does not promote it: a rollback would not help",
            ""),
    CLOCK_JUMP(
            "clock-jump",
            "the host sleeps for two hours in the ninth minute; 1.2 is good",
            Decision.NONE,
            "nothing: no request in two hours of sleep says nothing of 1.2",
            "\"noData\":\"pause\""),
    LOSS(
            "loss",
            "8 % of 1.2's requests get a 5xx, and three of five events are lost in the first minutes of it",
            Decision.ROLLBACK,
            "rolls it back: what is left of the events is enough",
            ""),
    CRASH_LOOP(
            "crash-loop",
            "1.2 crashes every 80 seconds, comes back within four, and answers well in between",
            Decision.ROLLBACK,
            "rolls it back at the third crash",
            "");

    /** What an expert would do to the version on trial. */
    public enum Decision {
        NONE,
        ROLLBACK,
        PAUSE
    }

    static final int MINUTES = 20;
    /** From here on the version on trial has its share of the requests. */
    static final long TRIAL = IncidentSimulator.START + 2 * 60 * Ticks.PER_SECOND;
    /** From here on it shows what it is. */
    static final long ONSET = IncidentSimulator.START + 5 * 60 * Ticks.PER_SECOND;

    static final int WEIGHT = 15;

    private final String id;
    private final String story;
    private final Decision decision;
    private final String expert;
    private final String keys;

    Scenario(String id, String story, Decision decision, String expert, String keys) {
        this.id = id;
        this.story = story;
        this.decision = decision;
        this.expert = expert;
        this.keys = keys;
    }

    public static Optional<Scenario> of(String id) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.id.equals(id))
                .findFirst();
    }

    public static List<String> ids() {
        return Arrays.stream(values()).map(Scenario::id).toList();
    }

    /** As it is named on the command line. */
    public String id() {
        return id;
    }

    public String story() {
        return story;
    }

    public Decision decision() {
        return decision;
    }

    /** What the expert does and why, in words. */
    public String expert() {
        return expert;
    }

    /** The strategy under which 1.2 is tried. */
    public String strategy() {
        return "{\"version\":\"" + IncidentSimulator.CANARY_VERSION + "\",\"weight\":" + WEIGHT
                + ",\"rollbackOn5xxRate\":0.03" + (keys.isEmpty() ? "" : "," + keys) + "}";
    }
}
