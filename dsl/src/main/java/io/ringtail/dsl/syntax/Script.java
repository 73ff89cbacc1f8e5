package io.ringtail.dsl.syntax;

import java.util.List;

/** A whole query: {@code let} statements, then the pipeline that gives the result. */
public record Script(List<Let> lets, Pipeline pipeline) {
    /** What a name is bound to. */
    public sealed interface Let {
        Expression.Name name();
    }

    public record ScalarLet(Expression.Name name, Expression value) implements Let {}

    public record TableLet(Expression.Name name, Pipeline pipeline) implements Let {}

    public Script {
        lets = List.copyOf(lets);
    }
}
