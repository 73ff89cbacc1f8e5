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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Holds what we accept and our names and types of columns to Microsoft's own analyser, which runs in Node.js beside the test
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
            "exact.txt",
            "engine.txt");
    private static final int CHANGES_A_QUERY = 5;
    private static final long SEED = 20_261_126L;

    /** What Microsoft's analyser says of a query. */
    private record Opinion(String columns, @Nullable String error) {}

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

    /**
     * Each query draws changes of its own, from its own text: a new query adds its own to them, and no order of the files
     * changes those of the others.
     */
    @Test
    void acceptsAndRefusesWhatMicrosoftsAnalyserDoes() throws IOException, InterruptedException {
        Set<String> queries = new LinkedHashSet<>();
        for (String resource : FILES) {
            List<String> lines = lines(resource);
            for (int i = 0; i + 1 < lines.size(); i += 2) {
                queries.add(lines.get(i));
                queries.addAll(changed(lines.get(i)));
            }
        }
        List<String> asked = List.copyOf(queries);

        List<Opinion> opinions = opinions(asked);

        MemoryRecording recording = new MemoryRecording();
        FakeDecoder decoder = new FakeDecoder(recording.catalog());
        List<String> disagreements = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            String ours = Queries.problems(asked.get(i), recording, decoder);
            String theirs = opinions.get(i).error();
            if (ours.isEmpty() == (theirs != null) && !isMeant(ours, theirs)) {
                disagreements.add(asked.get(i) + "\n  we say: " + ours + ", they say: " + theirs);
            }
        }
        assertThat(disagreements).isEmpty();
    }

    private static boolean isMeant(String ours, @Nullable String theirs) throws IOException {
        List<String> patterns = differences(ours.isEmpty() ? "they refuse: " : "we refuse: ");
        String message = ours.isEmpty()
                ? Objects.requireNonNull(theirs)
                : ours.lines().findFirst().orElseThrow().replaceFirst("^query:\\d+:\\d+: ", "");
        return patterns.stream().anyMatch(message::matches);
    }

    /** The query with one word left out, doubled or before the next one, another in its place, or one more. */
    private static List<String> changed(String query) {
        SplittableRandom random = new SplittableRandom(SEED ^ query.hashCode());
        List<MatchResult> words = WORD.matcher(query).results().toList();
        List<String> changed = new ArrayList<>();
        for (int i = 0; i < CHANGES_A_QUERY; i++) {
            int place = random.nextInt(words.size());
            String word = words.get(place).group();
            String other = words.get(random.nextInt(words.size())).group();
            MatchResult next = words.get(Math.min(place + 1, words.size() - 1));
            int change = random.nextInt(5);
            String middle = switch (change) {
                case 0 -> "";
                case 1 -> word + " " + word;
                case 2 -> next.group() + " " + word;
                case 3 -> other;
                default -> other + " " + word;
            };
            int end = change == 2 ? next.end() : words.get(place).end();
            changed.add(query.substring(0, words.get(place).start()) + middle + query.substring(end));
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
        return new Opinion(String.valueOf(members.get("columns")), (String) members.get("error"));
    }
}
