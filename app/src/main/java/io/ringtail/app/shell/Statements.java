package io.ringtail.app.shell;

import io.ringtail.dsl.Query;
import io.ringtail.dsl.syntax.Problem;
import java.util.List;

/** Where what is typed ends. */
final class Statements {
    private Statements() {}

    /**
     * Whether Enter runs it: a command; one line that is a query, or that is wrong before its end; several lines that end
     * with {@code ;} and are a query; and whatever ends with an empty line.
     */
    static boolean isWhole(String text) {
        String typed = text.stripTrailing();
        if (typed.isEmpty() || typed.startsWith(".") || endsWithEmptyLine(text)) {
            return true;
        }
        boolean oneLine = typed.indexOf('\n') < 0;
        return switch (Query.parse(typed)) {
            case Query.Parse.Ok ok -> oneLine || typed.endsWith(";");
            case Query.Parse.Bad(List<Problem> problems) ->
                oneLine && problems.stream().noneMatch(problem -> problem.column() > typed.length());
        };
    }

    private static boolean endsWithEmptyLine(String text) {
        int lineEnd = text.lastIndexOf('\n');
        return lineEnd >= 0 && text.substring(lineEnd).isBlank();
    }
}
