package io.ringtail.dsl.functions;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.ringtail.dsl.vector.Kernel;
import io.ringtail.dsl.vector.Vector;
import io.ringtail.ring.payload.ScalarType;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The string operators: made once for what is searched, then asked for every string. */
public final class TextMatch {
    public static final List<String> OPERATORS = List.of(
            "=~",
            "has",
            "has_cs",
            "hasprefix",
            "hasprefix_cs",
            "hassuffix",
            "hassuffix_cs",
            "contains",
            "contains_cs",
            "startswith",
            "startswith_cs",
            "endswith",
            "endswith_cs",
            "matches regex");

    /** Longer than any person writes; its program is kept for each row that is looked at. */
    private static final int LONGEST_REGEX = 100_000;

    private TextMatch() {}

    /** The kernel of an operator, which may start with {@code !}. */
    static Kernel kernel(String operator) {
        boolean negated = operator.startsWith("!");
        String positive = !negated ? operator : operator.equals("!~") ? "=~" : operator.substring(1);
        return (result, arguments, size) -> {
            Predicate<String> match = text -> false;
            String wanted = null;
            long[] values = new long[size];
            for (int i = 0; i < size; i++) {
                String next = arguments[1].text(i);
                if (!next.equals(wanted)) {
                    wanted = next;
                    match = predicate(positive, next);
                }
                values[i] = match.test(arguments[0].text(i)) != negated ? 1 : 0;
            }
            return Vector.ofBits(ScalarType.BOOL, values, null, size);
        };
    }

    /** A string's test against what is searched; a regular expression that is none matches nothing. */
    public static Predicate<String> predicate(String operator, String wanted) {
        return switch (operator) {
            case "=~" -> text -> text.equalsIgnoreCase(wanted);
            case "has" -> text -> term(text, wanted, true, true, true);
            case "has_cs" -> text -> term(text, wanted, false, true, true);
            case "hasprefix" -> text -> term(text, wanted, true, true, false);
            case "hasprefix_cs" -> text -> term(text, wanted, false, true, false);
            case "hassuffix" -> text -> term(text, wanted, true, false, true);
            case "hassuffix_cs" -> text -> term(text, wanted, false, false, true);
            case "contains" -> text -> find(text, wanted, 0, true) >= 0;
            case "contains_cs" -> text -> text.contains(wanted);
            case "startswith" -> text -> text.regionMatches(true, 0, wanted, 0, wanted.length());
            case "startswith_cs" -> text -> text.startsWith(wanted);
            case "endswith" ->
                text -> text.regionMatches(true, text.length() - wanted.length(), wanted, 0, wanted.length());
            case "endswith_cs" -> text -> text.endsWith(wanted);
            case "matches regex" ->
                compile(wanted)
                        .<Predicate<String>>map(
                                regex -> text -> regex.matcher(text).find())
                        .orElse(text -> false);
            default -> throw new IllegalArgumentException("no string operator " + operator);
        };
    }

    static Optional<Pattern> compile(String regex) {
        try {
            return regex.length() > LONGEST_REGEX
                    ? Optional.empty()
                    : Optional.of(Pattern.compile(UnicodeClasses.in(regex)));
        } catch (PatternSyntaxException | StackOverflowError e) { // the compiler walks what is nested by itself
            return Optional.empty();
        }
    }

    /** Whether a text is a regular expression without a group. */
    public static boolean hasNoGroup(String regex) {
        return compile(regex).filter(pattern -> pattern.groupCount() == 0).isPresent();
    }

    /** Why a text is no regular expression; empty if it is one. */
    public static Optional<String> regexProblem(String regex) {
        if (regex.length() > LONGEST_REGEX) {
            return Optional.of("it has more than " + LONGEST_REGEX + " characters");
        }
        try {
            Pattern.compile(regex);
            return Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of(e.getDescription() + (e.getPattern().isEmpty() ? "" : ": '" + e.getPattern() + "'"));
        } catch (StackOverflowError e) {
            return Optional.of("it is nested too deep");
        }
    }

    /** Whether the words stand in the text, cut from it at what is neither letter nor digit at the wanted ends. */
    private static boolean term(String text, String wanted, boolean ignoreCase, boolean atStart, boolean atEnd) {
        int at = find(text, wanted, 0, ignoreCase);
        while (at >= 0) {
            int end = at + wanted.length();
            boolean starts = !atStart || at == 0 || wanted.isEmpty() || cut(text, at - 1) || cut(wanted, 0);
            boolean ends = !atEnd
                    || end == text.length()
                    || wanted.isEmpty()
                    || cut(text, end)
                    || cut(wanted, wanted.length() - 1);
            if (starts && ends) {
                return true;
            }
            at = find(text, wanted, at + 1, ignoreCase);
        }
        return false;
    }

    private static boolean cut(String text, int at) {
        return !Character.isLetterOrDigit(text.charAt(at));
    }

    private static int find(String text, String wanted, int from, boolean ignoreCase) {
        if (!ignoreCase) {
            return text.indexOf(wanted, from);
        }
        int last = text.length() - wanted.length();
        if (wanted.isEmpty()) {
            return from <= text.length() ? from : -1;
        }
        char lower = Character.toLowerCase(wanted.charAt(0));
        char upper = Character.toUpperCase(wanted.charAt(0));
        for (int at = from; at <= last; at++) {
            char c = text.charAt(at);
            if ((c == lower || c == upper) && text.regionMatches(true, at, wanted, 0, wanted.length())) {
                return at;
            }
        }
        return -1;
    }
}
