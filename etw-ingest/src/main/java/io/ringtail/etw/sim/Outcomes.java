package io.ringtail.etw.sim;

import io.ringtail.ring.event.Ticks;
import java.util.SplittableRandom;

/** How long one version's requests take and how they end. */
final class Outcomes {
    private static final double[] QUANTILES = {0, 0.5, 0.75, 0.9, 0.95, 0.99, 1};
    /** Of the stable version; straight lines between them. */
    private static final double[] MICROSECONDS = {6_000, 38_000, 60_000, 92_000, 120_000, 190_000, 400_000};

    private final int latencyFactor;
    private final double failureRate;
    private final Spread latency;
    private final Spread status;

    private Outcomes(int latencyFactor, double failureRate, SplittableRandom random) {
        this.latencyFactor = latencyFactor;
        this.failureRate = failureRate;
        this.latency = new Spread(random, Spread.GOLDEN);
        this.status = new Spread(random, Spread.SQUARE);
    }

    static Outcomes ofStable(SplittableRandom random) {
        return new Outcomes(1, IncidentSimulator.STABLE_FAILURE_RATE, random);
    }

    static Outcomes ofCanary(SplittableRandom random) {
        return new Outcomes(IncidentSimulator.CANARY_LATENCY_FACTOR, IncidentSimulator.CANARY_FAILURE_RATE, random);
    }

    /** The next request's time, in whole microseconds. */
    long nextTicks() {
        return ((long) microseconds(latency.next())) * latencyFactor * Ticks.PER_MICROSECOND;
    }

    int nextStatus() {
        double chance = status.next();
        if (chance < failureRate) {
            return chance < failureRate * 0.8 ? 500 : 503;
        }
        return chance > 0.98 ? 404 : chance > 0.93 ? 201 : 200;
    }

    private static double microseconds(double chance) {
        int right = 1;
        while (QUANTILES[right] < chance) {
            right++;
        }
        double part = (chance - QUANTILES[right - 1]) / (QUANTILES[right] - QUANTILES[right - 1]);
        return MICROSECONDS[right - 1] + part * (MICROSECONDS[right] - MICROSECONDS[right - 1]);
    }
}
