package io.ringtail.processors.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.journal.Journal;
import io.ringtail.ring.payload.PayloadDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule that stands in the documentation can be read, and every test beside one passes. */
class RulesReferenceTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```\\w*\\n(.*?)^```$");
    private static final Pattern RULE = Pattern.compile("(?m)^rule \\w+");

    @TempDir
    private Path folder;

    static List<Example> examples() throws IOException {
        try (Stream<Path> pages = Files.list(Path.of(System.getProperty("ringtail.root"), "docs"))) {
            return pages.filter(page -> page.toString().endsWith(".md"))
                    .sorted()
                    .flatMap(RulesReferenceTest::examplesOf)
                    .toList();
        }
    }

    /** @param page whose rules they are */
    record Example(String page, String text) {
        @Override
        public String toString() {
            return page + ": " + text.lines().findFirst().orElse("");
        }
    }

    private static Stream<Example> examplesOf(Path page) {
        String name = page.getFileName().toString();
        return blocks(page)
                .filter(text -> RULE.matcher(text).find())
                .map(text -> new Example(name.replace(".md", ".rules"), text));
    }

    private static Stream<String> blocks(Path page) {
        try {
            return BLOCK.matcher(Files.readString(page)).results().map((MatchResult block) -> block.group(1));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyRuleOfTheDocumentationIsWellWrittenAndItsTestsPass(Example example) throws IOException {
        RuleSet rules = RuleSet.of(Map.of(example.page(), example.text()));

        assertThat(rules.problems()).isEmpty();
        assertThat(new RuleTests(rules, folder, new NoTraces()).run())
                .allSatisfy(result -> assertThat(result.problems()).isEmpty());
    }

    @Test
    void theFirstExampleShowsAFiring() throws IOException {
        Example first = examples().stream()
                .filter(example -> example.page().equals("rules.rules"))
                .findFirst()
                .orElseThrow();

        assertThat(first.text().lines().filter(line -> line.strip().startsWith("expect")))
                .hasSize(2)
                .first()
                .asString()
                .contains("expect fired checkout_errors");
    }

    @Test
    void theTestsOfAnExampleWouldTell() throws IOException {
        String text = examples().stream()
                .map(Example::text)
                .filter(example -> example.contains("expect fired"))
                .collect(Collectors.joining());
        RuleSet rules =
                RuleSet.of(Map.of("rules.rules", text.replace("expect fired checkout_errors", "expect nothing //")));

        assertThat(new RuleTests(rules, folder, new NoTraces()).run())
                .anySatisfy(result -> assertThat(result.problems()).isNotEmpty());
    }

    private static final class NoTraces implements RuleTests.Traces {
        @Override
        public void record(Path trace, Bus bus) throws IOException {
            throw new IOException("no trace is needed");
        }

        @Override
        public PayloadDecoder decoder(Journal journal) throws IOException {
            throw new IOException("no trace is needed");
        }
    }
}
