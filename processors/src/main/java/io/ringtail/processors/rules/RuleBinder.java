package io.ringtail.processors.rules;

import io.ringtail.dsl.BoundQuery;
import io.ringtail.dsl.Query;
import io.ringtail.dsl.QueryOptions;
import io.ringtail.dsl.follow.Fed;
import io.ringtail.dsl.follow.Feeding;
import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.syntax.Problem;
import io.ringtail.dsl.value.Nearest;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.payload.PayloadDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out what a rule's names mean, and whether the rule can work. */
final class RuleBinder {
    static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");

    /** What a message can name besides columns. */
    static final List<String> WORDS = List.of("rule", "key", "window");

    private final Rule rule;
    private final List<RuleProblem> problems = new ArrayList<>();
    private Optional<LearnedCondition> condition = Optional.empty();

    private RuleBinder(Rule rule) {
        this.rule = rule;
    }

    /** What became of it. */
    sealed interface Outcome {
        /** @param condition that is not in the query, for it asks what was before */
        record Ok(Fed fed, Optional<LearnedCondition> condition) implements Outcome {}

        record Bad(List<RuleProblem> problems) implements Outcome {}
    }

    /**
     * Binds a rule to what is known.
     *
     * @param known whose catalog says what there is
     */
    static Outcome bind(Rule rule, Recording known, PayloadDecoder decoder, Fed.Rows rows) {
        RuleBinder binder = new RuleBinder(rule);
        try {
            return binder.bind(known, decoder, rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Outcome bind(Recording known, PayloadDecoder decoder, Fed.Rows rows) throws IOException {
        QueryOptions options = QueryOptions.DEFAULT.withThreads(1).withNow(0);
        if (!(Query.parse(rule.text()) instanceof Query.Parse.Ok(Query query))) {
            throw new IllegalStateException("the rule '" + rule.name() + "' was not checked");
        }
        return switch (query.bind(known, decoder, options)) {
            case Query.Binding.Bad(List<Problem> bad) -> refused(bad);
            case Query.Binding.Ok(BoundQuery bound) ->
                switch (bound.feed(decoder, rows)) {
                    case Feeding.Outcome.Bad(List<Problem> bad) -> refused(bad);
                    case Feeding.Outcome.Ok(Fed fed) -> {
                        learn(fed, known, decoder);
                        yield checked(fed);
                    }
                };
        };
    }

    private Outcome refused(List<Problem> bad) {
        return new Outcome.Bad(bad.stream().map(rule::problem).toList());
    }

    private Outcome checked(Fed fed) {
        List<String> columns = fed.columns().stream()
                .map(Column::name)
                .limit(fed.columns().size() - 1)
                .toList();
        checkKeys(fed, columns);
        checkClauses(fed);
        Matcher placeholders = PLACEHOLDER.matcher(rule.message());
        while (placeholders.find()) {
            String name = placeholders.group(1);
            if (!WORDS.contains(name)) {
                checkColumn("message", name, columns);
            }
        }
        for (Action action : rule.actions()) {
            switch (action.what()) {
                case Action.OfService(Action.Column(String name)) -> checkColumn("then", name, columns);
                case Action.Dump(Action.Column(String name)) -> checkColumn("then", name, columns);
                default -> {} // names no column
            }
        }
        return problems.isEmpty() ? new Outcome.Ok(fed, condition) : new Outcome.Bad(problems);
    }

    private void learn(Fed fed, Recording known, PayloadDecoder decoder) {
        if (rule.learned().isEmpty()) {
            return;
        }
        String what = rule.learned().getFirst().what().word();
        if (fed.windowTicks().isEmpty()) {
            problems.add(rule.problem(
                    "when",
                    "'" + what + "' learns a value a window, and the query has no windows",
                    "give it some: summarize … by bin(Timestamp, 1m)"));
            return;
        }
        long window = fed.windowTicks().getAsLong();
        if (rule.learned().stream()
                .anyMatch(learned -> learned.seasonTicks() > 0 && learned.seasonTicks() < 2 * window)) {
            problems.add(rule.problem("when", "a season has at least two windows", "give a longer one, such as 1d"));
            return;
        }
        switch (LearnedCondition.bind(rule, fed, known, decoder)) {
            case LearnedCondition.Binding.Ok ok -> condition = Optional.of(ok.condition());
            case LearnedCondition.Binding.Bad bad -> problems.addAll(bad.problems());
        }
    }

    private void checkKeys(Fed fed, List<String> columns) {
        if (fed.keyColumns().contains(-1)) {
            problems.add(rule.problem(
                    "on",
                    "a column that 'summarize' groups by is not in the result, so its windows cannot be told apart",
                    "keep the columns behind 'by', under whatever name"));
        }
        if (fed.windowTicks().isPresent() && !rule.by().isEmpty()) {
            problems.add(rule.problem("key", "'key' is for rules without windows", "group by it: summarize … by"));
        }
        rule.by().forEach(name -> checkColumn("key", name, columns));
    }

    private void checkClauses(Fed fed) {
        if (fed.windowTicks().isPresent()) {
            return;
        }
        String way = "count in windows: summarize … by bin(Timestamp, 1m)";
        if (rule.of() > 1) {
            problems.add(rule.problem("for", "the query has no windows to be counted", way));
        }
        if (rule.nodataTicks() > 0) {
            problems.add(rule.problem("nodata", "without windows no data is nothing unusual", way));
        }
    }

    private void checkColumn(String clause, String name, List<String> columns) {
        if (!columns.contains(name)) {
            String hint = Nearest.of(name, columns)
                    .map(near -> "did you mean '" + near + "'?")
                    .orElse("there are " + String.join(", ", columns));
            problems.add(rule.problem(clause, "the query has no column '" + name + "'", hint));
        }
    }
}
