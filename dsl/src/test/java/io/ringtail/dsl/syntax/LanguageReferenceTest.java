package io.ringtail.dsl.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.dsl.aggregate.AggregateFunction;
import io.ringtail.dsl.engine.HeaderColumn;
import io.ringtail.dsl.functions.FunctionTable;
import io.ringtail.dsl.functions.TextMatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/language.md} to what the language has. */
class LanguageReferenceTest {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /** Functions that are written as operators, or as parts: {@code a.b}, {@code a[0]}. */
    private static final Set<String> UNNAMED = Set.of("negate", "member", "element");

    /** Bound otherwise than the functions in the table. */
    private static final Set<String> SPECIAL = Set.of(
            "now",
            "ago",
            "toscalar",
            "assert",
            "case",
            "column_ifexists",
            "columnifexists",
            "iscolumnexists",
            "pack_all",
            "bag_pack_columns",
            "estimate_data_size",
            "row_number",
            "row_cumsum",
            "row_rank_min",
            "row_rank_dense",
            "row_window_session",
            "prev",
            "next");

    private final String page = read();

    private static String read() {
        try {
            return Files.readString(Path.of(System.getProperty("ringtail.root"), "docs", "language.md"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void listsTheOperators() {
        Cursor nothing = new Cursor("");
        Supplier<Pipeline> none = () -> {
            throw new AssertionError("nothing is parsed");
        };
        PipeParser parser = new PipeParser(nothing, new ExpressionParser(nothing, none), none, none);

        assertThat(firstCells("Operators")).containsExactlyInAnyOrderElementsOf(parser.names());
    }

    @Test
    void listsTheColumnsWithTheirTypes() {
        List<String> columns = rows("Columns of events").stream()
                .map(row -> row.get(0).replace("`", "") + " " + row.get(1))
                .toList();

        assertThat(columns)
                .containsExactly(Arrays.stream(HeaderColumn.values())
                        .map(column -> column.label() + " " + column.type().label())
                        .toArray(String[]::new));
    }

    @Test
    void listsWhatStandsBetweenOperands() {
        Set<String> written = new TreeSet<>(firstCells("Conditions and arithmetic"));
        Set<String> words = FunctionTable.ALL.names().stream()
                .filter(name -> !isCalled(name) && !UNNAMED.contains(name) && !name.equals("!matches regex"))
                .collect(Collectors.toCollection(TreeSet::new));
        for (String membership : ExpressionParser.MEMBERSHIPS) {
            words.addAll(List.of(membership, "!" + membership));
        }
        words.addAll(List.of("in~", "!in~"));

        assertThat(written).isEqualTo(words);
    }

    @Test
    void listsTheFunctions() {
        Set<String> known = FunctionTable.ALL.names().stream()
                .filter(LanguageReferenceTest::isCalled)
                .collect(Collectors.toCollection(TreeSet::new));
        known.addAll(SPECIAL);

        assertThat(names("Functions")).isEqualTo(known);
    }

    @Test
    void givesFunctionsTheirNumbersOfArguments() {
        for (String call : firstCells("Functions")) {
            String name = call.substring(0, call.indexOf('('));
            if (SPECIAL.contains(name)) {
                continue;
            }
            String arguments = call.substring(call.indexOf('(') + 1, call.length() - 1);
            boolean repeats = arguments.contains("…");
            int most = count(arguments.replaceAll(",? *…", ""));
            int least = count(arguments.replaceAll("\\[.*|,? *…", ""));

            assertThat(FunctionTable.ALL.overloads(name))
                    .as(call)
                    .anyMatch(overload -> overload.takes(least))
                    .anyMatch(overload -> overload.takes(most))
                    .noneMatch(overload -> !repeats && overload.takes(least - 1))
                    .allMatch(overload -> overload.takes(most + 1) == repeats);
        }
    }

    @Test
    void listsTheAggregates() {
        assertThat(names("Aggregates")).isEqualTo(new TreeSet<>(AggregateFunction.names()));
    }

    private static int count(String arguments) {
        return arguments.isBlank() ? 0 : arguments.split(",", -1).length;
    }

    private static boolean isCalled(String name) {
        boolean operator =
                TextMatch.OPERATORS.contains(name) || name.equals("and") || name.equals("or") || UNNAMED.contains(name);
        return Character.isLetter(name.charAt(0)) && !operator;
    }

    private Set<String> names(String section) {
        return firstCells(section).stream()
                .map(call -> call.substring(0, call.indexOf('(')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What stands in backquotes in the first column of the section's table. */
    private List<String> firstCells(String section) {
        List<String> cells = new ArrayList<>();
        for (List<String> row : rows(section)) {
            CODE.matcher(row.getFirst())
                    .results()
                    .map((MatchResult result) -> result.group(1))
                    .forEach(cells::add);
        }
        return cells;
    }

    private List<List<String>> rows(String section) {
        String text = page.split("\n## " + section + "\n", 2)[1].split("\n## ", 2)[0];
        return text.lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> List.of(line.substring(2).split(" \\| | \\|$", -1)))
                .toList();
    }
}
