package io.ringtail.processors.rules;

import io.ringtail.processors.host.Output;
import io.ringtail.processors.proto.Fired;
import io.ringtail.processors.proto.Inconclusive;
import io.ringtail.processors.proto.Resolved;
import io.ringtail.processors.proto.RuleFailed;
import io.ringtail.processors.proto.Suppressed;
import io.ringtail.ring.event.Ticks;
import java.util.stream.Stream;

/** What a rule said, as a test sees it. */
record RuleSaying(String kind, String rule, String key, String why, long timeTicks) {
    static Stream<RuleSaying> of(Output output) {
        long time = output.timeTicks();
        return switch (output.message()) {
            case Fired of -> Stream.of(new RuleSaying("fired", of.getRule(), of.getKey(), "", time));
            case Suppressed of ->
                Stream.of(new RuleSaying("suppressed", of.getRule(), of.getKey(), of.getReason(), time));
            case Inconclusive of ->
                Stream.of(new RuleSaying("inconclusive", of.getRule(), of.getKey(), of.getReason(), time));
            case Resolved of -> Stream.of(new RuleSaying("resolved", of.getRule(), of.getKey(), "", time));
            case RuleFailed of -> Stream.of(new RuleSaying("failed", of.getRule(), "", of.getProblem(), time));
            default -> Stream.of();
        };
    }

    boolean isExpectedBy(RuleCase.Expectation expected) {
        return kind.equals(expected.kind())
                && (expected.rule().isEmpty() || rule.equals(expected.rule()))
                && (expected.key().isEmpty() || key.equals(expected.key().get()))
                && (expected.at().isEmpty() || timeTicks == expected.at().getAsLong());
    }

    @Override
    public String toString() {
        return rule + " " + kind + (why.isEmpty() ? "" : " (" + why + ")") + (key.isEmpty() ? "" : " for '" + key + "'")
                + " at " + Ticks.iso(Math.max(0, timeTicks));
    }

    static String text(RuleCase.Expectation expected) {
        String rule = expected.rule().isEmpty() ? "no rule" : expected.rule();
        String times = expected.rule().isEmpty()
                ? ""
                : expected.times() == 0 ? "never " : expected.times() == 1 ? "" : expected.times() + " times ";
        return rule + " " + times + expected.kind()
                + expected.key().map(key -> " for '" + key + "'").orElse("")
                + (expected.at().isPresent() ? " at " + Ticks.iso(expected.at().getAsLong()) : "");
    }
}
