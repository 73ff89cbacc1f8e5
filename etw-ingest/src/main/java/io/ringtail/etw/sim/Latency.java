package io.ringtail.etw.sim;

import io.ringtail.ring.event.Ticks;
import java.util.SplittableRandom;

/** How long requests take: a table of quantiles, straight lines between them, in whole microseconds. */
final class Latency {
    private static final double[] QUANTILES = {0, 0.5, 0.75, 0.9, 0.95, 0.99, 1};
    private static final double[] STABLE_MICROSECONDS = {6_000, 38_000, 60_000, 92_000, 120_000, 260_000, 600_000};

    private Latency() {}

    /** A request's time in ticks. */
    static long draw(SplittableRandom random, boolean canary) {
        long microseconds = (long) stable(random.nextDouble());
        return microseconds * (canary ? IncidentSimulator.CANARY_LATENCY_FACTOR : 1) * Ticks.PER_MICROSECOND;
    }

    private static double stable(double chance) {
        int right = 1;
        while (QUANTILES[right] < chance) {
            right++;
        }
        double part = (chance - QUANTILES[right - 1]) / (QUANTILES[right] - QUANTILES[right - 1]);
        return STABLE_MICROSECONDS[right - 1] + part * (STABLE_MICROSECONDS[right] - STABLE_MICROSECONDS[right - 1]);
    }
}
