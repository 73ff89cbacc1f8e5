package io.ringtail.processors.rules;

import io.ringtail.dsl.value.Timespans;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A rule in short, for lists, and in sentences.
 *
 * @param actions by name, with commas between
 */
public record RuleSummary(
        String name, String file, String mode, String severity, String actions, String query, List<String> sentences) {
    static RuleSummary of(Rule rule) {
        String actions = rule.actions().stream().map(Action::name).collect(Collectors.joining(", "));
        return new RuleSummary(
                rule.name(),
                rule.file(),
                rule.armed() ? "armed" : "shadow",
                rule.severity(),
                actions,
                rule.queryText(),
                sentences(rule));
    }

    private static List<String> sentences(Rule rule) {
        List<String> sentences = new ArrayList<>();
        sentences.add("asks: " + oneLine(rule.queryText()));
        sentences.add(
                rule.condition().isPresent() ? "holds when: " + oneLine(rule.conditionText()) : "holds for each row");
        sentences.add(fires(rule));
        if (rule.cooldownTicks() > 0) {
            sentences.add("is then silent for the same key for " + Timespans.format(rule.cooldownTicks()));
        }
        rule.limit()
                .ifPresent(limit -> sentences.add(
                        "fires at most " + limit.times() + " times in any " + Timespans.format(limit.ticks())));
        rule.unlessLost()
                .ifPresent(lost ->
                        sentences.add("does not fire when more than " + lost + " events of its windows were lost"));
        if (rule.nodataTicks() > 0) {
            sentences.add("is inconclusive when there was no event for " + Timespans.format(rule.nodataTicks()));
        }
        sentences.add((rule.armed() ? "does: " : "would do, if its mode were armed: ")
                + rule.actions().stream().map(RuleSummary::action).collect(Collectors.joining(", ")));
        return sentences;
    }

    private static String fires(Rule rule) {
        if (rule.of() == 1) {
            return rule.words().contains("summarize")
                    ? "fires when the condition begins to hold in a window, for each key by itself"
                    : "fires at each such row"
                            + (rule.by().isEmpty() ? "" : ", counted by " + String.join(", ", rule.by()));
        }
        return "fires when the condition begins to hold in " + rule.held() + " of the last " + rule.of()
                + " windows, for each key by itself";
    }

    private static String action(Action action) {
        String what = switch (action.what()) {
            case Action.Alert alert -> "alert";
            case Action.OfService of -> action.name() + " " + operand(of.service());
            case Action.Dump dump -> "dump of process " + operand(dump.process());
            case Action.Check check -> "check '" + check.check() + "'";
            case Action.ExportSession export ->
                "export of the recording from " + Timespans.format(export.beforeTicks()) + " before to "
                        + Timespans.format(export.afterTicks()) + " after";
        };
        return action.limit()
                .map(limit -> what + ", at most " + limit.times() + " times in any " + Timespans.format(limit.ticks()))
                .orElse(what);
    }

    private static String operand(Action.Operand operand) {
        return switch (operand) {
            case Action.Text text -> "'" + text.text() + "'";
            case Action.Column column -> "in column " + column.name();
        };
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
