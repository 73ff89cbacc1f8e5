package io.ringtail.processors.rules;

import io.ringtail.dsl.syntax.Span;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A test of rules, written beside them: given events, what is expected.
 *
 * @param until event time goes on to there when the events end; empty: until every window is closed
 */
record RuleCase(String file, String name, Span place, Given given, OptionalLong until, List<Expectation> expected) {
    RuleCase {
        expected = List.copyOf(expected);
    }

    /** Where events come from. */
    sealed interface Given {}

    /** A {@code datatable} with the columns Timestamp, Provider and EventName, and fields. */
    record Rows(Span place, String text) implements Given {}

    /** A trace, relative to the rule file. */
    record Recording(String file) implements Given {}

    /**
     * What must come out.
     *
     * @param kind {@code fired}, {@code suppressed}, {@code inconclusive}, {@code resolved}
     * @param rule empty: any
     * @param times how often; 0 never
     */
    record Expectation(Span place, String kind, String rule, Optional<String> key, OptionalLong at, int times) {}
}
