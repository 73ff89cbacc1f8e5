package io.ringtail.app.shell;

import io.ringtail.dsl.result.Format;
import io.ringtail.dsl.result.Visualization;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/**
 * What can stand at the cursor: tables at the beginning, operators behind a bar; behind an operator the columns that there
 * are at that place, functions, and values that were seen in the column before.
 */
final class Completion implements Completer {
    private static final Pattern COMPARED = Pattern.compile(
            "([A-Za-z_]\\w*)\\s*(?:[=!]=|[=!]~|!?(?:has|contains|startswith|endswith|in)\\w*~?)\\s*\\(?[^|()]*$");
    private static final List<String> WORDS = List.of("by", "and", "or", "asc", "desc", "on", "kind=", "with");
    private static final List<String> KINDS = List.of(
            "inner",
            "innerunique",
            "leftouter",
            "rightouter",
            "fullouter",
            "leftsemi",
            "rightsemi",
            "leftanti",
            "rightanti");

    private final Session session;

    Completion(Session session) {
        this.session = session;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        String before = line.line().substring(0, line.cursor() - line.wordCursor());
        candidates.addAll(candidates(before, line.word()));
    }

    /** @param before what stands before the word */
    List<Candidate> candidates(String before, String word) {
        List<Candidate> all = new ArrayList<>();
        if (before.isBlank() && word.startsWith(".")) {
            add(all, Session.COMMANDS, "commands");
        } else if (before.stripLeading().startsWith(".")) {
            arguments(before.strip(), all);
        } else {
            query(before, word, all);
        }
        all.removeIf(candidate -> !candidate.value().regionMatches(true, 0, word, 0, word.length()));
        return all;
    }

    private void arguments(String command, List<Candidate> into) {
        Reference reference = session.reference();
        switch (command) {
            case ".help" ->
                List.of(Reference.TABLES, Reference.OPERATORS, Reference.FUNCTIONS, Reference.AGGREGATES)
                        .forEach(section -> add(into, reference.names(section), section.toLowerCase(Locale.ROOT)));
            case ".format" ->
                add(into, Arrays.stream(Format.values()).map(Format::label).toList(), "formats");
            case ".tz" -> add(into, new TreeSet<>(ZoneId.getAvailableZoneIds()), "zones");
            case ".columns", ".explain" -> tables(into);
            default -> {}
        }
    }

    private void query(String before, String word, List<Candidate> into) {
        int bar = before.lastIndexOf('|');
        String segment =
                before.substring(Math.max(bar, before.lastIndexOf(';')) + 1).stripLeading();
        if (word.startsWith("'") || word.startsWith("\"")) {
            values(before, word.charAt(0), into);
        } else if (segment.isEmpty()) {
            if (bar < 0 || before.lastIndexOf(';') > bar) {
                tables(into);
                add(into, List.of("let", "declare", "set"), "statements");
            } else {
                operators(into);
            }
        } else if (segment.startsWith("render")) {
            boolean named = segment.strip().contains(" ");
            add(into, named ? List.of("with") : Visualization.Chart.labels(), "charts");
        } else if (before.endsWith("kind=")) {
            add(into, KINDS, "kinds");
        } else if (before.endsWith("(") && isTableBehind(segment)) {
            tables(into);
        } else {
            expression(before.substring(0, Math.max(0, bar)), segment, into);
        }
    }

    private static boolean isTableBehind(String segment) {
        return Pattern.compile("^(join|lookup|union|find)\\b.*\\($", Pattern.DOTALL)
                .matcher(segment)
                .find();
    }

    private void values(String before, char quote, List<Candidate> into) {
        Matcher compared = COMPARED.matcher(before);
        if (compared.find()) {
            for (String value : session.values(compared.group(1))) {
                String escaped = value.replace("\\", "\\\\").replace(String.valueOf(quote), "\\" + quote);
                add(into, List.of(quote + escaped + quote), compared.group(1));
            }
        }
    }

    private void tables(List<Candidate> into) {
        add(into, session.reference().names(Reference.TABLES), "tables");
        add(into, session.tables(), "providers and events");
    }

    private void operators(List<Candidate> into) {
        for (String name : session.reference().names(Reference.OPERATORS)) {
            String meaning = session.reference()
                    .entry(Reference.OPERATORS, name)
                    .map(Reference.Entry::meaning)
                    .orElse("");
            int end = meaning.indexOf(':');
            into.add(new Candidate(
                    name, name, "operators", end > 0 ? meaning.substring(0, end) : meaning, null, null, true));
        }
    }

    private void expression(String rows, String segment, List<Candidate> into) {
        add(into, session.columns(rows), "columns");
        List<String> calls = new ArrayList<>();
        Set<String> aggregating = Set.of("summarize", "make-series", "top-nested", "evaluate");
        if (aggregating.contains(segment.split("[\\s(]", 2)[0])) {
            session.reference().names(Reference.AGGREGATES).forEach(name -> calls.add(name + "("));
        }
        session.reference().names(Reference.FUNCTIONS).forEach(name -> calls.add(name + "("));
        add(into, calls, "functions");
        List<String> words = new ArrayList<>(WORDS);
        session.reference().names(Reference.CONDITIONS).stream()
                .filter(name -> name.chars().anyMatch(Character::isLetter))
                .forEach(words::add);
        add(into, words, "words");
    }

    private static void add(List<Candidate> into, Iterable<String> texts, String group) {
        for (String text : texts) {
            boolean goesOn = text.endsWith("(") || text.endsWith("=");
            into.add(new Candidate(text, text, group, null, null, null, !goesOn));
        }
    }
}
