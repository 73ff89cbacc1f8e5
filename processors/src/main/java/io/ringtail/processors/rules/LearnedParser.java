package io.ringtail.processors.rules;

import io.ringtail.dsl.syntax.Span;
import io.ringtail.dsl.syntax.Words.Kind;
import io.ringtail.dsl.syntax.Words.Word;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.payload.Cell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Finds in a condition the calls that ask for what was learned. */
final class LearnedParser {
    private static final long MOST_TICKS = 366 * Ticks.PER_DAY;

    private final RuleWords file;
    private final List<Word> words;

    LearnedParser(RuleWords file, Span condition) {
        this.file = file;
        words = file.within(condition);
    }

    List<Learned> calls() {
        List<Learned> calls = new ArrayList<>();
        for (int i = 0; i + 1 < words.size(); i++) {
            Optional<Learned.What> what = what(words.get(i));
            if (what.isPresent() && words.get(i + 1).isSymbol("(")) {
                calls.add(call(what.get(), i));
            }
        }
        return calls;
    }

    private static Optional<Learned.What> what(Word word) {
        return word.kind() != Kind.NAME
                ? Optional.empty()
                : Arrays.stream(Learned.What.values())
                        .filter(what -> what.word().equals(word.text()))
                        .findFirst();
    }

    private Learned call(Learned.What what, int at) {
        List<List<Word>> arguments = new ArrayList<>(List.of(new ArrayList<>()));
        int depth = 1;
        int i = at + 2;
        for (; i < words.size(); i++) {
            Word word = words.get(i);
            depth += word.isSymbol("(") || word.isSymbol("[") || word.isSymbol("{") ? 1 : 0;
            depth -= word.isSymbol(")") || word.isSymbol("]") || word.isSymbol("}") ? 1 : 0;
            if (depth == 0) {
                break;
            }
            if (depth == 1 && word.isSymbol(",")) {
                arguments.add(new ArrayList<>());
            } else {
                arguments.getLast().add(word);
            }
        }
        if (depth > 0) {
            throw file.refuse(words.get(at).span(), "the brackets of '" + what.word() + "' are not closed", "");
        }
        return call(what, words.get(at).span().to(words.get(i).span()), arguments);
    }

    private Learned call(Learned.What what, Span call, List<List<Word>> arguments) {
        int times = arguments.size() - 1;
        boolean forecast = what == Learned.What.FORECAST;
        if (arguments.getFirst().isEmpty() || times < (forecast ? 1 : 0) || times > (forecast ? 2 : 1)) {
            throw file.refuse(
                    call,
                    "'" + what.word() + "' asks for a value" + (forecast ? ", a horizon" : "")
                            + " and, where the series" + " repeats itself, a season",
                    forecast
                            ? "forecast(free, 4h) or forecast(free, 4h, 1d)"
                            : what.word() + "(p95) or " + what.word() + "(p95, 1d)");
        }
        Span value = arguments
                .getFirst()
                .getFirst()
                .span()
                .to(arguments.getFirst().getLast().span());
        long horizon = forecast ? ticks(call, arguments.get(1)) : 0;
        boolean seasonal = times > (forecast ? 1 : 0);
        return new Learned(what, call, value, horizon, seasonal ? ticks(call, arguments.getLast()) : 0);
    }

    private long ticks(Span call, List<Word> argument) {
        boolean one = argument.size() == 1;
        if (!one
                || !(argument.getFirst().value() instanceof Cell.Timespan(long ticks))
                || ticks <= 0
                || ticks > MOST_TICKS) {
            throw file.refuse(
                    argument.isEmpty() ? call : argument.getFirst().span(),
                    "expected a time of up to a year, such as 4h",
                    "");
        }
        return ticks;
    }
}
