package io.ringtail.processors.canary;

/**
 * What came of one window, and the numbers that it stands on.
 *
 * @param gross so bad that no second window is waited for
 * @param lowerBound of the share that decided: 5xx, or requests that were too slow
 * @param chance that the stable version's requests would look as good by chance, if both were the same; 1: not asked
 * @param why for people
 */
record Judgement(
        Verdict verdict,
        Measure measure,
        boolean gross,
        double lowerBound,
        double chance,
        double limit,
        String tenant,
        String why) {

    /** What came of it. */
    enum Verdict {
        PASS,
        FAIL,
        /** Too little to say, or a suspicion that is not certain. */
        INCONCLUSIVE,
        /** Nothing was measured at all. */
        ERROR
    }

    /** What decided. */
    enum Measure {
        NONE,
        SERVER_ERRORS,
        LATENCY,
        CRASHES
    }

    static Judgement of(Verdict verdict, String why) {
        return new Judgement(verdict, Measure.NONE, false, 0, 1, 0, "", why);
    }

    boolean isFail() {
        return verdict == Verdict.FAIL;
    }
}
