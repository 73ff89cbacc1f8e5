package io.ringtail.dsl.plan;

import io.ringtail.dsl.engine.Filter;
import io.ringtail.dsl.engine.Origin;
import io.ringtail.dsl.engine.Union;
import io.ringtail.dsl.syntax.CombiningPipe;
import io.ringtail.dsl.syntax.Expression;
import io.ringtail.dsl.syntax.Origin.Nested;
import io.ringtail.dsl.syntax.Origin.Table;
import io.ringtail.dsl.syntax.Pipeline;
import io.ringtail.dsl.syntax.Span;
import io.ringtail.dsl.syntax.TimePipe;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Binds {@code union} and the tables of {@code search} and {@code find}: each input is a query of its own. */
final class UnionBinder {
    private final PipelineBinder query;
    private final BindContext context;

    UnionBinder(PipelineBinder query) {
        this.query = query;
        context = query.context();
    }

    /** What is known of a union besides its rows. */
    record Result(Bound bound, Set<String> common) {}

    Bound bind(CombiningPipe.Legs legs, Span span) {
        return bind(legs, "union", span).bound();
    }

    /** @param word of which the names of nameless inputs are made: {@code union_arg0} */
    Result bind(CombiningPipe.Legs legs, String word, Span span) {
        Uniting uniting = new Uniting(legs.inner());
        List<Leg> expanded = expanded(legs);
        if (expanded.isEmpty()) {
            context.problem(span, "none of the tables is there", "");
        }
        for (Leg leg : expanded) {
            int place = uniting.inputs.size();
            String name = leg.name().orElseGet(() -> name(leg.pipeline(), query.names(), word, place));
            uniting.inputs.add(new Input(name, query.subQuery(leg.pipeline())));
        }
        Bound bound = uniting.bound(legs.source());
        return new Result(bound, uniting.common());
    }

    /** Of queries that are bound already. */
    Bound bind(List<SubQuery> queries) {
        Uniting uniting = new Uniting(false);
        queries.forEach(one -> uniting.inputs.add(new Input("", one)));
        return uniting.bound(Optional.empty());
    }

    /** @param name if a pattern found it by that */
    private record Leg(Pipeline pipeline, Optional<String> name) {}

    private List<Leg> expanded(CombiningPipe.Legs legs) {
        List<Leg> found = new ArrayList<>();
        for (Pipeline pipeline : legs.pipelines()) {
            if (pipeline.origin() instanceof Table table
                    && pipeline.pipes().isEmpty()
                    && table.name().contains("*")) {
                matching(table, legs.lenient())
                        .forEach(name -> found.add(
                                new Leg(new Pipeline(new Table(table.span(), name), List.of()), Optional.of(name))));
            } else if (!legs.lenient() || isThere(pipeline)) {
                found.add(new Leg(pipeline, Optional.empty()));
            }
        }
        return found;
    }

    /** Whether a query that begins at a table begins at one that is there. */
    private boolean isThere(Pipeline pipeline) {
        return switch (pipeline.origin()) {
            case Table table -> query.functions().isRows(table.name(), query.names());
            case Nested nested -> isThere(nested.pipeline());
            default -> true;
        };
    }

    private Set<String> matching(Table pattern, boolean lenient) {
        Pattern regex = Pattern.compile(Pattern.quote(pattern.name()).replace("*", "\\E.*\\Q"));
        Set<String> names = new LinkedHashSet<>(query.names().tables());
        // All tables are each event once, besides the rows that the query names.
        names.addAll(
                pattern.name().equals("*")
                        ? SearchBinder.TABLES
                        : query.surroundings().tables());
        // An event is a part of its provider: it is meant only where its provider is named with it.
        names.removeIf(name -> name.contains("/") && !pattern.name().contains("/"));
        names.removeIf(
                name -> !regex.matcher(name).matches() || !query.functions().isRows(name, query.names()));
        if (names.isEmpty() && !lenient) {
            context.problem(pattern.span(), "no table has a name like '" + pattern.name() + "'", "");
        }
        return names;
    }

    /** Tables and functions have names; rows that a {@code let} names have none for {@code union}, as in Kusto. */
    private static String name(Pipeline pipeline, Names names, String word, int place) {
        if (endsInName(pipeline) && pipeline.pipes().getLast() instanceof TimePipe.As as) {
            return as.name().name();
        }
        return switch (pipeline.origin()) {
            case Table table
            when pipeline.pipes().isEmpty() ->
                names.rows(table.name())
                        .filter(rows -> word.equals("union"))
                        .map(rows -> name(rows.pipeline(), rows.names(), word, place))
                        .orElse(table.name());
            case io.ringtail.dsl.syntax.Origin.Call call
            when pipeline.pipes().isEmpty() -> call.call().function().name();
            case Nested nested
            when pipeline.pipes().isEmpty() && endsInName(nested.pipeline()) ->
                name(nested.pipeline(), names, word, place);
            default -> word + "_arg" + place;
        };
    }

    private static boolean endsInName(Pipeline pipeline) {
        return !pipeline.pipes().isEmpty() && pipeline.pipes().getLast() instanceof TimePipe.As;
    }

    /**
     * An input, and by slot of the result its own.
     *
     * @param read false if none of its rows is wanted
     */
    private record Input(String name, SubQuery query, Map<Integer, Integer> columns, boolean read) {
        Input(String name, SubQuery query) {
            this(name, query, new LinkedHashMap<>(), true);
        }

        Input without() {
            return new Input(name, query, columns, false);
        }

        Optional<ScopeColumn> find(String column) {
            return query.scope().find(column);
        }
    }

    /** A union while it is bound, and until it is known which of its columns are read. */
    private final class Uniting implements LateColumns {
        private final boolean inner;
        private final List<Input> inputs = new ArrayList<>();
        private final Map<String, ScopeColumn> columns = new LinkedHashMap<>();
        private final Map<String, ScopeColumn> late = new HashMap<>();
        private final Map<Integer, ScalarType> types = new LinkedHashMap<>();
        private int sourceSlot = -1;

        Uniting(boolean inner) {
            this.inner = inner;
        }

        Bound bound(Optional<Expression.Name> source) {
            Set<String> names = new LinkedHashSet<>();
            inputs.forEach(input -> names.addAll(input.query.scope().columns().keySet()));
            source.ifPresent(name -> {
                sourceSlot = slot(ScalarType.STRING);
                columns.put(name.name(), new ScopeColumn(sourceSlot, ScalarType.STRING, false));
            });
            names.forEach(this::column);
            boolean open = inputs.stream().anyMatch(input -> input.query.scope().open());
            Scope known = Scope.of(columns).withLate(this);
            Scope scope = open ? known.opened() : known;
            return new Bound(
                    scope,
                    this::origin,
                    Pushed.into(this::take, context.operators().size()));
        }

        private int slot(ScalarType type) {
            int slot = context.originSlot(type);
            types.put(slot, type);
            return slot;
        }

        /** One column for all inputs, or one for each type if they do not agree, as Kusto does. */
        private void column(String name) {
            Set<ScalarType> found = new LinkedHashSet<>();
            inputs.forEach(input -> column(input, name).ifPresent(column -> found.add(column.type())));
            if (inner && (found.size() > 1 || !common().contains(name))) {
                return;
            }
            Set<String> taken = new HashSet<>(columns.keySet());
            if (found.size() > 1) {
                // Columns that inputs have under such a name keep it.
                inputs.forEach(
                        input -> taken.addAll(input.query.scope().columns().keySet()));
            }
            for (ScalarType type : found) {
                String free = found.size() == 1 ? name : name + "_" + type.label();
                add(Scope.unique(free, taken), name, type);
            }
        }

        private static Optional<ScopeColumn> column(Input input, String name) {
            return Optional.ofNullable(input.query.scope().columns().get(name));
        }

        private void add(String free, String name, ScalarType type) {
            int slot = slot(type);
            boolean hexadecimal = false;
            for (Input input : inputs) {
                Optional<ScopeColumn> column = column(input, name).filter(known -> known.type() == type);
                column.ifPresent(known -> input.columns.put(slot, known.slot()));
                hexadecimal |= column.filter(ScopeColumn::hexadecimal).isPresent();
            }
            columns.put(free, new ScopeColumn(slot, type, hexadecimal));
        }

        /**
         * Each input decides a condition on columns of the union by itself, as soon as it can: a column that it does not
         * have is null in all its rows, and one in which the condition does not hold for any row is not read.
         */
        private boolean take(Expr condition) {
            Set<Integer> slots = new HashSet<>();
            condition.collectSlots(slots);
            if (!types.keySet().containsAll(slots)) {
                return false;
            }
            inputs.replaceAll(input -> {
                Expr own = own(condition, input);
                if (own instanceof Expr.Constant constant) {
                    return Boolean.TRUE.equals(constant.value()) ? input : input.without();
                }
                SubQuery one = input.query;
                Expr known = query.within(one.context()).expressions().perKind(own, one.scope());
                if (!one.bound().pushed().take(known, one.context().operators().size())) {
                    one.context().add(new Filter(List.of(known)));
                }
                return input;
            });
            return true;
        }

        private Expr own(Expr expression, Input input) {
            return switch (expression) {
                case Expr.Constant constant -> constant;
                case Expr.Slot slot -> {
                    Integer own = input.columns.get(slot.slot());
                    @Nullable Object always = slot.slot() == sourceSlot ? input.name : null;
                    yield own != null ? new Expr.Slot(slot.type(), own) : new Expr.Constant(slot.type(), always);
                }
                case Expr.PerKind perKind -> own(perKind.body(), input);
                case Expr.Apply apply ->
                    Conversions.apply(
                            apply.type(),
                            apply.name(),
                            apply.kernel(),
                            apply.arguments().stream()
                                    .map(argument -> own(argument, input))
                                    .toList());
            };
        }

        /** The columns that all inputs have. */
        Set<String> common() {
            Set<String> names = new LinkedHashSet<>(columns.keySet());
            inputs.forEach(input -> names.addAll(input.query.scope().columns().keySet()));
            inputs.forEach(
                    input -> names.retainAll(input.query.scope().columns().keySet()));
            return names;
        }

        /** A payload field of inputs that are events. */
        @Override
        public Optional<ScopeColumn> find(String name) {
            ScopeColumn known = late.get(name);
            if (known != null || inner) {
                return Optional.ofNullable(known);
            }
            List<ScalarType> found = new ArrayList<>();
            inputs.forEach(input -> input.find(name).ifPresent(column -> found.add(column.type())));
            if (found.isEmpty()) {
                return Optional.empty();
            }
            boolean same = found.stream().distinct().count() == 1;
            ScopeColumn column = field(name, same ? found.getFirst() : ScalarType.DYNAMIC);
            late.put(name, column);
            return Optional.of(column);
        }

        private ScopeColumn field(String name, ScalarType type) {
            int slot = slot(type);
            boolean hexadecimal = true;
            for (Input input : inputs) {
                Optional<ScopeColumn> column = input.find(name);
                if (column.isPresent()) {
                    Expr value = new Expr.Slot(column.get().type(), column.get().slot());
                    input.columns.put(slot, input.query.context().slotOf(Conversions.convert(value, type)));
                    hexadecimal &= column.get().hexadecimal();
                }
            }
            return new ScopeColumn(slot, type, hexadecimal);
        }

        @Override
        public Set<String> names() {
            Set<String> names = new LinkedHashSet<>();
            inputs.forEach(input -> names.addAll(input.query.scope().names()));
            return names;
        }

        private Origin origin(Set<Integer> read) {
            Map<Integer, ScalarType> wanted = new LinkedHashMap<>(types);
            wanted.keySet().retainAll(read);
            List<Union.Leg> legs = new ArrayList<>();
            for (Input input : inputs) {
                if (!input.read) {
                    continue;
                }
                Map<Integer, Integer> slots = new LinkedHashMap<>(input.columns);
                slots.keySet().retainAll(read);
                Map<Integer, @Nullable Object> constants = new HashMap<>();
                constants.put(sourceSlot, input.name);
                List<Integer> results = slots.values().stream().distinct().toList();
                legs.add(new Union.Leg(input.query.origin(results), slots, constants));
            }
            return new Union(context.slots(), wanted, legs);
        }
    }
}
