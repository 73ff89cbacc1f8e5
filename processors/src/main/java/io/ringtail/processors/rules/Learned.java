package io.ringtail.processors.rules;

import io.ringtail.dsl.syntax.Span;

/**
 * A call in a rule's condition whose answer comes from what the series did before: {@code anomaly(p95)}, {@code
 * anomaly_score(p95, 1d)}, {@code forecast(free, 4h)}.
 *
 * @param call where it stands
 * @param value where the value stands that is learned
 * @param horizonTicks how far ahead is asked; 0 of what is not a forecast
 * @param seasonTicks after what time the series repeats itself; 0 if it does not
 */
record Learned(Learned.What what, Span call, Span value, long horizonTicks, long seasonTicks) {
    /** What is asked. */
    enum What {
        ANOMALY("anomaly"),
        SCORE("anomaly_score"),
        FORECAST("forecast");

        private final String word;

        What(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }
}
