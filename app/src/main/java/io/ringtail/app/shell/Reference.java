package io.ringtail.app.shell;

import io.ringtail.dsl.value.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The language as {@code docs/language.md} has it, which a test holds equal to the code: each line of its tables explains
 * the names in backquotes of its first cell. With an example for each name, all of which a test runs.
 */
final class Reference {
    static final String TABLES = "Tables";
    static final String OPERATORS = "Operators";
    static final String STATEMENTS = "Statements and functions";
    static final String CONDITIONS = "Conditions and arithmetic";
    static final String FUNCTIONS = "Functions";
    static final String AGGREGATES = "Aggregates";

    private static final Pattern NAME = Pattern.compile("`([^`]+)`");
    private static final Pattern CELL = Pattern.compile("(?<!\\\\)\\|");
    private static final Map<String, String> KINDS = Map.of(
            TABLES, "table",
            OPERATORS, "operator",
            STATEMENTS, "statement",
            CONDITIONS, "condition",
            FUNCTIONS, "function",
            AGGREGATES, "aggregate");

    private final Map<String, Map<String, Entry>> sections = new LinkedHashMap<>();
    private final Map<String, String> examples = new LinkedHashMap<>();

    private Reference() {}

    /**
     * A line of a table.
     *
     * @param written how it is written, with its arguments
     */
    record Entry(String written, String meaning) {}

    static Reference packaged() {
        Reference reference = new Reference();
        reference.addSections(text("language.md"));
        text("examples.txt")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> reference.examples.put(
                        line.substring(0, line.indexOf(": ")), line.substring(line.indexOf(": ") + 2)));
        return reference;
    }

    private static String text(String resource) {
        try (InputStream stream = Objects.requireNonNull(Reference.class.getResourceAsStream(resource), resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void addSections(String markdown) {
        String section = "";
        for (String line : markdown.lines().toList()) {
            if (line.startsWith("## ")) {
                section = line.substring(3);
            } else if (line.startsWith("| `")) {
                add(section, line);
            }
        }
    }

    private void add(String section, String line) {
        String[] cells = CELL.split(line, -1);
        Matcher names = NAME.matcher(cells[1]);
        StringBuilder meaning = new StringBuilder();
        for (int i = 2; i < cells.length; i++) {
            String cell = cells[i].strip().replace("\\|", "|").replace("`", "");
            meaning.append(meaning.isEmpty() || cell.isEmpty() ? "" : "; ").append(cell);
        }
        while (names.find()) {
            String written = names.group(1);
            Map<String, Entry> entries = sections.computeIfAbsent(section, unseen -> new LinkedHashMap<>());
            name(section, written).ifPresent(name -> entries.putIfAbsent(name, new Entry(written, meaning.toString())));
        }
    }

    /** {@code let} of {@code let name = value;}, {@code strlen} of {@code strlen(s)}. */
    private static Optional<String> name(String section, String written) {
        int end = switch (section) {
            case STATEMENTS -> written.indexOf(' ');
            case FUNCTIONS, AGGREGATES -> written.indexOf('(');
            default -> written.length();
        };
        return end <= 0 || written.startsWith("Provider") && section.equals(TABLES)
                ? Optional.empty()
                : Optional.of(written.substring(0, end));
    }

    /** The names of a section. */
    List<String> names(String section) {
        return List.copyOf(sections.getOrDefault(section, Map.of()).keySet());
    }

    Map<String, String> examples() {
        return examples;
    }

    Optional<Entry> entry(String section, String name) {
        return Optional.ofNullable(sections.getOrDefault(section, Map.of()).get(name));
    }

    /** What is said of a name; empty if it is unknown. */
    Optional<String> help(String name) {
        StringBuilder text = new StringBuilder();
        KINDS.keySet().stream()
                .sorted()
                .forEach(section -> entry(section, name).ifPresent(entry -> {
                    String meaning = entry.meaning().isEmpty() ? "" : ": " + entry.meaning();
                    text.append(entry.written())
                            .append("  (")
                            .append(KINDS.get(section))
                            .append(")")
                            .append(meaning)
                            .append('\n');
                }));
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional.ofNullable(examples.get(name))
                .ifPresent(
                        example -> text.append("Example:\n  ").append(example).append('\n'));
        return Optional.of(text.toString());
    }

    Optional<String> nearest(String name) {
        TreeSet<String> all = new TreeSet<>();
        KINDS.keySet().forEach(section -> all.addAll(names(section)));
        return Nearest.of(name, all);
    }
}
