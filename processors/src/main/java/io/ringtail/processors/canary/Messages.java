package io.ringtail.processors.canary;

import io.ringtail.dsl.value.Json;
import io.ringtail.processors.canary.proto.Judged;
import io.ringtail.processors.canary.proto.RollbackVerdict;
import io.ringtail.processors.strategy.Strategy;
import io.ringtail.processors.strategy.StrategyText;
import java.util.Map;
import java.util.Optional;

/** The canary's events, and the small texts that people put into the store. */
final class Messages {
    private static final int MOST_TEXT = 1_000;
    private static final double PERCENTILE = 0.95;

    private Messages() {}

    static Judged.Builder judged(
            Service service, long start, Window window, boolean partial, Judgement judgement, int crashes, int hosts) {
        Strategy strategy = service.strategy();
        Counts trial = window.trial();
        Counts stable = window.stable();
        return Judged.newBuilder()
                .setService(service.name())
                .setVersion(strategy.version())
                .setEpoch(strategy.epoch())
                .setRevision(service.revision())
                .setWeight(strategy.weight())
                .setFromTicks(start)
                .setToTicks(start + service.intervalTicks())
                .setPartial(partial)
                .setVerdict(judgement.verdict().name())
                .setMeasure(judgement.measure().name())
                .setGross(judgement.gross())
                .setWhy(judgement.why())
                .setRequests(trial.requests())
                .setFailures(trial.failures())
                .setRate(trial.rate())
                .setLowerBound(judgement.lowerBound())
                .setLimit(judgement.limit())
                .setP95Ms(trial.latencies().quantile(PERCENTILE))
                .setStableRequests(stable.requests())
                .setStableFailures(stable.failures())
                .setStableRate(stable.rate())
                .setStableP95Ms(stable.latencies().quantile(PERCENTILE))
                .setChance(judgement.chance())
                .setTenant(judgement.tenant())
                .setLost(window.lost())
                .setLate(service.takeLate())
                .setCrashes(crashes)
                .setHosts(hosts);
    }

    static RollbackVerdict.Builder verdict(Service service, Aftermath aftermath, Aftermath.Verdict verdict) {
        return RollbackVerdict.newBuilder()
                .setService(service.name())
                .setVersion(aftermath.trial().version())
                .setEpoch(aftermath.trial().epoch())
                .setVerdict(verdict.name())
                .setWhy(why(aftermath, verdict))
                .setRequestsBefore(aftermath.requestsBefore())
                .setFailuresBefore(aftermath.failuresBefore())
                .setRequestsAfter(aftermath.requests())
                .setFailuresAfter(aftermath.failures())
                .setTrialRequestsAfter(aftermath.trialRequests());
    }

    static String why(Aftermath aftermath, Aftermath.Verdict verdict) {
        String numbers = aftermath.failures() + " of " + aftermath.requests() + " requests 5xx after the rollback, "
                + aftermath.failuresBefore() + " of " + aftermath.requestsBefore() + " before";
        return switch (verdict) {
            case HELPED -> numbers;
            case NOT_HELPED -> numbers + ": the version was not the cause, or not the only one";
            case NOT_CARRIED_OUT ->
                "the version still serves: " + aftermath.trialRequests() + " requests since it was rolled back";
            case UNKNOWN -> numbers + ": too few to say";
        };
    }

    /** What the reason in a strategy says. */
    static String why(StrategyText text) {
        Object reason = text.value("reason").orElse("");
        return reason instanceof Map<?, ?> map ? "by " + map.get("by") + ": " + map.get("why") : "no reason is given";
    }

    /** By whom and why the automation was disarmed. */
    static String said(String json) {
        Object value = Json.parse(json).map(parsed -> parsed.value()).orElse(null);
        return value instanceof Map<?, ?> map
                ? cut("by " + map.get("by") + ": " + map.get("reason"))
                : "no reason is given";
    }

    /** Whoever writes into the store does not decide how much is kept of it. */
    private static String cut(String text) {
        return text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) + "…" : text;
    }

    /** The default if the limit is gone or none. */
    static int rollbacksAnHour(Optional<String> json) {
        Object value = json.flatMap(Json::parse).map(parsed -> parsed.value()).orElse(null);
        return value instanceof Map<?, ?> map
                        && map.get("rollbacksPerHour") instanceof Long number
                        && number >= 0
                        && number <= 1_000_000
                ? number.intValue()
                : Guard.DEFAULT_ROLLBACKS_AN_HOUR;
    }
}
