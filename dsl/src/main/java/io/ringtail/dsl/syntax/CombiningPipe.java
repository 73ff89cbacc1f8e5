package io.ringtail.dsl.syntax;

import java.util.List;
import java.util.Optional;

/** Operators with queries of their own beside their input. */
public sealed interface CombiningPipe extends Pipe {
    /**
     * @param kind as it is written; empty for none
     * @param conditions columns of both sides, or {@code $left.a == $right.b}
     */
    record Join(Span span, boolean lookup, Optional<Expression.Name> kind, Pipeline right, List<Expression> conditions)
            implements CombiningPipe {}

    /** What the rows before it are joined with, one behind the other. */
    record Union(Span span, Legs legs) implements CombiningPipe {}

    /**
     * The inputs of {@code union}, {@code search} and {@code find}.
     *
     * @param inner whether only the columns stay that all have
     * @param source the column that says where a row comes from
     * @param lenient whether a table that is not there is left out
     */
    record Legs(boolean inner, Optional<Expression.Name> source, boolean lenient, List<Pipeline> pipelines) {
        public Legs {
            pipelines = List.copyOf(pipelines);
        }
    }

    /** {@code invoke function(arguments)}: the function's first argument is what stands before it. */
    record Invoke(Span span, Expression.Call call) implements CombiningPipe {}

    /** {@code partition by key (operators)}. */
    record Partition(Span span, Expression.Name key, List<Pipe> pipes) implements CombiningPipe {
        public Partition {
            pipes = List.copyOf(pipes);
        }
    }

    /** {@code partition by key {query}}: a query for each value of a key, which it sees as a name. */
    record PartitionQuery(Span span, Expression.Name key, Pipeline query) implements CombiningPipe {}

    /** @param predicate in which a string alone is one that any column has */
    record Search(Span span, boolean caseSensitive, Expression predicate) implements CombiningPipe {}

    /** {@code find where predicate project columns}, over what is before it. */
    record Find(Span span, Expression predicate, Optional<List<Expression>> columns) implements CombiningPipe {}

    record Sample(Span span, Expression count) implements CombiningPipe {}

    record SampleDistinct(Span span, Expression count, Expression column) implements CombiningPipe {}
}
