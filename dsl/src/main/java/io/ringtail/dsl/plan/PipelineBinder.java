package io.ringtail.dsl.plan;

import io.ringtail.dsl.syntax.Origin;
import io.ringtail.dsl.syntax.Pipe;
import io.ringtail.dsl.syntax.Pipeline;
import io.ringtail.dsl.syntax.ShapePipe;
import io.ringtail.dsl.syntax.Span;
import io.ringtail.dsl.syntax.TimePipe;
import java.util.List;

/**
 * Binds pipelines amid the names that are known where they stand. Those bound with {@link #bind} go on with the slots and
 * operators of the query that they are a part of; {@link #subQuery} binds one that runs by itself.
 */
final class PipelineBinder {
    /** Of rows that an operator makes: there is no table at which they began. */
    private static final Origin NOWHERE = new Origin.Print(new Span(0, 0), List.of());

    private final BindContext context;
    private final Surroundings surroundings;
    private final Names names;
    private final ExpressionBinder expressions;
    private final OriginBinder origins;
    private final PipeBinder pipes;
    private final ShapeBinder shapes;
    private final TimeBinder times;

    PipelineBinder(BindContext context, Surroundings surroundings, Names names) {
        this.context = context;
        this.surroundings = surroundings;
        this.names = names;
        expressions = new ExpressionBinder(context, surroundings, names);
        origins = new OriginBinder(this);
        pipes = new PipeBinder(this);
        shapes = new ShapeBinder(this);
        times = new TimeBinder(this);
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
        return bind(pipeline, origins.bind(pipeline.origin()));
    }

    private Bound bind(Pipeline pipeline, Bound before) {
        Bound bound = before;
        for (int i = 0; i < pipeline.pipes().size(); i++) {
            Pipe pipe = pipeline.pipes().get(i);
            context.goTo(pipe.span());
            bound = switch (pipe) {
                case TimePipe.AsOf asOf -> bound.with(times.asOf(asOf, bound));
                case TimePipe.Absent absent -> bound.with(times.absent(absent, bound, pipeline, i));
                case TimePipe.As as -> bound;
                case Pipe.Schema schema -> origins.schema(bound.scope());
                case ShapePipe shape -> bound.with(shapes.bind(shape, bound));
                default -> bound.with(pipes.bind(pipe, bound.scope(), bound.pushed()));
            };
        }
        return bound;
    }

    /** Operators with slots of their own behind rows that an operator of this query makes. */
    SubQuery subQuery(BindContext own, List<Pipe> operators, Bound before) {
        Pipeline pipeline = new Pipeline(NOWHERE, operators);
        return new SubQuery(own, within(own).bind(pipeline, before));
    }

    /** Amid the same names, for a query with slots and operators of its own. */
    PipelineBinder within(BindContext own) {
        return new PipelineBinder(own, surroundings, names);
    }

    /** A pipeline with slots and operators of its own, which an operator of this one runs. */
    SubQuery subQuery(Pipeline pipeline) {
        BindContext own = context.apart();
        return new SubQuery(own, new PipelineBinder(own, surroundings, names).bind(pipeline));
    }
}
