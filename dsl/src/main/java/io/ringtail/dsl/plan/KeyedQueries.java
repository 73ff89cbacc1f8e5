package io.ringtail.dsl.plan;

import io.ringtail.dsl.syntax.CombiningPipe;
import io.ringtail.dsl.syntax.Expression;
import io.ringtail.dsl.syntax.Pipe;
import io.ringtail.dsl.syntax.Pipeline;
import io.ringtail.dsl.syntax.Span;
import io.ringtail.dsl.syntax.TimePipe;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Binds {@code partition by key {query}}, and operators in parentheses that name their part with {@code as}. The values of
 * the key are asked for while the query around it is bound; the query within is bound once for each of them, amid a name
 * that stands for the value.
 */
final class KeyedQueries {
    /** As many as Kusto allows. */
    private static final int MAX_VALUES = 64;

    /** No name of a query's own. */
    private static final String VALUE = "$key";

    private final PipelineBinder query;
    private final BindContext context;

    KeyedQueries(PipelineBinder query) {
        this.query = query;
        context = query.context();
    }

    /** Whether its operators name the part that they run on, so that queries within them can ask it. */
    static boolean namesParts(CombiningPipe.Partition partition) {
        return partition.pipes().stream().anyMatch(TimePipe.As.class::isInstance);
    }

    /** The operators of such a one, behind the rows that have one value of the key. */
    Bound bind(CombiningPipe.Partition partition, Pipeline before) {
        Expression.Name value = new Expression.Name(partition.key().span(), VALUE);
        List<Pipe> pipes = new ArrayList<>(before.pipes());
        pipes.add(new Pipe.Where(partition.span(), isSame(partition.key(), value)));
        pipes.addAll(partition.pipes());
        return bind(partition.key(), value, new Pipeline(before.origin(), pipes), before);
    }

    /** Null is a value of a key too. */
    private static Expression isSame(Expression key, Expression value) {
        Span span = key.span();
        Expression bothNull = new Expression.Binary(span, span, "and", isNull(key), isNull(value));
        return new Expression.Binary(span, span, "or", new Expression.Binary(span, span, "==", key, value), bothNull);
    }

    private static Expression isNull(Expression value) {
        return new Expression.Call(value.span(), new Expression.Name(value.span(), "isnull"), List.of(value));
    }

    /** @param before the rows that have the key */
    Bound bind(CombiningPipe.PartitionQuery partition, Pipeline before) {
        return bind(partition.key(), partition.key(), partition.query(), before);
    }

    private Bound bind(Expression.Name key, Expression.Name value, Pipeline pipeline, Pipeline before) {
        SubQuery.Answer values = query.subQuery(with(before, new Pipe.Distinct(key.span(), List.of(key))))
                .answer(query.surroundings().options(), MAX_VALUES);
        if (values.rows().size() > MAX_VALUES) {
            context.problem(
                    key.span(),
                    "'" + key.name() + "' has more than " + MAX_VALUES + " values",
                    "operators in parentheses, without 'as', may have more: partition by " + key.name()
                            + " (top 1 by …)");
        }
        List<SubQuery> queries = new ArrayList<>();
        for (Object one : values.rows()) {
            if (context.problems().isEmpty()) { // a mistake is told once
                queries.add(of(value, values.type(), one, pipeline));
            }
        }
        return new UnionBinder(query)
                .bind(queries.isEmpty() ? List.of(nothing(value, values.type(), pipeline)) : queries);
    }

    private SubQuery of(Expression.Name name, ScalarType type, @Nullable Object value, Pipeline pipeline) {
        Names.Meaning.Value meaning = new Names.Meaning.Value(new Expr.Constant(type, value), context);
        return query.amid(query.names().with(name.name(), meaning)).subQuery(pipeline);
    }

    /** The columns that the query would have, without rows. */
    private SubQuery nothing(Expression.Name name, ScalarType type, Pipeline pipeline) {
        Expression none = new Expression.Literal(name.span(), ScalarType.LONG, 0L);
        return of(name, type, null, with(pipeline, new Pipe.Take(name.span(), none)));
    }

    private static Pipeline with(Pipeline pipeline, Pipe last) {
        List<Pipe> pipes = new ArrayList<>(pipeline.pipes());
        pipes.add(last);
        return new Pipeline(pipeline.origin(), pipes);
    }
}
