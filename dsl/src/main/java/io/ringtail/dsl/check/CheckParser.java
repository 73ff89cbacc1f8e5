package io.ringtail.dsl.check;

import io.ringtail.dsl.functions.Comparison;
import io.ringtail.dsl.syntax.SourceText;
import io.ringtail.dsl.syntax.Span;
import io.ringtail.dsl.value.Nearest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses a check. One use.
 *
 * <pre>
 *   disk usage|free [on "C:"] &gt; 90%      cpu load &gt; 80%      memory usage &gt; 90% | memory available &lt; 512MB
 *   service "Spooler" is [not] running     process "x.exe" count|memory &gt; 1     … for 3 readings every 5s
 * </pre>
 */
final class CheckParser {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:\"(?<quoted>[^\"]*)\"|'(?<single>[^']*)'"
                    + "|(?<number>\\d+(?:\\.\\d+)?)\\s*(?<unit>%|[A-Za-z]+)?|(?<word>[A-Za-z][A-Za-z_-]*)|(?<symbol>[<>=!]=?|\\S))");
    private static final List<String> SUBJECTS = List.of("disk", "cpu", "memory", "service", "process", "wmi");
    private static final Map<String, Long> SIZES = Map.of(
            "b", 1L, "kb", 1L << 10, "mb", 1L << 20, "gb", 1L << 30, "tb", 1L << 40, "kib", 1L << 10, "mib", 1L << 20,
            "gib", 1L << 30, "tib", 1L << 40);
    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "s", 1000L, "sec", 1000L, "m", 60_000L, "min", 60_000L, "h", 3_600_000L);
    private static final Duration DEFAULT_PACE = Duration.ofSeconds(5);

    private final String text;
    private final SourceText source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private Optional<String> on = Optional.empty();

    CheckParser(String text) {
        this.text = text;
        source = new SourceText(text);
    }

    private record Token(Kind kind, String text, String unit, Span span) {}

    private enum Kind {
        QUOTED,
        NUMBER,
        WORD,
        SYMBOL,
        END
    }

    private static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient io.ringtail.dsl.syntax.Problem problem;

        Wrong(io.ringtail.dsl.syntax.Problem problem) {
            super(problem.message(), null, false, false);
            this.problem = problem;
        }
    }

    Check.Parse parse() {
        try {
            tokenize();
            takeWord("check");
            Subject subject = subject();
            return new Check.Parse.Ok(schedule(subject));
        } catch (Wrong e) {
            return new Check.Parse.Bad(e.problem);
        }
    }

    /** What is asked and computed, without when. */
    private record Subject(Wql question, String residue, Check.Residue rest) {}

    private void tokenize() {
        Matcher matcher = TOKEN.matcher(text);
        int from = 0;
        while (from < text.length() && matcher.region(from, text.length()).lookingAt()) {
            from = matcher.end();
            Span span = new Span(matcher.start() + blanks(matcher.group()), from);
            if (matcher.group("quoted") != null) {
                tokens.add(new Token(Kind.QUOTED, matcher.group("quoted"), "", span));
            } else if (matcher.group("single") != null) {
                tokens.add(new Token(Kind.QUOTED, matcher.group("single"), "", span));
            } else if (matcher.group("number") != null) {
                String unit = matcher.group("unit");
                tokens.add(new Token(Kind.NUMBER, matcher.group("number"), unit == null ? "" : unit, span));
            } else if (matcher.group("word") != null) {
                tokens.add(new Token(Kind.WORD, matcher.group("word"), "", span));
            } else {
                tokens.add(new Token(Kind.SYMBOL, matcher.group("symbol"), "", span));
            }
        }
        tokens.add(new Token(Kind.END, "the end", "", new Span(text.length(), text.length())));
    }

    private static int blanks(String token) {
        return token.length() - token.stripLeading().length();
    }

    private Subject subject() {
        Token token = next();
        return switch (token.kind == Kind.WORD ? token.text.toLowerCase(Locale.ROOT) : "") {
            case "disk" -> disk();
            case "cpu" -> cpu();
            case "memory" -> memory();
            case "service" -> service();
            case "process" -> process();
            default ->
                throw wrong(
                        token,
                        "no check starts with '" + source.at(token.span) + "'",
                        near(
                                token,
                                SUBJECTS,
                                "a check is of a disk, cpu, memory, service \"name\" or process \"name\", or is wmi('SELECT …') | …"));
        };
    }

    private Subject disk() {
        String what = word("what of the disk", List.of("usage", "free"));
        takeOn();
        Comparison comparison = comparison("disk " + what);
        Amount limit = what.equals("usage") ? percent() : percentOrSize();
        takeOn();
        List<String> columns = List.of("Name", "DriveLetter", "Label", "Capacity", "FreeSpace");
        Wql.Condition fixed = new Wql.Condition.Compare("DriveType", Wql.Operator.EQUAL, 3L);
        Wql question = on.isEmpty()
                ? Wql.of(columns, "Win32_Volume", fixed)
                : Wql.of(columns, "Win32_Volume", fixed, volume(on.get()));
        String computed = what.equals("usage")
                ? "100 * (1 - FreeSpace / Capacity)"
                : limit.isPercent ? "100 * FreeSpace / Capacity" : "FreeSpace";
        return new Subject(
                question,
                computed + " " + comparison.symbol() + " " + limit + ", for any volume that has a capacity",
                Residues.disk(what.equals("usage"), limit.isPercent, comparison, limit.value, on));
    }

    private static Wql.Condition volume(String name) {
        boolean letter = name.matches("[A-Za-z]:\\\\?");
        return new Wql.Condition.Compare(
                letter ? "DriveLetter" : "Name", Wql.Operator.EQUAL, letter ? name.substring(0, 2) : name);
    }

    private Subject cpu() {
        word("what of the cpu", List.of("load"));
        Comparison comparison = comparison("cpu load");
        Amount limit = percent();
        return new Subject(
                Wql.of(List.of("DeviceID", "LoadPercentage"), "Win32_Processor"),
                "mean of LoadPercentage, null left out, " + comparison.symbol() + " " + limit,
                Residues.cpu(comparison, limit.value));
    }

    private Subject memory() {
        String what = word("what of the memory", List.of("usage", "available"));
        Comparison comparison = comparison("memory " + what);
        Amount limit = what.equals("usage") ? percent() : percentOrSize();
        String computed = what.equals("usage")
                ? "100 * (1 - FreePhysicalMemory / TotalVisibleMemorySize)"
                : limit.isPercent ? "100 * FreePhysicalMemory / TotalVisibleMemorySize" : "1024 * FreePhysicalMemory";
        return new Subject(
                Wql.of(List.of("FreePhysicalMemory", "TotalVisibleMemorySize"), "Win32_OperatingSystem"),
                computed + " " + comparison.symbol() + " " + limit,
                Residues.memory(what.equals("usage"), limit.isPercent, comparison, limit.value));
    }

    private Subject service() {
        String name = quoted("the service's name");
        boolean not = isNot("service");
        String state = word("a state", List.of("running", "stopped", "paused", "absent"));
        return new Subject(
                Wql.of(List.of("Name", "State", "StartMode"), "Win32_Service", named(name)),
                "the state is " + (not ? "not " : "") + state + "; without an object it is absent",
                Residues.service(name, state, not));
    }

    private Subject process() {
        String name = quoted("the process's name");
        Wql question = Wql.of(List.of("Name", "ProcessId", "WorkingSetSize"), "Win32_Process", named(name));
        if (peek().text.equalsIgnoreCase("is")) {
            boolean not = isNot("process");
            word("a state", List.of("running"));
            return new Subject(
                    question,
                    not ? "there is no object" : "there is an object",
                    Residues.count(not ? Comparison.EQUAL : Comparison.GREATER, 0));
        }
        String what = word("what of the process", List.of("count", "memory"));
        Comparison comparison = comparison("process " + what);
        if (what.equals("count")) {
            Token number = next();
            if (number.kind != Kind.NUMBER || !number.unit.isEmpty() || number.text.contains(".")) {
                throw wrong(number, "expected a number of processes, found '" + source.at(number.span) + "'", "");
            }
            double count = Double.parseDouble(number.text);
            return new Subject(
                    question,
                    "number of objects " + comparison.symbol() + " " + number.text,
                    Residues.count(comparison, count));
        }
        Amount limit = size();
        return new Subject(
                question,
                "sum of WorkingSetSize " + comparison.symbol() + " " + limit,
                Residues.workingSet(comparison, limit.value));
    }

    private static Wql.Condition named(String name) {
        return new Wql.Condition.Compare("Name", Wql.Operator.EQUAL, name);
    }

    private Check schedule(Subject subject) {
        int readings = 1;
        Duration every = DEFAULT_PACE;
        while (peek().kind != Kind.END) {
            Token token = next();
            if (token.text.equalsIgnoreCase("for")) {
                readings = readings();
            } else if (token.text.equalsIgnoreCase("every")) {
                every = time();
            } else {
                throw wrong(
                        token,
                        "expected 'for N readings', 'every TIME' or the end, found '" + source.at(token.span) + "'",
                        near(token, List.of("for", "every"), ""));
            }
        }
        return new Check(text.strip(), subject.question, subject.residue, subject.rest, readings, every);
    }

    private int readings() {
        Token number = next();
        boolean whole = number.kind == Kind.NUMBER && number.text.matches("[1-9]\\d{0,3}");
        boolean joined = number.unit.equalsIgnoreCase("readings") || number.unit.equalsIgnoreCase("reading");
        if (!whole || !number.unit.isEmpty() && !joined) {
            throw wrong(
                    number,
                    "expected a number of readings, found '" + source.at(number.span) + "'",
                    "write 'for 3 readings'");
        }
        if (!joined && !takeWord("readings") && !takeWord("reading")) {
            throw wrong(
                    peek(), "expected 'readings', found '" + source.at(peek().span) + "'", "write 'for 3 readings'");
        }
        return Integer.parseInt(number.text);
    }

    private Duration time() {
        Token token = next();
        Long millis = token.kind == Kind.NUMBER ? MILLIS.get(token.unit.toLowerCase(Locale.ROOT)) : null;
        if (millis == null || token.text.length() > 9) {
            throw wrong(token, "expected a time, found '" + source.at(token.span) + "'", "write 'every 5s'");
        }
        return Duration.ofMillis((long) (Double.parseDouble(token.text) * millis));
    }

    /** A limit as it was written. */
    private record Amount(double value, boolean isPercent, String written) {
        @Override
        public String toString() {
            return written;
        }
    }

    private Amount percent() {
        Amount amount = percentOrSize();
        if (!amount.isPercent) {
            throw wrong(previous(), "expected a percentage, found '" + amount + "'", "write 90%");
        }
        return amount;
    }

    private Amount size() {
        Amount amount = percentOrSize();
        if (amount.isPercent) {
            throw wrong(previous(), "expected a size, found '" + amount + "'", "write 512MB");
        }
        return amount;
    }

    private Amount percentOrSize() {
        Token token = next();
        if (token.kind == Kind.NUMBER && token.unit.equals("%")) {
            double value = Double.parseDouble(token.text);
            if (value <= 100) {
                return new Amount(value, true, source.at(token.span));
            }
            throw wrong(token, "no percentage is above 100%", "");
        }
        Long factor = SIZES.get(token.unit.toLowerCase(Locale.ROOT));
        if (token.kind != Kind.NUMBER || factor == null) {
            throw wrong(
                    token,
                    "expected a percentage or a size, found '" + source.at(token.span) + "'",
                    "write 90% or 512MB");
        }
        return new Amount(Double.parseDouble(token.text) * factor, false, source.at(token.span));
    }

    private Comparison comparison(String subject) {
        Token token = next();
        String symbol = token.text.equals("=") ? "==" : token.text;
        return Comparison.ofSymbol(token.kind == Kind.SYMBOL ? symbol : "")
                .orElseThrow(() -> wrong(
                        token,
                        "expected a comparison after '" + subject + "', found '" + source.at(token.span) + "'",
                        "write '" + subject + " > …'; there are <, <=, >, >=, == and !="));
    }

    private boolean isNot(String subject) {
        if (!takeWord("is")) {
            throw wrong(
                    peek(),
                    "expected 'is' after the " + subject + "'s name, found '" + source.at(peek().span) + "'",
                    "write " + subject + " \"name\" is running");
        }
        return takeWord("not");
    }

    private void takeOn() {
        if (on.isEmpty() && takeWord("on")) {
            on = Optional.of(quoted("the volume, such as \"C:\""));
        }
    }

    private String quoted(String wanted) {
        Token token = next();
        if (token.kind != Kind.QUOTED || token.text.isEmpty()) {
            throw wrong(token, "expected " + wanted + " in double quotes, found '" + source.at(token.span) + "'", "");
        }
        return token.text;
    }

    private String word(String wanted, List<String> words) {
        Token token = next();
        String found = token.text.toLowerCase(Locale.ROOT);
        if (token.kind != Kind.WORD || !words.contains(found)) {
            throw wrong(
                    token,
                    "expected " + wanted + ", found '" + source.at(token.span) + "'",
                    near(token, words, "it is " + String.join(" or ", words)));
        }
        return found;
    }

    private boolean takeWord(String word) {
        boolean taken = peek().kind == Kind.WORD && peek().text.equalsIgnoreCase(word);
        at += taken ? 1 : 0;
        return taken;
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Token previous() {
        return tokens.get(Math.max(0, at - 1));
    }

    private Token next() {
        Token token = tokens.get(at);
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    private static String near(Token token, List<String> words, String otherwise) {
        return Nearest.of(token.text, words)
                .map(word -> "did you mean '" + word + "'?")
                .orElse(otherwise);
    }

    private Wrong wrong(Token token, String message, String hint) {
        String said = token.kind == Kind.END ? message.replace("''", "the end of the check") : message;
        return new Wrong(source.problem(token.span, said, hint));
    }
}
