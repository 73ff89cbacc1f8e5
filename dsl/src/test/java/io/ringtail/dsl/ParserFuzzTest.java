package io.ringtail.dsl;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ParserFuzzTest {
    private static final String LETTERS = "|()[]{}<>=!~+-*/%.,;:'\"@\\#`? \n\tab01_e\u0000é";
    private static final List<String> WORDS = List.of(
            "events",
            "where",
            "summarize",
            "by",
            "(",
            ")",
            "|",
            "==",
            "let",
            "=",
            ";",
            "datatable",
            "[",
            "]",
            "print",
            "and",
            "in",
            "between",
            "..",
            "1",
            "'x'",
            "datetime(",
            "dynamic({",
            "count()",
            "project-away",
            "-",
            "top",
            "sort",
            ",",
            "a");

    @Test
    @Timeout(60)
    void neverThrowsOnMangledQueries() throws IOException {
        List<String> queries = queries();
        long seed = 42;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 30_000; i++) {
            String text = mangled(queries.get(random.nextInt(queries.size())), random);

            assertThatCode(() -> Query.parse(text))
                    .as("seed %d: %s", seed, text)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    @Timeout(60)
    void neverThrowsWhenBindingAndRunningMangledQueries() throws IOException {
        List<String> queries = queries();
        Traces small = Traces.small().endBlock();
        long seed = 7;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 6_000; i++) {
            String text = mangled(queries.get(random.nextInt(queries.size())), random);
            if (text.contains("range")) {
                continue;
            }

            assertThatCode(() -> {
                        if (Query.parse(text) instanceof Query.Parse.Ok ok
                                && ok.query().bind(small.recording, small.decoder, QueryOptions.DEFAULT)
                                        instanceof Query.Binding.Ok bound) {
                            bound.query().run();
                        }
                    })
                    .as("seed %d: %s", seed, text)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    @Timeout(60)
    void neverThrowsOnWordsInAnyOrder() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 30_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int words = random.nextInt(30); words > 0; words--) {
                text.append(WORDS.get(random.nextInt(WORDS.size()))).append(random.nextInt(4) == 0 ? "" : " ");
            }

            assertThatCode(() -> Query.parse(text.toString()))
                    .as(text.toString())
                    .doesNotThrowAnyException();
        }
    }

    @Test
    @Timeout(60)
    void survivesDeepNesting() {
        for (String unit : List.of("(", "-", "[", "a[", "f(", "not(", "a and (", "events | where (")) {
            String text = "events | where " + unit.repeat(20_000);

            assertThatCode(() -> Query.parse(text)).as(unit).doesNotThrowAnyException();
        }
        assertThatCode(() -> Query.parse("(".repeat(20_000))).doesNotThrowAnyException();
        assertThatCode(() -> Query.parse("print " + "1+".repeat(20_000) + "1")).doesNotThrowAnyException();
    }

    private static String mangled(String query, SplittableRandom random) {
        StringBuilder text = new StringBuilder(query);
        for (int changes = 1 + random.nextInt(3); changes > 0 && !text.isEmpty(); changes--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, LETTERS.charAt(random.nextInt(LETTERS.length())));
                case 2 -> text.setCharAt(at, LETTERS.charAt(random.nextInt(LETTERS.length())));
                default -> text.setLength(at);
            }
        }
        return text.toString();
    }

    private static List<String> queries() throws IOException {
        try (var stream = ParserFuzzTest.class.getResourceAsStream("semantics.txt")) {
            String text = new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> line.matches("(print|datatable|let|range).*"))
                    .toList();
        }
    }
}
