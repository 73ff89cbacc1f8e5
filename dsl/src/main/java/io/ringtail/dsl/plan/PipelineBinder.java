package io.ringtail.dsl.plan;

import io.ringtail.dsl.syntax.CombiningPipe;
import io.ringtail.dsl.syntax.Origin;
import io.ringtail.dsl.syntax.Pipe;
import io.ringtail.dsl.syntax.Pipeline;
import io.ringtail.dsl.syntax.ShapePipe;
import io.ringtail.dsl.syntax.Span;
import io.ringtail.dsl.syntax.TimePipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Binds pipelines amid the names that are known where they stand. Those bound with {@link #bind} go on with the slots and
 * operators of the query that they are a part of; {@link #subQuery} binds one that runs by itself.
 */
final class PipelineBinder {
    /** Of rows that an operator makes: there is no table at which they began. */
    private static final Origin NOWHERE = new Origin.Print(new Span(0, 0), List.of());

    private static final int MAX_USES = 10_000;

    private final BindContext context;
    private final Surroundings surroundings;
    private final Names names;
    private final ExpressionBinder expressions;
    private final OriginBinder origins;
    private final PipeBinder pipes;
    private final ShapeBinder shapes;
    private final TimeBinder times;
    private final FunctionBinder functions;

    PipelineBinder(BindContext context, Surroundings surroundings, Names names) {
        this.context = context;
        this.surroundings = surroundings;
        this.names = names;
        functions = new FunctionBinder(context, surroundings);
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

    FunctionBinder functions() {
        return functions;
    }

    /** The same query amid other names: those of a function, or those where a table was named. */
    PipelineBinder amid(Names others) {
        return new PipelineBinder(context, surroundings, others);
    }

    Bound bind(Pipeline pipeline) {
        if (surroundings.use() > MAX_USES) {
            context.problem(
                    pipeline.origin().span(),
                    "queries stand in queries more than 10,000 times",
                    "keep what they give with 'summarize' or 'toscalar'");
            return origins.bind(new Origin.Table(pipeline.origin().span(), ""));
        }
        List<Pipe> all = pipeline.pipes();
        int start = all.size() - 1;
        while (start >= 0 && !CombiningBinder.startsAnew(all.get(start))) {
            start--;
        }
        PipelineBinder named = amid(pipeline);
        Bound bound = start < 0
                ? origins.bind(pipeline.origin())
                : named.anew(all.get(start), new Pipeline(pipeline.origin(), all.subList(0, start)));
        return named.bind(pipeline, start + 1, bound);
    }

    private Bound bind(Pipeline pipeline, int from, Bound before) {
        Bound bound = before;
        for (int i = from; i < pipeline.pipes().size(); i++) {
            Pipe pipe = pipeline.pipes().get(i);
            context.goTo(pipe.span());
            if (pipe instanceof Pipe.Render && i < pipeline.pipes().size() - 1) {
                context.warning(pipe.span(), "'render' before other operators draws nothing", "put it at the end");
            }
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
        return new SubQuery(own, within(own).bind(pipeline, 0, before));
    }

    /** Amid the same names, for a query with slots and operators of its own. */
    PipelineBinder within(BindContext own) {
        return new PipelineBinder(own, surroundings, names);
    }

    /** Amid the names that {@code as} gives to what is before it. */
    private PipelineBinder amid(Pipeline pipeline) {
        Names more = names;
        for (int i = 0; i < pipeline.pipes().size(); i++) {
            if (pipeline.pipes().get(i) instanceof TimePipe.As as) {
                Pipeline before =
                        new Pipeline(pipeline.origin(), pipeline.pipes().subList(0, i));
                more = more.with(as.name().name(), new Names.Meaning.Rows(before, more));
            }
        }
        return more.equals(names) ? this : amid(more);
    }

    /** An operator that what is before it is an input of. */
    private Bound anew(Pipe pipe, Pipeline before) {
        return switch (pipe) {
            case CombiningPipe.Union union -> {
                List<Pipeline> inputs = new ArrayList<>();
                inputs.add(before);
                inputs.addAll(union.legs().pipelines());
                CombiningPipe.Legs legs = union.legs();
                CombiningPipe.Legs all = new CombiningPipe.Legs(legs.inner(), legs.source(), legs.lenient(), inputs);
                yield new UnionBinder(this).bind(all, union.span());
            }
            case CombiningPipe.PartitionQuery partition -> new KeyedQueries(this).bind(partition, before);
            case CombiningPipe.Partition partition -> new KeyedQueries(this).bind(partition, before);
            case CombiningPipe.Invoke invoke -> origins.call(invoke.call(), Optional.of(before));
            default -> origins.schema(subQuery(before).scope());
        };
    }

    /** A pipeline with slots and operators of its own, which an operator of this one runs. */
    SubQuery subQuery(Pipeline pipeline) {
        BindContext own = context.apart();
        return new SubQuery(own, new PipelineBinder(own, surroundings, names).bind(pipeline));
    }
}
