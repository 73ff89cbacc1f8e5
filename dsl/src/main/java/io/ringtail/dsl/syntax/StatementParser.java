package io.ringtail.dsl.syntax;

import io.ringtail.dsl.value.Literals;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Parses what stands before the query: {@code let}, {@code set}, {@code declare query_parameters}. */
final class StatementParser {
    private static final int MAX_DEPTH = 20;

    /** Kusto's statements that are not there, each with the nearest way to the same end. */
    private static final Map<String, String> UNSUPPORTED = Map.of(
            "restrict", "there is one recording, and who reads it may read all of it",
            "alias", "name rows with 'let'",
            "pattern", "name rows with 'let', or write a function");

    private final Cursor cursor;
    private final ExpressionParser expressions;
    private final Supplier<Pipeline> pipelines;
    private int depth;

    StatementParser(Cursor cursor, ExpressionParser expressions, Supplier<Pipeline> pipelines) {
        this.cursor = cursor;
        this.expressions = expressions;
        this.pipelines = pipelines;
    }

    /** All statements up to something else. */
    List<Script.Statement> statements() {
        List<Script.Statement> statements = new ArrayList<>();
        while (startsStatement()) {
            String word = cursor.peek().text();
            statement().ifPresent(statements::add);
            if (!cursor.peek().isSymbol(";")) {
                cursor.unexpected("';' after the " + word + " statement");
                cursor.recover();
            }
            cursor.takeSymbol(";");
        }
        return statements;
    }

    private boolean startsStatement() {
        Token word = cursor.peek();
        return word.isName("let")
                || (word.isName("set") || word.isName("declare") || UNSUPPORTED.containsKey(word.text()))
                        && word.kind() == Token.Kind.NAME
                        && cursor.peek(1).kind() == Token.Kind.NAME;
    }

    private Optional<Script.Statement> statement() {
        Token word = cursor.next();
        if (word.isName("declare") && cursor.peek().isName("pattern")) {
            return refuse(cursor.next());
        }
        return switch (word.text()) {
            case "let" -> Optional.of(let());
            case "set" -> Optional.of(set());
            case "declare" -> declare();
            default -> refuse(word);
        };
    }

    private Optional<Script.Statement> refuse(Token word) {
        cursor.problem(
                word.span(),
                "the statement '" + word.text() + "' is not supported",
                UNSUPPORTED.getOrDefault(word.text(), ""));
        cursor.recover();
        return Optional.empty();
    }

    private Script.Statement set() {
        Expression.Name name = expressions.name();
        return new Script.Set(name, cursor.takeSymbol("=") ? Optional.of(expressions.parse()) : Optional.empty());
    }

    private Optional<Script.Statement> declare() {
        if (!cursor.takeName("query_parameters")) {
            cursor.unexpected("'query_parameters' after 'declare'");
            cursor.recover();
            return Optional.empty();
        }
        return Optional.of(new Script.Declare(parameters()));
    }

    private Script.Let let() {
        Expression.Name name = expressions.name();
        cursor.expect("=", "after the name");
        if (Lookahead.findsFunction(cursor, 0)) {
            return function(name);
        }
        return Lookahead.findsRows(cursor, 0)
                ? new Script.TableLet(name, pipelines.get())
                : new Script.ScalarLet(name, expressions.parse());
    }

    private Script.Let function(Expression.Name name) {
        cursor.takeName("view");
        List<Script.Parameter> parameters = parameters();
        Script.Body nothing = new Script.Body(List.of(), new Script.ValueResult(new Expression.Missing(name.span())));
        if (depth == MAX_DEPTH) {
            cursor.problem(name.span(), "functions stand in functions more than " + MAX_DEPTH + " deep", "");
            cursor.recover();
            return new Script.FunctionLet(name, parameters, nothing);
        }
        depth++;
        Script.Body body = cursor.expect("{", "before the body of the function") ? body() : nothing;
        depth--;
        return new Script.FunctionLet(name, parameters, body);
    }

    private Script.Body body() {
        int before = cursor.problems().size();
        List<Script.Statement> statements = statements();
        Script.Result result = Lookahead.findsRows(cursor, 0)
                ? new Script.RowsResult(pipelines.get())
                : new Script.ValueResult(expressions.parse());
        cursor.skipSymbols(";");
        if (cursor.problems().size() > before) {
            cursor.recoverBehind("}"); // what is wrong in the body has been said
        } else {
            cursor.expect("}", "after the body of the function");
        }
        return new Script.Body(statements, result);
    }

    private List<Script.Parameter> parameters() {
        List<Script.Parameter> parameters = new ArrayList<>();
        if (!cursor.expect("(", "before the parameters")) {
            return parameters;
        }
        while (!cursor.peek().isSymbol(")")) {
            Optional<Script.Parameter> parameter = parameter(parameters);
            parameter.ifPresent(parameters::add);
            if (parameter.isEmpty() || !cursor.takeSymbol(",")) {
                break;
            }
        }
        cursor.expect(")", "after the parameters");
        return parameters;
    }

    private Optional<Script.Parameter> parameter(List<Script.Parameter> before) {
        Expression.Name name = expressions.name();
        if (!cursor.expect(":", "and a type after the parameter's name")) {
            return Optional.empty();
        }
        if (before.stream().anyMatch(other -> other.name().name().equals(name.name()))) {
            cursor.problem(name.span(), "the parameter '" + name.name() + "' is there twice", "");
        }
        if (cursor.takeSymbol("(")) {
            List<Origin.ColumnType> columns = cursor.takeSymbol("*") ? List.of() : columns();
            cursor.expect(")", "after the columns");
            return Optional.of(new Script.RowsParameter(name, columns));
        }
        Optional<ScalarType> type = type();
        Optional<Expression> otherwise = cursor.takeSymbol("=") ? Optional.of(expressions.parse()) : Optional.empty();
        return type.map(known -> new Script.ValueParameter(name, known, otherwise));
    }

    /** {@code name: type, …}. */
    List<Origin.ColumnType> columns() {
        List<Origin.ColumnType> columns = new ArrayList<>();
        while (!cursor.peek().isSymbol(")")) {
            Expression.Name name = expressions.name();
            if (cursor.expect(":", "and a type after the column's name")) {
                type().ifPresent(type -> columns.add(new Origin.ColumnType(name.span(), name.name(), type)));
            }
            if (!cursor.takeSymbol(",")) {
                break;
            }
        }
        return columns;
    }

    private Optional<ScalarType> type() {
        Token type = cursor.next();
        Optional<ScalarType> known = Literals.typeNamed(type.text());
        if (known.isEmpty()) {
            cursor.problem(
                    type.span(),
                    "'" + type.text() + "' is no type",
                    "the types are bool, int, long, real, decimal, string, datetime, timespan, guid and dynamic");
        }
        return known;
    }
}
