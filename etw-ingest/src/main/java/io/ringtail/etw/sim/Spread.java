package io.ringtail.etw.sim;

import java.util.SplittableRandom;

/**
 * Numbers from 0 to 1 that look random and are spread evenly: any run of them has about as many in each part of the
 * range. So a rate or a quantile drawn with them holds in small traces too. (A Kronecker sequence.)
 */
final class Spread {
    /** Steps that have no common multiple, for sequences that do not follow one another. */
    static final double GOLDEN = 0.618_033_988_749_894_9;

    static final double PLASTIC = 0.754_877_666_246_692_7;
    static final double SQUARE = 0.414_213_562_373_095_1;

    private final double step;
    private double value;

    Spread(SplittableRandom random, double step) {
        this.step = step;
        this.value = random.nextDouble();
    }

    double next() {
        value += step;
        if (value >= 1) {
            value -= 1;
        }
        return value;
    }
}
