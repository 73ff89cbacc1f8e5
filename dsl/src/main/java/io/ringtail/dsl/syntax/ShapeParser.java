package io.ringtail.dsl.syntax;

import io.ringtail.dsl.value.Literals;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Parses the operators of {@link ShapePipe}. */
final class ShapeParser implements OperatorFamily {
    private static final List<String> NAMES = List.of(
            "mv-expand",
            "mvexpand",
            "mv-apply",
            "parse",
            "parse-where",
            "parse-kv",
            "make-series",
            "top-nested",
            "top-hitters",
            "scan",
            "evaluate");
    /** What a row of {@code mvexpand} becomes at most; the newer name has no limit. */
    private static final long OLD_LIMIT = 128;

    private final Cursor cursor;
    private final ExpressionParser expressions;
    private final PipeParser pipes;

    ShapeParser(Cursor cursor, ExpressionParser expressions, PipeParser pipes) {
        this.cursor = cursor;
        this.expressions = expressions;
        this.pipes = pipes;
    }

    @Override
    public List<String> names() {
        return NAMES;
    }

    @Override
    public Optional<Pipe> parse(String name, Span span) {
        return switch (name) {
            case "mv-expand", "mvexpand" -> Optional.of(new ShapePipe.Expand(span, items(name, span)));
            case "mv-apply" -> Optional.of(apply(span));
            case "parse" -> Optional.of(parse(span, false));
            case "parse-where" -> Optional.of(parse(span, true));
            case "parse-kv" -> Optional.of(pairs(span));
            case "make-series" -> Optional.of(series(span));
            case "top-nested" -> Optional.of(topNested(span));
            case "top-hitters" -> Optional.of(topHitters(span));
            case "scan" -> Optional.of(scan(span));
            case "evaluate" -> evaluate(span);
            default -> Optional.empty();
        };
    }

    private ShapePipe.Items items(String operator, Span span) {
        boolean pairs = false;
        Optional<Expression.Name> index = Optional.empty();
        while (isParameter()) {
            String parameter = cursor.next().text();
            cursor.next();
            if (parameter.equals("with_itemindex")) {
                index = Optional.of(expressions.name());
            } else {
                pairs = word(Set.of("bag", "array")).equals("array");
            }
        }
        List<ShapePipe.Item> items = new ArrayList<>();
        do {
            items.add(item());
        } while (cursor.takeSymbol(","));
        Optional<Expression> limit = Optional.empty();
        if (cursor.takeName("limit")) {
            limit = Optional.of(expressions.parse());
        } else if (operator.equals("mvexpand")) {
            limit = Optional.of(new Expression.Literal(span, ScalarType.LONG, OLD_LIMIT));
        }
        return new ShapePipe.Items(items, index, pairs, limit);
    }

    private boolean isParameter() {
        Token token = cursor.peek();
        boolean known = token.isName("kind") || token.isName("bagexpansion") || token.isName("with_itemindex");
        return known && cursor.peek(1).isSymbol("=");
    }

    /** One of several words; the empty one after a problem. */
    private String word(Set<String> words) {
        Token token = cursor.peek();
        if (token.kind() == Token.Kind.NAME && words.contains(token.text())) {
            return cursor.next().text();
        }
        List<String> sorted =
                words.stream().sorted().map(word -> "'" + word + "'").toList();
        cursor.unexpected(String.join(", ", sorted.subList(0, sorted.size() - 1)) + " or " + sorted.getLast());
        cursor.next();
        return "";
    }

    private ShapePipe.Item item() {
        Expression named = expressions.parseNamed();
        Optional<Expression.Name> name = Optional.empty();
        Expression value = named;
        if (named instanceof Expression.Named pair) {
            name = Optional.of(pair.names().getFirst());
            value = pair.value();
        }
        return new ShapePipe.Item(name, value, cursor.takeName("to") ? typeOf() : Optional.empty());
    }

    private Optional<ScalarType> typeOf() {
        if (!cursor.takeName("typeof")) {
            cursor.unexpected("'typeof(…)'");
            return Optional.empty();
        }
        cursor.expect("(", "after 'typeof'");
        Optional<ScalarType> type = type();
        cursor.expect(")", "after the type");
        return type;
    }

    private Optional<ScalarType> type() {
        Token token = cursor.next();
        Optional<ScalarType> known = Literals.typeNamed(token.text());
        if (known.isEmpty()) {
            cursor.problem(
                    token.span(),
                    "'" + token.text() + "' is no type",
                    "the types are bool, int, long, real, decimal, string, datetime, timespan, guid and dynamic");
        }
        return known;
    }

    private Pipe apply(Span span) {
        ShapePipe.Items items = items("mv-apply", span);
        keyword("on");
        List<Pipe> inner = new ArrayList<>();
        if (!cursor.expect("(", "before the operators")) {
            return new ShapePipe.Apply(span, items, inner);
        }
        do {
            int before = cursor.problems().size();
            pipes.parse().ifPresent(inner::add);
            if (cursor.problems().size() > before) {
                return new ShapePipe.Apply(span, items, inner);
            }
        } while (cursor.takeSymbol("|"));
        cursor.expect(")", "after the operators");
        return new ShapePipe.Apply(span, items, inner);
    }

    private void keyword(String word) {
        if (!cursor.takeName(word)) {
            cursor.unexpected("'" + word + "'");
        }
    }

    private Pipe parse(Span span, boolean onlyMatches) {
        ShapePipe.ParseKind kind = ShapePipe.ParseKind.SIMPLE;
        String flags = "";
        if (cursor.peek().isName("kind") && cursor.peek(1).isSymbol("=")) {
            cursor.next();
            cursor.next();
            kind = switch (word(Set.of("simple", "relaxed", "regex"))) {
                case "regex" -> ShapePipe.ParseKind.REGEX;
                case "relaxed" -> ShapePipe.ParseKind.RELAXED;
                default -> ShapePipe.ParseKind.SIMPLE;
            };
        }
        if (cursor.peek().isName("flags") && cursor.peek(1).isSymbol("=")) {
            cursor.next();
            cursor.next();
            flags = cursor.next().text();
        }
        Expression subject = expressions.parse();
        keyword("with");
        return new ShapePipe.Parse(span, kind, flags, subject, parts(), onlyMatches);
    }

    private List<ShapePipe.ParsePart> parts() {
        List<ShapePipe.ParsePart> parts = new ArrayList<>();
        while (true) {
            Token token = cursor.peek();
            if (cursor.takeSymbol("*")) {
                parts.add(new ShapePipe.ParsePart.Skip(token.span()));
            } else if (token.type() == ScalarType.STRING) {
                cursor.next();
                parts.add(new ShapePipe.ParsePart.Text(token.span(), String.valueOf(token.value())));
            } else if (ExpressionParser.isColumnName(token)) {
                cursor.next();
                ScalarType type = cursor.takeSymbol(":") ? type().orElse(ScalarType.STRING) : ScalarType.STRING;
                parts.add(new ShapePipe.ParsePart.Capture(token.span(), token.text(), type));
            } else {
                if (parts.isEmpty()) {
                    cursor.unexpected("'*', a text in quotes or a column");
                }
                return parts;
            }
        }
    }

    private Pipe pairs(Span span) {
        Expression subject = expressions.parse();
        keyword("as");
        cursor.expect("(", "before the keys");
        List<Origin.ColumnType> keys = columnTypes();
        cursor.expect(")", "after the keys");
        List<ShapePipe.Option> options = new ArrayList<>();
        if (cursor.takeName("with")) {
            cursor.expect("(", "before the options");
            do {
                Expression.Name name = expressions.name();
                cursor.expect("=", "after the option's name");
                options.add(new ShapePipe.Option(name, expressions.parse()));
            } while (cursor.takeSymbol(","));
            cursor.expect(")", "after the options");
        }
        return new ShapePipe.ParsePairs(span, subject, keys, options);
    }

    private List<Origin.ColumnType> columnTypes() {
        List<Origin.ColumnType> columns = new ArrayList<>();
        do {
            Expression.Name name = expressions.name();
            ScalarType type = cursor.takeSymbol(":") ? type().orElse(ScalarType.STRING) : ScalarType.STRING;
            columns.add(new Origin.ColumnType(name.span(), name.name(), type));
        } while (cursor.takeSymbol(","));
        return columns;
    }

    private Pipe series(Span span) {
        boolean nonEmpty = false;
        if (cursor.peek().isName("kind") && cursor.peek(1).isSymbol("=")) {
            cursor.next();
            cursor.next();
            keyword("nonempty");
            nonEmpty = true;
        }
        List<ShapePipe.SeriesColumn> columns = new ArrayList<>();
        do {
            columns.add(seriesColumn());
        } while (cursor.takeSymbol(","));
        keyword("on");
        boolean inclusive =
                ExpressionParser.isColumnName(cursor.peek()) && cursor.peek(1).isName("in");
        Expression axis = inclusive ? expressions.name() : expressions.parse();
        return inclusive ? inRange(span, columns, axis, nonEmpty) : between(span, columns, axis, nonEmpty);
    }

    private ShapePipe.SeriesColumn seriesColumn() {
        Expression aggregate = expressions.parseNamed();
        if (!cursor.peek().isName("default")) {
            return new ShapePipe.SeriesColumn(aggregate, Optional.empty());
        }
        cursor.next();
        cursor.expect("=", "after 'default'");
        return new ShapePipe.SeriesColumn(aggregate, Optional.of(expressions.parse()));
    }

    private Pipe between(Span span, List<ShapePipe.SeriesColumn> columns, Expression axis, boolean nonEmpty) {
        Optional<Expression> from = cursor.takeName("from") ? Optional.of(expressions.parse()) : Optional.empty();
        Optional<Expression> to = cursor.takeName("to") ? Optional.of(expressions.parse()) : Optional.empty();
        keyword("step");
        Expression step = expressions.parse();
        return new ShapePipe.MakeSeries(span, columns, axis, from, to, step, by(), nonEmpty, false);
    }

    private List<Expression> by() {
        return cursor.takeName("by") ? pipes.columns() : List.of();
    }

    /** {@code on axis in range(from, to, step)}. */
    private Pipe inRange(Span span, List<ShapePipe.SeriesColumn> columns, Expression axis, boolean nonEmpty) {
        keyword("in");
        keyword("range");
        cursor.expect("(", "after 'range'");
        Expression from = expressions.parse();
        cursor.expect(",", "after the first value");
        Expression to = expressions.parse();
        cursor.expect(",", "after the last value");
        Expression step = expressions.parse();
        cursor.expect(")", "after the step");
        return new ShapePipe.MakeSeries(
                span, columns, axis, Optional.of(from), Optional.of(to), step, by(), nonEmpty, true);
    }

    private Pipe topNested(Span span) {
        List<ShapePipe.Level> levels = new ArrayList<>();
        do {
            if (!levels.isEmpty()) {
                nextLevel();
            }
            levels.add(level());
        } while (cursor.takeSymbol(","));
        return new ShapePipe.TopNested(span, levels);
    }

    private void nextLevel() {
        boolean there = cursor.peek().isName("top")
                && cursor.peek(1).isSymbol("-")
                && cursor.peek(2).isName("nested");
        if (!there) {
            cursor.unexpected("'top-nested'");
            return;
        }
        for (int i = 0; i < 3; i++) {
            cursor.next();
        }
    }

    private ShapePipe.Level level() {
        Optional<Expression> count = cursor.peek().isName("of") ? Optional.empty() : Optional.of(expressions.parse());
        keyword("of");
        Expression key = expressions.parseNamed();
        Optional<Expression> others = Optional.empty();
        if (cursor.takeName("with")) {
            keyword("others");
            cursor.expect("=", "after 'others'");
            others = Optional.of(expressions.parse());
        }
        keyword("by");
        Expression rank = expressions.parseNamed();
        boolean ascending = cursor.takeName("asc");
        if (!ascending) {
            cursor.takeName("desc");
        }
        return new ShapePipe.Level(count, key, others, rank, !ascending);
    }

    private Pipe topHitters(Span span) {
        Expression count = expressions.parse();
        keyword("of");
        Expression key = expressions.parseNamed();
        Optional<Expression> weight = cursor.takeName("by") ? Optional.of(expressions.parse()) : Optional.empty();
        return new ShapePipe.TopHitters(span, count, key, weight);
    }

    private Pipe scan(Span span) {
        Optional<Expression.Name> match = Optional.empty();
        if (cursor.takeName("with_match_id")) {
            cursor.expect("=", "after 'with_match_id'");
            match = Optional.of(expressions.name());
        }
        List<ShapePipe.Declaration> declarations = new ArrayList<>();
        if (cursor.takeName("declare")) {
            cursor.expect("(", "after 'declare'");
            do {
                declarations.add(declaration());
            } while (cursor.takeSymbol(","));
            cursor.expect(")", "after the columns");
        }
        keyword("with");
        cursor.expect("(", "before the steps");
        List<ShapePipe.Step> steps = new ArrayList<>();
        while (cursor.takeName("step")) {
            steps.add(step());
        }
        if (steps.isEmpty()) {
            cursor.unexpected("'step'");
        }
        cursor.expect(")", "after the steps");
        return new ShapePipe.Scan(span, match, declarations, steps);
    }

    private ShapePipe.Declaration declaration() {
        Expression.Name name = expressions.name();
        cursor.expect(":", "and a type after the column's name");
        ScalarType type = type().orElse(ScalarType.DYNAMIC);
        Optional<Expression> initial = cursor.takeSymbol("=") ? Optional.of(expressions.parse()) : Optional.empty();
        return new ShapePipe.Declaration(new Origin.ColumnType(name.span(), name.name(), type), initial);
    }

    private ShapePipe.Step step() {
        Expression.Name name = expressions.name();
        String output = "all";
        if (cursor.takeName("output")) {
            cursor.expect("=", "after 'output'");
            output = word(Set.of("all", "last", "none"));
        }
        cursor.expect(":", "before the condition");
        Expression condition = expressions.parse();
        List<Expression> assignments = cursor.takeSymbol("=>") ? pipes.columns() : List.of();
        cursor.expect(";", "after the step");
        return new ShapePipe.Step(name, output, condition, assignments);
    }

    private Optional<Pipe> evaluate(Span span) {
        Expression parsed = expressions.parse();
        if (parsed instanceof Expression.Missing) {
            return Optional.empty();
        }
        if (!(parsed instanceof Expression.Call call)) {
            cursor.problem(span, "'evaluate' takes a call", "as in evaluate bag_unpack(Payload)");
            return Optional.empty();
        }
        Optional<ShapePipe.OutputSchema> schema = Optional.empty();
        if (cursor.takeSymbol(":")) {
            cursor.expect("(", "before the columns");
            boolean all = cursor.takeSymbol("*");
            boolean more = !all || cursor.takeSymbol(",");
            schema = Optional.of(new ShapePipe.OutputSchema(all, more ? columnTypes() : List.of()));
            cursor.expect(")", "after the columns");
        }
        return Optional.of(new ShapePipe.Evaluate(span, call, schema));
    }
}
