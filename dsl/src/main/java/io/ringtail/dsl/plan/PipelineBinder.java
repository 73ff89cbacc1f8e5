package io.ringtail.dsl.plan;

import io.ringtail.dsl.syntax.Pipe;
import io.ringtail.dsl.syntax.Pipeline;
import io.ringtail.dsl.syntax.ShapePipe;
import java.util.List;

/**
 * Binds pipelines amid the names that are known where they stand. Those bound with {@link #bind} go on with the slots and
 * operators of the query that they are a part of; {@link #subQuery} binds one that runs by itself.
 */
final class PipelineBinder {
    private final BindContext context;
    private final Surroundings surroundings;
    private final Names names;
    private final ExpressionBinder expressions;
    private final OriginBinder origins;
    private final PipeBinder pipes;
    private final ShapeBinder shapes;

    PipelineBinder(BindContext context, Surroundings surroundings, Names names) {
        this.context = context;
        this.surroundings = surroundings;
        this.names = names;
        expressions = new ExpressionBinder(context, surroundings, names);
        origins = new OriginBinder(this);
        pipes = new PipeBinder(this);
        shapes = new ShapeBinder(this);
    }

    BindContext context() {
        return context;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Names names() {
        return names;
    }

    ExpressionBinder expressions() {
        return expressions;
    }

    PipeBinder pipes() {
        return pipes;
    }

    /** The same query amid other names: those of a function, or those where a table was named. */
    PipelineBinder amid(Names others) {
        return new PipelineBinder(context, surroundings, others);
    }

    Bound bind(Pipeline pipeline) {
        return bind(pipeline.pipes(), origins.bind(pipeline.origin()));
    }

    private Bound bind(List<Pipe> operators, Bound before) {
        Bound bound = before;
        for (Pipe pipe : operators) {
            context.goTo(pipe.span());
            bound = switch (pipe) {
                case Pipe.Schema schema -> origins.schema(bound.scope());
                case ShapePipe shape -> bound.with(shapes.bind(shape, bound));
                default -> bound.with(pipes.bind(pipe, bound.scope(), bound.pushed()));
            };
        }
        return bound;
    }

    /** Operators with slots of their own behind rows that an operator of this query makes. */
    SubQuery subQuery(BindContext own, List<Pipe> operators, Bound before) {
        return new SubQuery(own, new PipelineBinder(own, surroundings, names).bind(operators, before));
    }

    /** A pipeline with slots and operators of its own, which an operator of this one runs. */
    SubQuery subQuery(Pipeline pipeline) {
        BindContext own = context.apart();
        return new SubQuery(own, new PipelineBinder(own, surroundings, names).bind(pipeline));
    }
}
