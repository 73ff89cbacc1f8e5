package io.ringtail.dsl.syntax;

import io.ringtail.ring.payload.ScalarType;
import java.util.List;
import java.util.Optional;

/** A whole query: statements, then the pipeline that gives the result. */
public record Script(List<Statement> statements, Pipeline pipeline) {
    public Script {
        statements = List.copyOf(statements);
    }

    /** What stands before a {@code ;}. */
    public sealed interface Statement {}

    /** {@code let name = …}. */
    public sealed interface Let extends Statement {
        Expression.Name name();
    }

    /** @param value may turn out to be a table's name, or the call of a function that gives rows */
    public record ScalarLet(Expression.Name name, Expression value) implements Let {}

    public record TableLet(Expression.Name name, Pipeline pipeline) implements Let {}

    /** {@code let name = (parameters) { body }}. */
    public record FunctionLet(Expression.Name name, List<Parameter> parameters, Body body) implements Let {
        public FunctionLet {
            parameters = List.copyOf(parameters);
        }
    }

    /** {@code set name = value}. */
    public record Set(Expression.Name name, Optional<Expression> value) implements Statement {}

    /** {@code declare query_parameters(name: type = value, …)}. */
    public record Declare(List<Parameter> parameters) implements Statement {
        public Declare {
            parameters = List.copyOf(parameters);
        }
    }

    /** What a function or the query is given from outside. */
    public sealed interface Parameter {
        Expression.Name name();
    }

    /** @param otherwise the value if none is given */
    public record ValueParameter(Expression.Name name, ScalarType type, Optional<Expression> otherwise)
            implements Parameter {}

    /** @param columns those that the rows must have */
    public record RowsParameter(Expression.Name name, List<Origin.ColumnType> columns) implements Parameter {
        public RowsParameter {
            columns = List.copyOf(columns);
        }
    }

    /** What stands in the braces of a function. */
    public record Body(List<Statement> statements, Result result) {
        public Body {
            statements = List.copyOf(statements);
        }
    }

    /** What a function gives. */
    public sealed interface Result {}

    /** @param expression may turn out to be a table's name, or the call of a function that gives rows */
    public record ValueResult(Expression expression) implements Result {}

    public record RowsResult(Pipeline pipeline) implements Result {}
}
