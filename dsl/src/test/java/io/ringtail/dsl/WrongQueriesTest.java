package io.ringtail.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.dsl.syntax.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** {@code wrong.txt} holds a wrong query on a line and what is said about it, the whole of it, on those that follow. */
class WrongQueriesTest {
    @TestFactory
    List<DynamicTest> saysWhatIsWrongAndWhere() throws IOException {
        String text;
        try (var stream = WrongQueriesTest.class.getResourceAsStream("wrong.txt")) {
            text = new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
        }
        List<DynamicTest> tests = new ArrayList<>();
        for (String block : text.split("\n\n", -1)) {
            List<String> lines =
                    block.lines().filter(line -> !line.startsWith("#")).toList();
            if (lines.size() > 1) {
                String expected = String.join("\n", lines.subList(1, lines.size()));
                tests.add(DynamicTest.dynamicTest(
                        lines.getFirst(),
                        () -> assertThat(Traces.small().problems(lines.getFirst()))
                                .isEqualTo(expected)));
            }
        }
        assertThat(tests).hasSizeGreaterThanOrEqualTo(100);
        return tests;
    }

    @Test
    void advisesTermsWherePartsOfWordsAreLookedFor() throws IOException {
        assertThat(warnings("events | where Provider contains \"Microsoft\""))
                .containsExactly(
                        "query:1:25: 'contains' looks for parts of words too; write 'has' if \"Microsoft\" is a"
                                + " whole word");
        assertThat(warnings("events | where Provider !contains_cs \"Kernel\""))
                .containsExactly("query:1:25: '!contains_cs' looks for parts of words too; write '!has_cs' if"
                        + " \"Kernel\" is a whole word");
        assertThat(warnings("events | where Provider contains \"a-b\" or Provider contains \"ab\""))
                .isEmpty();
    }

    private static List<String> warnings(String query) throws IOException {
        Traces traces = Traces.small();
        return Queries.bound(query, traces.recording, traces.decoder).warnings().stream()
                .map(Problem::toString)
                .toList();
    }

    @Test
    void underlinesThePlace() {
        String query = "events\n| where\tExitCod == 1";
        Problem problem = new Problem(2, 9, 7, "no column 'ExitCod'", "did you mean 'ExitCode'?");

        assertThat(problem.render(query).lines())
                .containsExactly(problem.toString(), "| where\tExitCod == 1", "       \t^~~~~~~");
    }
}
