package io.ringtail.processors.canary;

/** The tests that stand behind a judgement. All give the same bits on every machine. */
final class Statistics {
    /** A share's bounds leave it out with this chance on each side. */
    static final double CHANCE = 0.025;

    private Statistics() {}

    /**
     * The lower end of Wilson's interval of a share: what it is at least, but for a small chance.
     *
     * @param chance that the share is below
     */
    static double lowerBound(long hits, long trials, double chance) {
        return trials == 0 ? 0 : bound(hits, trials, -normalQuantile(1 - chance));
    }

    /** The upper end. */
    static double upperBound(long hits, long trials, double chance) {
        return trials == 0 ? 1 : bound(hits, trials, normalQuantile(1 - chance));
    }

    private static double bound(long hits, long trials, double z) {
        double share = (double) hits / trials;
        double center = share + z * z / (2 * trials);
        double width = z * StrictMath.sqrt(share * (1 - share) / trials + z * z / (4.0 * trials * trials));
        return Math.clamp((center + width) / (1 + z * z / trials), 0, 1);
    }

    /**
     * Fisher's exact test, one-sided: the chance of as many hits on one side, or more, if both sides had the same share.
     */
    static double chanceOfAsMany(long hits, long trials, long otherHits, long otherTrials) {
        long all = trials + otherTrials;
        long allHits = hits + otherHits;
        double chance = 0;
        for (long k = hits; k <= Math.min(trials, allHits); k++) {
            if (allHits - k <= otherTrials) {
                chance += StrictMath.exp(
                        logChoose(allHits, k) + logChoose(all - allHits, trials - k) - logChoose(all, trials));
            }
        }
        return Math.min(1, chance);
    }

    private static double logChoose(long n, long k) {
        return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
    }

    /** Stirling's series, exact for small numbers. */
    private static double logFactorial(long n) {
        if (n < 20) {
            double product = 1;
            for (long i = 2; i <= n; i++) {
                product *= i;
            }
            return StrictMath.log(product);
        }
        double x = n + 1;
        return (x - 0.5) * StrictMath.log(x)
                - x
                + 0.5 * StrictMath.log(2 * Math.PI)
                + 1 / (12 * x)
                - 1 / (360 * x * x * x);
    }

    /** Acklam's approximation; its relative error is below 1.2e-9. */
    static double normalQuantile(double p) {
        if (p < 0.02425) {
            double q = StrictMath.sqrt(-2 * StrictMath.log(p));
            return (((((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838e+00) * q
                                                            - 2.549732539343734e+00)
                                                    * q
                                            + 4.374664141464968e+00)
                                    * q
                            + 2.938163982698783e+00)
                    / ((((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996e+00) * q
                                            + 3.754408661907416e+00)
                                    * q
                            + 1);
        }
        if (p > 1 - 0.02425) {
            return -normalQuantile(1 - p);
        }
        double q = p - 0.5;
        double r = q * q;
        return (((((-3.969683028665376e+01 * r + 2.209460984245205e+02) * r - 2.759285104469687e+02) * r
                                                        + 1.383577518672690e+02)
                                                * r
                                        - 3.066479806614716e+01)
                                * r
                        + 2.506628277459239e+00)
                * q
                / (((((-5.447609879822406e+01 * r + 1.615858368580409e+02) * r - 1.556989798598866e+02) * r
                                                        + 6.680131188771972e+01)
                                                * r
                                        - 1.328068155288572e+01)
                                * r
                        + 1);
    }
}
