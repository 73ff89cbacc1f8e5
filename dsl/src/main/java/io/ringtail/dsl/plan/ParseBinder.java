package io.ringtail.dsl.plan;

import io.ringtail.dsl.functions.KeyValuePairs;
import io.ringtail.dsl.functions.ParsePattern;
import io.ringtail.dsl.syntax.Expression;
import io.ringtail.dsl.syntax.ShapePipe;
import io.ringtail.dsl.value.Values;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Binds the operators that read columns out of text. */
final class ParseBinder {
    private static final Set<String> OPTIONS =
            Set.of("pair_delimiter", "kv_delimiter", "quote", "escape", "greedy", "regex");

    private final BindContext context;
    private final ExpressionBinder expressions;

    ParseBinder(BindContext context, ExpressionBinder expressions) {
        this.context = context;
        this.expressions = expressions;
    }

    Scope bind(ShapePipe.Parse pipe, Scope scope) {
        Expr subject = Conversions.convert(expressions.bind(pipe.subject(), scope), ScalarType.STRING);
        boolean regex = pipe.kind() == ShapePipe.ParseKind.REGEX;
        ParsePattern.Builder pattern = new ParsePattern.Builder(regex, pipe.kind() != ShapePipe.ParseKind.RELAXED);
        Map<String, ScalarType> columns = new LinkedHashMap<>();
        checkBorders(pipe.parts());
        for (ShapePipe.ParsePart part : pipe.parts()) {
            switch (part) {
                case ShapePipe.ParsePart.Skip skip -> pattern.skip();
                case ShapePipe.ParsePart.Text text -> pattern.text(text.text());
                case ShapePipe.ParsePart.Capture capture -> {
                    pattern.column(capture.type());
                    if (columns.put(capture.name(), capture.type()) != null) {
                        context.problem(
                                capture.span(),
                                "the column '" + capture.name() + "' is there twice",
                                "give it another name");
                    }
                }
            }
        }
        return switch (pattern.build(pipe.flags())) {
            case ParsePattern.Outcome.Ok ok ->
                ShapeBinder.computed(context, scope, subject, ok.pattern()::read, columns, pipe.onlyMatches());
            case ParsePattern.Outcome.Bad bad -> {
                context.problem(pipe.parts().getFirst().span(), "this is no regular expression: " + bad.problem(), "");
                yield scope;
            }
        };
    }

    /** Where one part ends and the next begins is told by a text, or by what no number or time can have in it. */
    private void checkBorders(List<ShapePipe.ParsePart> parts) {
        for (int i = 1; i < parts.size(); i++) {
            ShapePipe.ParsePart before = parts.get(i - 1);
            ShapePipe.ParsePart part = parts.get(i);
            boolean told = switch (part) {
                case ShapePipe.ParsePart.Text text -> true;
                case ShapePipe.ParsePart.Capture capture -> before instanceof ShapePipe.ParsePart.Text;
                case ShapePipe.ParsePart.Skip skip ->
                    before instanceof ShapePipe.ParsePart.Text
                            || before instanceof ShapePipe.ParsePart.Capture capture
                                    && capture.type() != ScalarType.STRING;
            };
            if (!told) {
                context.problem(
                        part.span(),
                        "nothing tells where this begins and what is before it ends",
                        "put a text between them");
                return;
            }
        }
    }

    Scope bind(ShapePipe.ParsePairs pipe, Scope scope) {
        Expr subject = Conversions.convert(expressions.bind(pipe.subject(), scope), ScalarType.STRING);
        Map<String, ScalarType> keys = new LinkedHashMap<>();
        pipe.keys().forEach(key -> keys.put(key.name(), key.type()));
        Map<String, List<Object>> options = options(pipe.options());
        KeyValuePairs pairs = new KeyValuePairs(keys, format(pipe, options));
        return ShapeBinder.computed(context, scope, subject, pairs::read, keys, false);
    }

    private Map<String, List<Object>> options(List<ShapePipe.Option> given) {
        Map<String, List<Object>> options = new HashMap<>();
        for (ShapePipe.Option option : given) {
            String name = option.name().name();
            if (!OPTIONS.contains(name)) {
                context.problem(
                        option.name().span(),
                        "'parse-kv' has no option '" + name + "'",
                        "its options are pair_delimiter, kv_delimiter, quote, escape, greedy and regex");
            }
            Optional<Object> value = expressions.bindConstant(option.value(), "the option '" + name + "'");
            value.ifPresent(found -> check(option.value(), name, found));
            value.ifPresent(found ->
                    options.computeIfAbsent(name, first -> new ArrayList<>()).add(found));
        }
        return options;
    }

    private void check(Expression place, String name, Object value) {
        int length = Values.text(value).length();
        Optional<String> wanted = switch (name) {
            case "greedy" -> value instanceof Boolean ? Optional.empty() : Optional.of("true or false");
            case "quote" -> length == 1 || length == 2 ? Optional.empty() : Optional.of("one character or two");
            case "escape" -> length == 1 ? Optional.empty() : Optional.of("one character");
            default -> length > 0 ? Optional.empty() : Optional.of("a text that is not empty");
        };
        wanted.ifPresent(form -> context.problem(place.span(), "the option '" + name + "' is " + form, ""));
    }

    private KeyValuePairs.Format format(ShapePipe.ParsePairs pipe, Map<String, List<Object>> options) {
        List<String> quotes = texts(options, "quote").stream()
                .filter(quote -> !quote.isEmpty())
                .toList();
        String escapes = String.join("", texts(options, "escape"));
        if (options.containsKey("regex")) {
            Optional<KeyValuePairs.Format> regex =
                    KeyValuePairs.regex(texts(options, "regex").getFirst());
            if (regex.isEmpty()) {
                context.problem(pipe.span(), "'regex' is a regular expression with two groups", "");
            }
            return regex.orElse(new KeyValuePairs.Format.Words(quotes, escapes));
        }
        boolean pair = options.containsKey("pair_delimiter");
        if (pair != options.containsKey("kv_delimiter")) {
            context.problem(
                    pipe.span(),
                    "'pair_delimiter' and 'kv_delimiter' are given together",
                    "or none of them: what is neither letter nor digit then delimits");
        }
        if (!pair) {
            return new KeyValuePairs.Format.Words(quotes, escapes);
        }
        boolean greedy = options.getOrDefault("greedy", List.of()).contains(true);
        return new KeyValuePairs.Format.Delimited(
                first(options, "pair_delimiter"), first(options, "kv_delimiter"), quotes, escapes, greedy);
    }

    private static List<String> texts(Map<String, List<Object>> options, String name) {
        return options.getOrDefault(name, List.of()).stream().map(Values::text).toList();
    }

    private static String first(Map<String, List<Object>> options, String name) {
        return texts(options, name).stream()
                .findFirst()
                .filter(text -> !text.isEmpty())
                .orElse(" ");
    }
}
