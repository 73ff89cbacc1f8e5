package io.ringtail.processors.rules;

import io.ringtail.dsl.syntax.Span;
import io.ringtail.dsl.syntax.Words;
import io.ringtail.dsl.syntax.Words.Kind;
import io.ringtail.dsl.syntax.Words.Word;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.payload.Cell;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Goes through the words of a rule file, and gathers what is wrong. One problem a rule: what follows from it is noise. */
final class RuleWords {
    private static final Set<String> WAITING = Set.of(
            "by",
            "on",
            "and",
            "or",
            "not",
            "in",
            "has",
            "contains",
            "startswith",
            "endswith",
            "between",
            "with",
            "regex",
            "asc",
            "of",
            "to",
            "from",
            "step",
            "has_any",
            "has_all",
            "hasprefix",
            "hassuffix");

    private static final long MAX_COUNT = 1_000_000;
    private static final long MAX_SPAN = 3650 * Ticks.PER_DAY;

    private final String file;
    private final String text;
    private final List<Word> words;
    private final List<RuleProblem> problems = new ArrayList<>();
    private int at;

    /** Ends the rule or test that is being read. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    RuleWords(String file, String text) {
        this.file = file;
        this.text = text;
        words = Words.of(text);
    }

    List<RuleProblem> problems() {
        return problems;
    }

    Word peek() {
        return words.get(at);
    }

    Word previous() {
        return words.get(Math.max(0, at - 1));
    }

    Word next() {
        Word word = peek();
        at += word.kind() == Kind.END ? 0 : 1;
        return word;
    }

    boolean atEnd() {
        return peek().kind() == Kind.END;
    }

    boolean take(String name) {
        boolean found = peek().isName(name);
        at += found ? 1 : 0;
        return found;
    }

    boolean takeSymbol(String symbol) {
        boolean found = peek().isSymbol(symbol);
        at += found ? 1 : 0;
        return found;
    }

    void expect(String name) {
        if (!take(name)) {
            throw wanted("'" + name + "'");
        }
    }

    void expectSymbol(String symbol) {
        if (!takeSymbol(symbol)) {
            throw wanted("'" + symbol + "'");
        }
    }

    String name(String what) {
        if (peek().kind() != Kind.NAME && peek().kind() != Kind.QUOTED_NAME) {
            throw wanted(what);
        }
        return next().text();
    }

    String string(String what) {
        if (!(peek().value() instanceof String string)) {
            throw wanted(what);
        }
        next();
        return string;
    }

    boolean atString() {
        return peek().value() instanceof String;
    }

    int count(String what) {
        if (!(peek().value() instanceof Long number)) {
            throw wanted(what);
        }
        if (number < 1 || number > MAX_COUNT) {
            throw refuse(peek().span(), number + " is too " + (number < 1 ? "few" : "many"), "it is 1 to " + MAX_COUNT);
        }
        next();
        return number.intValue();
    }

    long whole(String what) {
        if (!(peek().value() instanceof Long number)) {
            throw wanted(what);
        }
        next();
        return number;
    }

    /** A time span such as {@code 15m}, in ticks. */
    long span(String what) {
        if (!(peek().value() instanceof Cell.Timespan(long ticks))) {
            throw wanted(what + ", such as 15m");
        }
        if (ticks <= 0 || ticks > MAX_SPAN) {
            throw refuse(
                    peek().span(), "the time is too " + (ticks <= 0 ? "short" : "long"), "it is above 0, to 3650d");
        }
        next();
        return ticks;
    }

    /** {@code datetime(…)}. */
    OptionalLong time() {
        if (!(peek().value() instanceof Cell.Datetime(long ticks))) {
            throw wanted("a time, such as datetime(2026-03-01T10:00)");
        }
        next();
        return OptionalLong.of(ticks);
    }

    /**
     * All words up to one that {@code ends} stands before, brackets of any kind around it left out. A bracket that is
     * never closed is refused, and what stands behind it is read on.
     */
    Optional<Span> until(Ends ends) {
        int start = at;
        Deque<Integer> open = new ArrayDeque<>();
        while (!atEnd() && (!open.isEmpty() || !ends.at(peek(), at == start, this))) {
            if (peek().kind() == Kind.BAD) {
                throw wanted("more");
            }
            Word word = next();
            if (word.isSymbol("(") || word.isSymbol("[") || word.isSymbol("{")) {
                open.push(at - 1);
            } else if (word.isSymbol(")") || word.isSymbol("]") || word.isSymbol("}")) {
                open.poll();
            }
        }
        if (!open.isEmpty()) {
            at = open.peek();
            String bracket = peek().text();
            throw refuse(peek().span(), "this '" + bracket + "' is not closed", "close it before the next clause");
        }
        return at == start
                ? Optional.empty()
                : Optional.of(new Span(
                        words.get(start).span().start(), previous().span().end()));
    }

    /** Decides where a part of free text ends. */
    interface Ends {
        boolean at(Word word, boolean first, RuleWords all);
    }

    /** Whether what stands before this word could end a query or a condition: no operator that waits for more. */
    boolean endsOperand() {
        if (at == 0) {
            return false;
        }
        Word before = previous();
        boolean names = before.kind() == Kind.NAME
                && (WAITING.contains(before.text())
                        || at > 1 && words.get(at - 2).isSymbol("|"));
        boolean symbol = before.kind() == Kind.SYMBOL && !before.text().matches("[\\])}]");
        return !names && !symbol;
    }

    /** Whether the word stands first in its line. */
    boolean startsLine(Word word) {
        int lineStart = text.lastIndexOf('\n', word.span().start() - 1) + 1;
        return text.substring(lineStart, word.span().start()).isBlank();
    }

    /** Names and texts between two places. */
    List<Word> within(Span span) {
        int from = firstFrom(span.start());
        int to = from;
        while (to < words.size() && words.get(to).span().end() <= span.end()) {
            to++;
        }
        return words.subList(from, to);
    }

    /** Of the words, which stand in the order of their places, the first that starts there or behind. */
    private int firstFrom(int start) {
        int low = 0;
        int high = words.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (words.get(middle).span().start() < start) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    Refused wanted(String what) {
        Word word = peek();
        String found = word.kind() == Kind.END
                ? "the end of the file"
                : "'" + text.substring(word.span().start(), word.span().end()) + "'";
        String message = word.kind() == Kind.BAD ? word.text() : "expected " + what + ", found " + found;
        return refuse(word.span(), message, "");
    }

    Refused refuse(Span place, String message, String hint) {
        problems.add(RuleParser.problem(file, text, place, message, hint));
        return new Refused();
    }

    /** Goes on with the next rule or test. */
    void recover() {
        while (!atEnd() && !((peek().isName("rule") || peek().isName("test")) && startsLine(peek()))) {
            at++;
        }
    }
}
