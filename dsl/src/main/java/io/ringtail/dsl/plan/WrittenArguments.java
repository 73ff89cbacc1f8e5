package io.ringtail.dsl.plan;

import io.ringtail.dsl.functions.TextMatch;
import io.ringtail.dsl.functions.TimeParts;
import io.ringtail.dsl.syntax.Expression;
import io.ringtail.dsl.value.Nearest;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at arguments that are written out in the query: a regular expression that is none, or a part of a time that has
 * no such name, would give null for every row and is refused at its place instead.
 */
final class WrittenArguments {
    /** Which argument of a function is a regular expression. */
    private static final Map<String, Integer> REGEX_AT = Map.ofEntries(
            Map.entry("extract", 0),
            Map.entry("extract_all", 0),
            Map.entry("extractall", 0),
            Map.entry("replace", 0),
            Map.entry("replace_regex", 1),
            Map.entry("indexof_regex", 1),
            Map.entry("trim", 0),
            Map.entry("trim_start", 0),
            Map.entry("trim_end", 0));

    private final BindContext context;

    WrittenArguments(BindContext context) {
        this.context = context;
    }

    void check(Expression.Call call) {
        String name = call.function().name();
        if (REGEX_AT.containsKey(name) && call.arguments().size() > REGEX_AT.get(name)) {
            Expression regex = call.arguments().get(REGEX_AT.get(name));
            checkRegex(regex);
            checkGroups(name, regex);
        }
        if (name.equals("countof") && call.arguments().size() == 3) {
            checkCounting(call);
        }
        if (TimeParts.TAKERS.contains(name) && !call.arguments().isEmpty()) {
            checkPart(call.arguments().getFirst());
        }
    }

    private void checkCounting(Expression.Call call) {
        Expression kind = call.arguments().get(2);
        Optional<String> written = text(kind);
        if (written.filter(word -> word.equals("regex")).isPresent()) {
            checkRegex(call.arguments().get(1));
        } else if (written.filter(word -> !word.equals("normal")).isPresent()) {
            context.problem(kind.span(), "'" + written.get() + "' is no way to count", "it is \"normal\" or \"regex\"");
        }
    }

    private static Optional<String> text(Expression argument) {
        return argument instanceof Expression.Literal literal && literal.value() instanceof String text
                ? Optional.of(text)
                : Optional.empty();
    }

    void checkRegex(Expression regex) {
        text(regex)
                .flatMap(TextMatch::regexProblem)
                .ifPresent(problem -> context.problem(regex.span(), "this is no regular expression: " + problem, ""));
    }

    /** {@code extract_all} gives what groups match. */
    private void checkGroups(String name, Expression regex) {
        if (name.replace("_", "").equals("extractall")
                && text(regex).filter(TextMatch::hasNoGroup).isPresent()) {
            context.problem(
                    regex.span(),
                    "'" + name + "' gives what the groups of its regular expression match, and this one has none",
                    "put parentheses around a part of it");
        }
    }

    private void checkPart(Expression part) {
        Optional<String> unknown = text(part).filter(name -> !TimeParts.isName(name));
        if (unknown.isPresent()) {
            String hint = Nearest.of(unknown.get(), TimeParts.NAMES)
                    .map(near -> "did you mean '" + near + "'?")
                    .orElse("the parts are " + String.join(", ", TimeParts.NAMES));
            context.problem(part.span(), "a time has no part '" + unknown.get() + "'", hint);
        }
    }
}
