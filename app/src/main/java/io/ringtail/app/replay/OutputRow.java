package io.ringtail.app.replay;

import io.ringtail.dsl.result.Column;
import io.ringtail.processors.canary.FleetMember;
import io.ringtail.processors.canary.proto.Alert;
import io.ringtail.processors.canary.proto.Judged;
import io.ringtail.processors.canary.proto.RollbackVerdict;
import io.ringtail.processors.canary.proto.StrategyRejected;
import io.ringtail.processors.host.Output;
import io.ringtail.processors.proto.Fired;
import io.ringtail.processors.proto.Inconclusive;
import io.ringtail.processors.proto.Intent;
import io.ringtail.processors.proto.Outcome;
import io.ringtail.processors.proto.Resolved;
import io.ringtail.processors.proto.RuleBound;
import io.ringtail.processors.proto.RuleFailed;
import io.ringtail.processors.proto.Suppressed;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ScalarType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a processor said, as a row. */
record OutputRow(String what, String rule, String key, String mode, String severity, String text, String outcome) {
    static final List<Column> COLUMNS = List.of(
            Column.of("Timestamp", ScalarType.DATETIME),
            Column.of("Cause", ScalarType.LONG),
            Column.of("What", ScalarType.STRING),
            Column.of("Rule", ScalarType.STRING),
            Column.of("Key", ScalarType.STRING),
            Column.of("Mode", ScalarType.STRING),
            Column.of("Severity", ScalarType.STRING),
            Column.of("Text", ScalarType.STRING),
            Column.of("Outcome", ScalarType.STRING));

    static @Nullable Object[] values(Output output, Map<String, Outcome> outcomes) {
        OutputRow row = of(output, outcomes);
        return new @Nullable Object[] {
            new Cell.Datetime(output.timeTicks()),
            output.causeSequence(),
            row.what,
            row.rule,
            row.key,
            row.mode,
            row.severity,
            row.text,
            row.outcome
        };
    }

    private static OutputRow of(Output output, Map<String, Outcome> outcomes) {
        return switch (output.message()) {
            case Fired of ->
                new OutputRow("fired", of.getRule(), of.getKey(), of.getMode(), of.getSeverity(), of.getMessage(), "");
            case Suppressed of ->
                new OutputRow(
                        "suppressed", of.getRule(), of.getKey(), "", "", of.getReason() + ": " + of.getDetail(), "");
            case Inconclusive of ->
                new OutputRow(
                        "inconclusive", of.getRule(), of.getKey(), "", "", of.getReason() + ": " + of.getDetail(), "");
            case Resolved of -> new OutputRow("resolved", of.getRule(), of.getKey(), "", "", "", "");
            case RuleBound of -> new OutputRow("bound", of.getRule(), "", "", "", "", "");
            case RuleFailed of -> new OutputRow("failed", of.getRule(), "", "", "", of.getProblem(), "");
            case Judged of -> {
                String partial = of.getPartial() ? " (partial)" : "";
                yield new OutputRow(
                        "judged",
                        of.getProcessor(),
                        of.getService(),
                        "",
                        "",
                        of.getVersion() + ": " + of.getVerdict() + partial + ", " + of.getWhy(),
                        "");
            }
            case Alert of ->
                new OutputRow(
                        "alert",
                        of.getProcessor(),
                        of.getService(),
                        "",
                        of.getSeverity(),
                        of.getWhat() + ": " + of.getMessage(),
                        "");
            case StrategyRejected of ->
                new OutputRow("rejected", of.getProcessor(), of.getService(), "", "", of.getMessage(), "");
            case RollbackVerdict of ->
                new OutputRow(
                        "verdict",
                        of.getProcessor(),
                        of.getService(),
                        "",
                        "",
                        of.getVerdict() + ": " + of.getWhy(),
                        "");
            case Intent of ->
                new OutputRow(
                        "intent",
                        of.getRule(),
                        of.getKey(),
                        "",
                        "",
                        of.getAction() + " "
                                + (of.getAction().equals(FleetMember.PUBLISH) ? of.getReason() : of.getArguments()),
                        Optional.ofNullable(outcomes.get(of.getIdempotencyKey()))
                                .map(Outcome::getStatus)
                                .orElse(""));
            default -> {
                String name = output.message().getClass().getSimpleName();
                yield new OutputRow(
                        name, "", "", "", "", output.message().toString().replace('\n', ' '), "");
            }
        };
    }
}
