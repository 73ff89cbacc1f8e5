package io.ringtail.dsl.syntax;

import java.util.ArrayList;
import java.util.List;

/** Parses a query. Goes on after a problem, so that several are reported at once; never throws. */
public final class Parser {
    private static final int MAX_DEPTH = 60;

    private final Cursor cursor;
    private final PipeParser pipes;
    private final StatementParser statements;
    private final OriginParser origins;
    private int depth;

    private Parser(String text) {
        cursor = new Cursor(text);
        ExpressionParser expressions = new ExpressionParser(cursor, this::pipeline);
        pipes = new PipeParser(cursor, expressions, this::pipeline, this::leg);
        statements = new StatementParser(cursor, expressions, this::pipeline);
        origins = new OriginParser(cursor, expressions, pipes, statements, this::pipeline);
    }

    /** What became of a text. */
    public sealed interface Outcome {
        record Ok(Script script) implements Outcome {}

        record Bad(List<Problem> problems) implements Outcome {}
    }

    public static Outcome parse(String text) {
        Parser parser = new Parser(text);
        Script script = parser.script();
        List<Problem> problems = parser.cursor.problems();
        return problems.isEmpty() ? new Outcome.Ok(script) : new Outcome.Bad(List.copyOf(problems));
    }

    private Script script() {
        List<Script.Statement> before = statements.statements();
        Pipeline pipeline = pipeline();
        cursor.skipSymbols(";");
        if (!cursor.atEnd() && cursor.problems().isEmpty()) {
            pipes.rest();
        }
        return new Script(before, pipeline);
    }

    private Pipeline pipeline() {
        if (depth == MAX_DEPTH) {
            Token token = cursor.peek();
            cursor.problem(token.span(), "queries stand in queries more than " + MAX_DEPTH + " deep", "");
            cursor.recover();
            return new Pipeline(new Origin.Table(token.span(), ""), List.of());
        }
        depth++;
        List<Pipe> operators = new ArrayList<>();
        Origin origin = pipes.combining().startsSearch() ? pipes.combining().search() : origins.parse();
        if (!cursor.problems().isEmpty() && !cursor.peek().isSymbol("|")) {
            cursor.recover();
        }
        pipes.parseAll(operators);
        depth--;
        return new Pipeline(origin, operators);
    }

    /** A query that stands beside others: what is more than a name or a call has parentheses. */
    private Pipeline leg() {
        return new Pipeline(origins.parse(), List.of());
    }
}
