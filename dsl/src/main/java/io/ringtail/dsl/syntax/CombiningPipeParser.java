package io.ringtail.dsl.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Parses the operators with queries of their own: {@code join}, {@code union} and their like. */
final class CombiningPipeParser implements OperatorFamily {
    private final Cursor cursor;
    private final ExpressionParser expressions;
    private final PipeParser pipes;
    private final Supplier<Pipeline> pipelines;
    private final Supplier<Pipeline> legs;

    /**
     * @param pipelines parses a query within the query
     * @param legs parses one that stands beside others
     */
    CombiningPipeParser(
            Cursor cursor,
            ExpressionParser expressions,
            PipeParser pipes,
            Supplier<Pipeline> pipelines,
            Supplier<Pipeline> legs) {
        this.cursor = cursor;
        this.expressions = expressions;
        this.pipes = pipes;
        this.pipelines = pipelines;
        this.legs = legs;
    }

    @Override
    public List<String> names() {
        return List.of("join", "lookup", "union", "search", "find", "partition", "invoke", "sample", "sample-distinct");
    }

    @Override
    public Optional<Pipe> parse(String name, Span span) {
        return switch (name) {
            case "join" -> join(span, false);
            case "lookup" -> join(span, true);
            case "union" -> Optional.of(new CombiningPipe.Union(span, legs()));
            case "search" -> searched(span);
            case "find" -> found(span);
            case "partition" -> partition(span);
            case "invoke" -> invoke(span);
            case "sample" -> Optional.of(new CombiningPipe.Sample(span, expressions.parse()));
            default -> sampleDistinct(span);
        };
    }

    private Optional<Pipe> join(Span span, boolean lookup) {
        Optional<Expression.Name> kind = kind();
        Pipeline right = legs.get();
        if (!cursor.takeName("on")) {
            cursor.unexpected("'on' and the columns that are equal on both sides");
            return Optional.empty();
        }
        List<Expression> conditions = new ArrayList<>();
        do {
            conditions.add(expressions.parse());
        } while (cursor.takeSymbol(","));
        return Optional.of(new CombiningPipe.Join(span, lookup, kind, right, conditions));
    }

    /** {@code kind = name}, hints before and behind it. */
    private Optional<Expression.Name> kind() {
        pipes.skipHints();
        Optional<Expression.Name> kind = Optional.empty();
        if (cursor.peek().isName("kind") && cursor.peek(1).isSymbol("=")) {
            cursor.next();
            cursor.next();
            kind = Optional.of(expressions.name());
            pipes.skipHints();
        }
        return kind;
    }

    /** What stands behind {@code union}. */
    CombiningPipe.Legs legs() {
        boolean inner = false;
        boolean lenient = false;
        Optional<Expression.Name> source = Optional.empty();
        pipes.skipHints();
        while (cursor.peek().kind() == Token.Kind.NAME && cursor.peek(1).isSymbol("=")) {
            Token parameter = cursor.next();
            cursor.next();
            Token value = cursor.peek();
            switch (parameter.text()) {
                case "kind" -> inner = isInner(cursor.next());
                case "withsource", "with_source" -> source = Optional.of(nameOrText());
                case "isfuzzy" -> lenient = Boolean.TRUE.equals(cursor.next().value());
                default -> {
                    cursor.problem(
                            parameter.span(),
                            "'union' has no parameter '" + parameter.text() + "'",
                            "there are kind, withsource and isfuzzy");
                    cursor.next();
                }
            }
            if (parameter.isName("isfuzzy") && !(value.value() instanceof Boolean)) {
                cursor.problem(value.span(), "'isfuzzy' is true or false", "");
            }
            pipes.skipHints();
        }
        return new CombiningPipe.Legs(inner, source, lenient, pipelines());
    }

    private boolean isInner(Token kind) {
        if (!kind.isName("inner") && !kind.isName("outer")) {
            cursor.problem(kind.span(), "the kind of a union is inner or outer", "");
        }
        return kind.isName("inner");
    }

    private List<Pipeline> pipelines() {
        List<Pipeline> all = new ArrayList<>();
        do {
            all.add(legs.get());
        } while (cursor.takeSymbol(","));
        return all;
    }

    /** Whether a query starts with a search. */
    boolean startsSearch() {
        Token word = cursor.peek();
        Token next = cursor.peek(1);
        return (word.isName("search") || word.isName("find"))
                && !next.isSymbol("|")
                && !next.isSymbol(")")
                && !next.isSymbol(";")
                && next.kind() != Token.Kind.END;
    }

    /** A search where a query starts: its tables, and the operator that searches them. */
    Origin search() {
        Token word = cursor.next();
        boolean find = word.isName("find");
        Optional<Expression.Name> source = find ? findSource() : Optional.empty();
        boolean caseSensitive = !find && caseSensitive();
        List<Pipeline> tables = tables();
        CombiningPipe condition = find
                ? find(word.span(), tables.isEmpty())
                : new CombiningPipe.Search(word.span(), caseSensitive, expressions.parseSearch());
        Expression.Name column = source.orElseGet(() -> new Expression.Name(word.span(), find ? "source_" : "$table"));
        return new Origin.Everywhere(word.span(), tables, column, condition);
    }

    private List<Pipeline> tables() {
        if (!cursor.peek().isName("in") || !cursor.peek(1).isSymbol("(")) {
            return List.of();
        }
        cursor.next();
        cursor.next();
        List<Pipeline> tables = pipelines();
        cursor.expect(")", "after the tables");
        return tables;
    }

    private Optional<Expression.Name> findSource() {
        if (cursor.peek().isName("withsource") && cursor.peek(1).isSymbol("=")) {
            cursor.next();
            cursor.next();
            return Optional.of(nameOrText());
        }
        return Optional.empty();
    }

    /** A new column's name, which may stand in quotes. */
    private Expression.Name nameOrText() {
        return cursor.peek().value() instanceof String text
                ? new Expression.Name(cursor.next().span(), text)
                : expressions.name();
    }

    /** @param everywhere without tables the condition may stand alone: {@code find "text"} */
    private CombiningPipe find(Span span, boolean everywhere) {
        if (!cursor.takeName("where") && !everywhere) {
            cursor.unexpected("'where' after the tables");
        }
        Expression predicate = expressions.parseSearch();
        Optional<List<Expression>> columns = Optional.empty();
        if (cursor.peek().isName("project") && cursor.peek(2).isName("smart")) {
            cursor.next();
            cursor.next();
            cursor.next();
        } else if (cursor.takeName("project")) {
            columns = Optional.of(pipes.columns());
        }
        return new CombiningPipe.Find(span, predicate, columns);
    }

    private boolean caseSensitive() {
        Optional<Expression.Name> kind = kind();
        if (kind.isEmpty()
                || kind.get().name().equals("default")
                || kind.get().name().equals("case_insensitive")) {
            return false;
        }
        if (!kind.get().name().equals("case_sensitive")) {
            cursor.problem(kind.get().span(), "the kind of a search is case_sensitive or case_insensitive", "");
        }
        return true;
    }

    private Optional<Pipe> searched(Span span) {
        boolean caseSensitive = caseSensitive();
        if (cursor.peek().isName("in") && cursor.peek(1).isSymbol("(")) {
            cursor.problem(
                    cursor.peek().span(), "a search behind a '|' is in what is before it", "leave the tables out");
            return Optional.empty();
        }
        return Optional.of(new CombiningPipe.Search(span, caseSensitive, expressions.parseSearch()));
    }

    private Optional<Pipe> found(Span span) {
        cursor.problem(span, "'find' is where a query starts", "use 'where' or 'search' here");
        return Optional.empty();
    }

    private Optional<Pipe> partition(Span span) {
        pipes.skipHints();
        if (!pipes.by("partition")) {
            return Optional.empty();
        }
        Expression.Name key = expressions.name();
        if (cursor.takeSymbol("{")) {
            Pipeline query = pipelines.get();
            cursor.expect("}", "after the query");
            return Optional.of(new CombiningPipe.PartitionQuery(span, key, query));
        }
        if (!cursor.expect("(", "before the operators")) {
            return Optional.empty();
        }
        List<Pipe> inner = new ArrayList<>();
        pipes.parseInner(inner);
        cursor.expect(")", "after the operators");
        return Optional.of(new CombiningPipe.Partition(span, key, inner));
    }

    private Optional<Pipe> invoke(Span span) {
        if (!ExpressionParser.isColumnName(cursor.peek()) || !cursor.peek(1).isSymbol("(")) {
            cursor.unexpected("a function and its arguments after 'invoke'");
            return Optional.empty();
        }
        return expressions.call() instanceof Expression.Call call
                ? Optional.of(new CombiningPipe.Invoke(span, call))
                : Optional.empty();
    }

    private Optional<Pipe> sampleDistinct(Span span) {
        Expression count = expressions.parse();
        if (!cursor.takeName("of")) {
            cursor.unexpected("'of' and a column after 'sample-distinct'");
            return Optional.empty();
        }
        return Optional.of(new CombiningPipe.SampleDistinct(span, count, expressions.parse()));
    }
}
