package io.ringtail.processors.canary;

import io.ringtail.processors.canary.Judgement.Measure;
import io.ringtail.processors.canary.Judgement.Verdict;
import io.ringtail.processors.strategy.Strategy;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Judges one window: the requests to the version on trial, and those to the stable one in the same time. Pure.
 *
 * <p>A version fails when its share of 5xx is above the limit for certain (the lower end of Wilson's interval, at 97.5 %)
 * <i>and</i> is higher than the stable version's in the same window (Fisher's exact test, at 1 %), so that neither a few
 * unlucky requests nor a broken database behind both is held against it. Latency is judged as the share of requests above
 * the limit, which is more than 5 % exactly if the 95th percentile is above it; so the same two tests serve. Events that
 * were lost count as healthy requests, which can only keep it from failing; and a window with loss does not pass.
 */
final class Judge {
    /** With fewer there is no fast path, and the stable version is no measure. */
    static final int LEAST_REQUESTS = 20;
    /** Fewer failures never fail a version, whatever their share. */
    static final int LEAST_FAILURES = 5;
    /** So many times the limit is gross. */
    static final double GROSS = 3;
    /** The stable version has to look better with less chance than this. */
    static final double SAME = 0.01;

    private static final double SLOW_SHARE = 0.05;
    private static final double PERCENTILE = 0.95;

    private final Strategy strategy;
    private final Counts trial;
    private final Counts stable;
    private final long lost;
    /** With fewer requests nothing is certain. */
    private final int enough;

    private Judge(Strategy strategy, Counts trial, Counts stable, long lost, int enough) {
        this.strategy = strategy;
        this.trial = trial;
        this.stable = stable;
        this.lost = lost;
        this.enough = enough;
    }

    /** @param lost events that are known to be missing in the window */
    static Judgement judge(Strategy strategy, Counts trial, Counts stable, long lost) {
        return new Judge(strategy, trial, stable, lost, strategy.minRequests()).judge();
    }

    /** Judges a part of what was enough as a whole. */
    static Judgement judgeRest(Strategy strategy, Counts trial, Counts stable, long lost) {
        return new Judge(strategy, trial, stable, lost, Math.min(LEAST_REQUESTS, strategy.minRequests())).judge();
    }

    private Judgement judge() {
        if (trial.requests() == 0) {
            return stable.requests() == 0
                    ? Judgement.of(Verdict.ERROR, "no request to any version was measured")
                    : Judgement.of(Verdict.INCONCLUSIVE, "no request to " + strategy.version() + " was measured");
        }
        List<Judgement> found = new ArrayList<>();
        for (Supplier<Optional<Judgement>> look :
                List.<Supplier<Optional<Judgement>>>of(this::serverErrors, this::tenantErrors, this::latency)) {
            Optional<Judgement> judgement = look.get();
            if (judgement.filter(Judgement::isFail).isPresent()) {
                return judgement.get();
            }
            judgement.ifPresent(found::add);
        }
        return found.isEmpty()
                ? withoutFailure()
                : found.getFirst(); // what is as bad in one way may be worse in another
    }

    private Optional<Judgement> serverErrors() {
        double limit = strategy.rollbackOn5xxRate();
        Optional<Judgement> fixed = tooMany(Measure.SERVER_ERRORS, trial.failures(), limit, stable.failures(), "5xx");
        if (fixed.isPresent() || strategy.rollbackOn5xxTimesStable() == 0 || !isEnough() || !stableIsMeasure()) {
            return fixed;
        }
        double above = Statistics.upperBound(stable.failures(), stable.requests(), Statistics.CHANCE)
                * strategy.rollbackOn5xxTimesStable();
        return above >= 1
                ? Optional.empty()
                : tooMany(Measure.SERVER_ERRORS, trial.failures(), above, stable.failures(), "5xx, against stable,");
    }

    /** A tenant for whom it is grossly bad; the more tenants are looked at, the surer it has to be. */
    private Optional<Judgement> tenantErrors() {
        double chance = Statistics.CHANCE / Math.max(1, trial.tenants().size());
        for (Map.Entry<String, Counts.Tenant> entry : trial.tenants().entrySet()) {
            Counts.Tenant part = entry.getValue();
            double bound = Statistics.lowerBound(part.failures(), part.requests() + lost, chance);
            double limit = GROSS * strategy.rollbackOn5xxRate();
            if (part.requests() >= LEAST_REQUESTS && part.failures() >= LEAST_FAILURES && bound > limit) {
                double same = chanceOfSame(part, stable.tenants().get(entry.getKey()));
                if (same < SAME / trial.tenants().size()) {
                    return Optional.of(failed(
                            Measure.SERVER_ERRORS,
                            false,
                            bound,
                            same,
                            limit,
                            entry.getKey(),
                            said(part.failures(), part.requests(), "5xx for tenant " + entry.getKey())));
                }
            }
        }
        return Optional.empty();
    }

    private static double chanceOfSame(Counts.Tenant part, Counts.@Nullable Tenant other) {
        return other == null || other.requests() < LEAST_REQUESTS
                ? 0
                : Statistics.chanceOfAsMany(part.failures(), part.requests(), other.failures(), other.requests());
    }

    private Optional<Judgement> latency() {
        double limit = strategy.pauseOnP95Ms();
        if (limit > 0) {
            Optional<Judgement> fixed = tooSlow(limit, "ms");
            if (fixed.isPresent()) {
                return fixed;
            }
        }
        if (strategy.pauseOnP95TimesStable() == 0 || !stableIsMeasure()) {
            return Optional.empty();
        }
        double times = stable.latencies().quantile(PERCENTILE) * strategy.pauseOnP95TimesStable();
        return tooSlow(times, "ms, against stable");
    }

    private Optional<Judgement> tooSlow(double limitMs, String unit) {
        return tooMany(
                Measure.LATENCY,
                trial.latencies().above(limitMs),
                SLOW_SHARE,
                stable.latencies().above(limitMs),
                "slower than " + number(limitMs) + " " + unit);
    }

    /** Whether so many of the requests are for certain more than a share, and more than of the stable version's. */
    private Optional<Judgement> tooMany(Measure measure, long hits, double limit, long stableHits, String what) {
        double bound = Statistics.lowerBound(hits, trial.requests() + lost, Statistics.CHANCE);
        boolean gross = measure == Measure.SERVER_ERRORS && trial.requests() >= LEAST_REQUESTS && bound > GROSS * limit;
        boolean above = hits >= LEAST_FAILURES && (gross || isEnough() && bound > limit);
        if (!above) {
            return Optional.empty();
        }
        double same = stableIsMeasure()
                ? Statistics.chanceOfAsMany(hits, trial.requests(), stableHits, stable.requests())
                : 0;
        String said = said(hits, trial.requests(), what);
        return Optional.of(
                same < SAME
                        ? failed(measure, gross, bound, same, limit, "", said)
                        : new Judgement(
                                Verdict.INCONCLUSIVE,
                                measure,
                                false,
                                bound,
                                same,
                                limit,
                                "",
                                said + ", but the stable version is as bad: " + stableHits + " of "
                                        + stable.requests()));
    }

    private Judgement withoutFailure() {
        if (lost > 0) {
            return Judgement.of(Verdict.INCONCLUSIVE, lost + " events were lost in the window");
        }
        if (!isEnough()) {
            return Judgement.of(
                    Verdict.INCONCLUSIVE, trial.requests() + " requests, fewer than " + strategy.minRequests());
        }
        double bound = Statistics.lowerBound(trial.failures(), trial.requests(), Statistics.CHANCE);
        String said = said(trial.failures(), trial.requests(), "5xx");
        double limit = strategy.rollbackOn5xxRate();
        boolean suspicious = trial.rate() > limit;
        return new Judgement(
                suspicious ? Verdict.INCONCLUSIVE : Verdict.PASS,
                Measure.SERVER_ERRORS,
                false,
                bound,
                1,
                limit,
                "",
                suspicious ? said + ", which may be chance" : said);
    }

    private boolean isEnough() {
        return trial.requests() >= enough;
    }

    private boolean stableIsMeasure() {
        return stable.requests() >= LEAST_REQUESTS;
    }

    private static Judgement failed(
            Measure measure, boolean gross, double bound, double same, double limit, String tenant, String why) {
        String certain = why + ", for certain more than " + number(100 * limit) + " %" + (gross ? ", grossly" : "");
        return new Judgement(Verdict.FAIL, measure, gross, bound, same, limit, tenant, certain);
    }

    private static String said(long hits, long requests, String what) {
        return hits + " of " + requests + " requests (" + number(100.0 * hits / requests) + " %) " + what;
    }

    private static String number(double value) {
        return BigDecimal.valueOf(value)
                .round(new MathContext(3))
                .stripTrailingZeros()
                .toPlainString();
    }
}
