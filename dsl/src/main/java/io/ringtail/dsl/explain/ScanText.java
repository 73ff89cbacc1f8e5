package io.ringtail.dsl.explain;

import io.ringtail.dsl.engine.EventScan;
import io.ringtail.dsl.engine.HeaderColumn;
import io.ringtail.dsl.engine.Origin;
import io.ringtail.dsl.engine.RowTest;
import io.ringtail.dsl.engine.Rows;
import io.ringtail.dsl.plan.Plan;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.payload.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says where rows come from, and what of the conditions is decided there. */
final class ScanText {
    private ScanText() {}

    static String operator(Origin origin) {
        return switch (origin) {
            case EventScan scan -> scan.lane() == Lane.TRACE ? "scan events" : "scan control";
            case Rows rows -> "rows";
            case Plan plan -> "query";
            default -> "rows of several queries";
        };
    }

    static String detail(Origin origin) {
        return switch (origin) {
            case EventScan scan -> scan(scan);
            case Rows rows -> "known before the query runs: " + rows.size();
            default -> "";
        };
    }

    private static String scan(EventScan scan) {
        ExpressionText text = new ExpressionText(scan.slots(), scan.columns());
        List<String> parts = new ArrayList<>();
        List<String> kinds =
                scan.kindConditions().stream().map(text::of).distinct().toList();
        if (!kinds.isEmpty()) {
            parts.add("once for each kind of event: " + String.join(" and ", kinds));
        }
        List<String> tests =
                scan.rowTests().stream().map(ScanText::test).distinct().toList();
        if (!tests.isEmpty()) {
            parts.add("on the block's columns: " + String.join(" and ", tests));
        }
        scan.ends()
                .ifPresent(ends -> parts.add(String.format(
                        Locale.ROOT,
                        "no block that has none of the %s %,d rows",
                        ends.latest() ? "latest" : "earliest",
                        ends.rows())));
        if (!scan.contextParts().isEmpty()) {
            parts.add("folds what is said of processes and threads first");
        }
        return String.join("; ", parts);
    }

    private static String test(RowTest test) {
        Object wanted = test.column() == HeaderColumn.TIMESTAMP ? new Cell.Datetime(test.wanted()) : test.wanted();
        return test.column().label() + " " + test.comparison().symbol() + " " + ExpressionText.constant(wanted);
    }
}
