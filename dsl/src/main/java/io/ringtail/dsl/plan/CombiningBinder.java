package io.ringtail.dsl.plan;

import io.ringtail.dsl.engine.Operator;
import io.ringtail.dsl.engine.Partition;
import io.ringtail.dsl.engine.Rows;
import io.ringtail.dsl.engine.Sample;
import io.ringtail.dsl.engine.Take;
import io.ringtail.dsl.syntax.CombiningPipe;
import io.ringtail.dsl.syntax.Pipe;
import io.ringtail.dsl.vector.Expr;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Binds the operators with queries of their own that go on with the rows before them. */
final class CombiningBinder {
    private final PipelineBinder query;
    private final BindContext context;
    private final PipeBinder pipes;

    CombiningBinder(PipelineBinder query, PipeBinder pipes) {
        this.query = query;
        this.pipes = pipes;
        context = query.context();
    }

    Scope bind(CombiningPipe pipe, Scope scope) {
        return switch (pipe) {
            case CombiningPipe.Join join -> new JoinBinder(query).bind(join, scope);
            case CombiningPipe.Search search -> new SearchBinder(query).search(search, scope);
            case CombiningPipe.Sample sample -> sample(sample, scope);
            case CombiningPipe.SampleDistinct sample -> sampleDistinct(sample, scope);
            case CombiningPipe.Partition partition -> partition(partition, scope);
            case CombiningPipe.Union union -> refuse(union, "union", scope);
            case CombiningPipe.Invoke invoke -> refuse(invoke, "invoke", scope);
            case CombiningPipe.Find find -> refuse(find, "find", scope);
            case CombiningPipe.PartitionQuery partition -> refuse(partition, "partition {…}", scope);
        };
    }

    /** What a pipeline starts anew with cannot stand where its rows are given from outside. */
    private Scope refuse(CombiningPipe pipe, String word, Scope scope) {
        context.problem(
                pipe.span(),
                "'" + word + "' cannot stand in the operators of another",
                "put it behind the parentheses");
        return scope;
    }

    private Scope sample(CombiningPipe.Sample sample, Scope scope) {
        context.add(new Sample(pipes.rowCount(sample.count(), "sample")));
        return scope;
    }

    /** The first values: which ones these are is not said in Kusto. */
    private Scope sampleDistinct(CombiningPipe.SampleDistinct sample, Scope scope) {
        Scope distinct = pipes.distinct(List.of(sample.column()), scope);
        context.add(new Take(pipes.rowCount(sample.count(), "sample-distinct")));
        return distinct;
    }

    private Scope partition(CombiningPipe.Partition partition, Scope scope) {
        Optional<ScopeColumn> key = query.expressions().find(partition.key(), scope);
        if (key.isEmpty()) {
            return scope;
        }
        Part part = new Part(new Expr.Slot(key.get().type(), key.get().slot()), scope);
        Scope result = part.bind(partition);
        context.add(part);
        return result;
    }

    /** A {@code partition} while it is bound. Its operators have slots of their own. */
    private final class Part implements Unfinished, LateColumns {
        private final Expr key;
        private final Scope outer;
        private final BindContext inner = context.apart();
        private final int place = context.operators().size() + 1;
        /** By slot within the slot before. */
        private final Map<Integer, Integer> columns = new LinkedHashMap<>();

        private final Map<String, ScopeColumn> late = new LinkedHashMap<>();
        /** By slot behind the slot within. */
        private final Map<Integer, Integer> results = new LinkedHashMap<>();

        private SubQuery operators = new SubQuery(inner, new Bound(Scope.of(Map.of()), read -> nothing(), Pushed.NONE));

        Part(Expr key, Scope outer) {
            this.key = key;
            this.outer = outer;
        }

        private Rows nothing() {
            return new Rows(inner.slots(), Map.of(), 0);
        }

        Scope bind(CombiningPipe.Partition partition) {
            Map<String, ScopeColumn> given = new LinkedHashMap<>();
            outer.columns().forEach((name, column) -> given.put(name, added(column)));
            Scope scope = Scope.of(given).withLate(this);
            Bound part = new Bound(scope, read -> nothing(), Pushed.NONE);
            operators = query.subQuery(inner, partition.pipes(), part);
            scope = operators.scope();
            Map<String, ScopeColumn> behind = new LinkedHashMap<>();
            scope.columns().forEach((name, column) -> {
                int slot = context.slotAt(column.type(), place);
                results.put(slot, column.slot());
                behind.put(name, new ScopeColumn(slot, column.type(), column.hexadecimal()));
            });
            return Scope.of(behind);
        }

        private ScopeColumn added(ScopeColumn column) {
            int slot = inner.originSlot(column.type());
            columns.put(slot, column.slot());
            return new ScopeColumn(slot, column.type(), column.hexadecimal());
        }

        @Override
        public Optional<ScopeColumn> find(String name) {
            if (!late.containsKey(name)) {
                outer.lateField(name).ifPresent(column -> late.put(name, added(column)));
            }
            return Optional.ofNullable(late.get(name));
        }

        @Override
        public Set<String> names() {
            return new HashSet<>(outer.names());
        }

        @Override
        public Set<Integer> reads() {
            Set<Integer> slots = new HashSet<>();
            key.collectSlots(slots);
            slots.addAll(given(results.values()).values());
            return slots;
        }

        private Map<Integer, Integer> given(Collection<Integer> wanted) {
            Map<Integer, Integer> read = new LinkedHashMap<>(columns);
            read.keySet().retainAll(operators.reads(List.copyOf(wanted)));
            return read;
        }

        @Override
        public Operator finish(Set<Integer> read) {
            Map<Integer, Integer> wanted = new LinkedHashMap<>(results);
            wanted.keySet().retainAll(read);
            List<Integer> slots = wanted.values().stream().distinct().toList();
            Plan plan = operators.origin(slots);
            return new Partition(
                    key,
                    (rows, size, last, run) ->
                            plan.of(new Rows(plan.table(), rows, size)).run(last, run),
                    given(results.values()),
                    wanted);
        }
    }

    /** The operators that a pipeline starts anew with: what is before them becomes a part of what they give. */
    static boolean startsAnew(Pipe pipe) {
        return pipe instanceof CombiningPipe.Union
                || pipe instanceof CombiningPipe.Invoke
                || pipe instanceof CombiningPipe.PartitionQuery
                || pipe instanceof CombiningPipe.Partition partition && KeyedQueries.namesParts(partition)
                || pipe instanceof Pipe.Schema;
    }
}
