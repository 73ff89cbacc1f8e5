package io.ringtail.dsl.functions;

/** The gamma and the error function, to about 14 digits. */
final class ErrorFunction {
    /** Lanczos' coefficients for g = 7, n = 9, as widely published (P. Godfrey). */
    private static final double[] LANCZOS = {
        0.9999999999998099,
        676.5203681218851,
        -1259.1392167224028,
        771.3234287776531,
        -176.6150291621406,
        12.507343278686905,
        -0.13857109526572012,
        9.984369578019572e-6,
        1.5056327351493116e-7
    };

    private static final double SERIES_LIMIT = 2.5;

    private ErrorFunction() {}

    static double gamma(double x) {
        if (x < 0 && x == Math.rint(x)) {
            return Double.NaN;
        }
        if (x == Math.rint(x) && x > 0 && x < 20) {
            double product = 1;
            for (int i = 2; i < x; i++) {
                product *= i;
            }
            return product;
        }
        if (x < 0.5) {
            return Math.PI / (Math.sin(Math.PI * x) * gamma(1 - x));
        }
        return Math.sqrt(2 * Math.PI) * Math.pow(x + 6.5, x - 0.5) * Math.exp(-(x + 6.5)) * lanczos(x - 1);
    }

    /** The logarithm of the gamma function's size. */
    static double logGamma(double x) {
        if (x < 0.5) {
            return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - logGamma(1 - x);
        }
        return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(x + 6.5) - (x + 6.5) + Math.log(lanczos(x - 1));
    }

    private static double lanczos(double x) {
        double sum = LANCZOS[0];
        for (int i = 1; i < LANCZOS.length; i++) {
            sum += LANCZOS[i] / (x + i);
        }
        return sum;
    }

    static double erf(double x) {
        return Math.abs(x) < SERIES_LIMIT ? series(x) : Math.signum(x) * (1 - fraction(Math.abs(x)));
    }

    static double erfc(double x) {
        return x < SERIES_LIMIT ? 1 - erf(x) : fraction(x);
    }

    /** Taylor's series about 0. */
    private static double series(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }

    /** The continued fraction of erfc, for large x. */
    private static double fraction(double x) {
        double tail = 0;
        for (int n = 80; n > 0; n--) {
            tail = n / 2.0 / (x + tail);
        }
        return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + tail);
    }
}
