package io.ringtail.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringtail.dsl.value.Json;
import io.ringtail.dsl.value.Literals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Holds our parser and our names and types of columns to Microsoft's own parser, which runs in Node.js beside the test
 * ({@code tools/kusto-parser}; {@code ./verify} fetches it). Skipped where Node.js or the parser is missing. {@code
 * parser-differences.txt} lists where the two differ on purpose, each with the reason.
 */
class KustoParserTest {
    private static final Path TOOL = Path.of(System.getProperty("ringtail.root"), "tools", "kusto-parser");
    private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|'[^']*'|[A-Za-z_0-9.]+|\\S");
    private static final List<String> FILES = List.of(
            "semantics.txt",
            "functions.txt",
            "aggregates.txt",
            "types.txt",
            "shapes.txt",
            "dynamic.txt",
            "combining.txt",
            "exact.txt");
    private static final int CHANGED_QUERIES = 400;

    /** What Microsoft's parser says of a query. */
    private record Opinion(String columns, @Nullable String syntaxError) {}

    @Test
    void namesAndTypesColumnsAsMicrosoftsAnalyserDoes() throws IOException, InterruptedException {
        Map<String, String> expected = new LinkedHashMap<>();
        for (String resource : FILES) {
            List<String> lines = lines(resource);
            for (int i = 0; i + 1 < lines.size(); i += 2) {
                expected.put(lines.get(i), lines.get(i + 1).split(" \\| ", 2)[0]);
            }
        }
        List<String> queries = new ArrayList<>(expected.keySet());
        queries.removeAll(differences("columns: "));
        for (String pattern : differences("columns of: ")) {
            queries.removeIf(query -> query.matches(pattern));
        }

        List<Opinion> opinions = opinions(queries);

        for (int i = 0; i < queries.size(); i++) {
            String query = queries.get(i);
            assertThat(expected.get(query)).as(query).isEqualTo(opinions.get(i).columns());
        }
    }

    @Test
    void acceptsAndRefusesWhatMicrosoftsParserDoes() throws IOException, InterruptedException {
        List<String> queries = new ArrayList<>();
        for (String resource : FILES) {
            List<String> lines = lines(resource);
            for (int i = 0; i + 1 < lines.size(); i += 2) {
                queries.add(lines.get(i));
            }
        }
        queries.addAll(changed(queries, 20_261_124L));

        List<Opinion> opinions = opinions(queries);

        List<String> disagreements = new ArrayList<>();
        for (int i = 0; i < queries.size(); i++) {
            String ours = syntaxError(queries.get(i));
            String theirs = opinions.get(i).syntaxError();
            if ((ours == null) != (theirs == null) && !isMeant(ours, theirs)) {
                disagreements.add(queries.get(i) + "\n  we say: " + ours + ", they say: " + theirs);
            }
        }
        assertThat(disagreements).isEmpty();
    }

    private static @Nullable String syntaxError(String query) {
        return Query.parse(query) instanceof Query.Parse.Bad bad
                ? bad.problems().getFirst().message()
                : null;
    }

    private static boolean isMeant(@Nullable String ours, @Nullable String theirs) throws IOException {
        List<String> patterns = differences(ours == null ? "they refuse: " : "we refuse: ");
        String message = Objects.requireNonNull(ours == null ? theirs : ours);
        return patterns.stream().anyMatch(message::matches);
    }

    /** Queries with one word left out or doubled; most are wrong, and all are nearly right. */
    private static List<String> changed(List<String> queries, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> changed = new ArrayList<>();
        for (int i = 0; i < CHANGED_QUERIES; i++) {
            String query = queries.get(random.nextInt(queries.size()));
            List<MatchResult> words = WORD.matcher(query).results().toList();
            MatchResult word = words.get(random.nextInt(words.size()));
            String middle = random.nextBoolean() ? "" : word.group() + " " + word.group();
            changed.add(query.substring(0, word.start()) + middle + query.substring(word.end()));
        }
        return changed;
    }

    private static List<String> differences(String kind) throws IOException {
        return lines("parser-differences.txt").stream()
                .filter(line -> line.startsWith(kind))
                .map(line -> line.substring(kind.length()))
                .toList();
    }

    private static List<String> lines(String resource) throws IOException {
        try (var stream = KustoParserTest.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }

    private static List<Opinion> opinions(List<String> queries) throws IOException, InterruptedException {
        assumeTrue(
                Files.isDirectory(TOOL.resolve("node_modules")),
                "Microsoft's parser is not there; fetch it: cd tools/kusto-parser && npm install");
        Path input = Files.createTempFile("queries", ".json");
        Path output = Files.createTempFile("opinions", ".json");
        Files.writeString(input, queries.stream().map(Json::format).collect(Collectors.joining("\n", "", "\n")));
        Process node;
        try {
            node = new ProcessBuilder("node", TOOL.resolve("analyse.js").toString(), TOOL.toString())
                    .redirectInput(input.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "there is no Node.js: " + e.getMessage());
            throw e;
        }
        assertThat(node.waitFor()).as("exit status of node").isZero();
        List<Opinion> opinions = Files.readAllLines(output).stream()
                .map(KustoParserTest::opinion)
                .toList();
        assertThat(opinions).hasSameSizeAs(queries);
        return opinions;
    }

    private static Opinion opinion(String line) {
        Literals.Parsed parsed = Json.parse(line).orElseThrow();
        Map<?, ?> members = (Map<?, ?>) Objects.requireNonNull(parsed.value());
        return new Opinion(String.valueOf(members.get("columns")), (String) members.get("syntaxError"));
    }
}
