package io.ringtail.dsl.plan;

import io.ringtail.dsl.aggregate.AggregateFunction;
import io.ringtail.dsl.functions.Choices;
import io.ringtail.dsl.functions.FunctionTable;
import io.ringtail.dsl.functions.Overload;
import io.ringtail.dsl.functions.TextMatch;
import io.ringtail.dsl.syntax.Expression;
import io.ringtail.dsl.syntax.Origin;
import io.ringtail.dsl.syntax.Pipeline;
import io.ringtail.dsl.syntax.Script;
import io.ringtail.dsl.syntax.Span;
import io.ringtail.dsl.value.Nearest;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.dsl.vector.Slots;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Binds expressions: names become slots, calls become kernels, types are checked. */
final class ExpressionBinder {
    /**
     * Stands for what could not be bound: it fits everywhere, so that one mistake gives one problem. A column that is
     * given it is as unknown as it is.
     */
    static final Expr UNKNOWN = new Expr.Slot(ScalarType.DYNAMIC, Slots.NONE);

    /** What stands in the table of functions and is written otherwise. */
    private static final Set<String> OPERATORS = operators();

    /** Functions that are bound here, for they need more than the values of their arguments. */
    private static final List<String> SPECIAL = List.of(
            "now",
            "ago",
            "toscalar",
            "case",
            "column_ifexists",
            "columnifexists",
            "iscolumnexists",
            "pack_all",
            "bag_pack_columns",
            "estimate_data_size",
            "row_number",
            "row_cumsum",
            "row_rank_min",
            "row_rank_dense",
            "row_window_session",
            "prev",
            "next");

    private static final int MAX_CANDIDATES = 1_000_000;

    private final BindContext context;
    private final Surroundings surroundings;
    private final Names names;
    private final WrittenArguments written;
    private @Nullable Long now;

    ExpressionBinder(BindContext context, Surroundings surroundings, Names names) {
        this.context = context;
        this.surroundings = surroundings;
        this.names = names;
        written = new WrittenArguments(context);
    }

    /** What {@code now()} means from here on. */
    void setNow(long ticks) {
        now = ticks;
    }

    private long now() {
        return now == null ? surroundings.now() : now;
    }

    private static Set<String> operators() {
        Set<String> operators = new HashSet<>(TextMatch.OPERATORS);
        operators.addAll(Set.of("and", "or", "negate", "member", "element"));
        return operators;
    }

    /** The functions that are called by their names. */
    static List<String> functionNames() {
        List<String> names = new ArrayList<>(SPECIAL);
        FunctionTable.ALL.names().stream()
                .filter(name -> Character.isLetter(name.charAt(0)) && !OPERATORS.contains(name))
                .forEach(names::add);
        return names;
    }

    /** What a call of an aggregate is bound to, where aggregates may stand. */
    interface Aggregates {
        Expr bind(AggregateFunction function, Expression.Call call);
    }

    Expr bind(Expression expression, Scope scope) {
        return perKind(new Binding(scope, Optional.empty()).bind(expression), scope);
    }

    Expr bindWithAggregates(Expression expression, Scope scope, Aggregates aggregates) {
        return new Binding(scope, Optional.of(aggregates)).bind(expression);
    }

    /** A column that is named alone; a problem if there is none. */
    Optional<ScopeColumn> find(Expression expression, Scope scope) {
        Optional<ScopeColumn> column =
                expression instanceof Expression.Name name ? scope.find(name.name()) : Optional.empty();
        if (column.isEmpty() && !bind(expression, scope).equals(UNKNOWN)) {
            context.problem(expression.span(), "a column's name is wanted here", "compute it before with 'extend'");
        }
        return column;
    }

    /** A condition; a dynamic value is read as one. */
    Expr bindCondition(Expression expression, Scope scope) {
        Expr bound = bind(expression, scope);
        if (bound.type() != ScalarType.BOOL && bound.type() != ScalarType.DYNAMIC) {
            context.problem(
                    expression.span(),
                    "a condition is true or false, and this is of type "
                            + bound.type().label(),
                    bound.type() == ScalarType.STRING ? "compare it: … == \"text\"" : "compare it: … == 1");
            return UNKNOWN;
        }
        return Conversions.convert(bound, ScalarType.BOOL);
    }

    /** A value that is the same for all rows; empty, and reported, if it is none. */
    Optional<Object> bindConstant(Expression expression, String what) {
        Expr bound = bind(expression, Scope.of(Map.of()));
        Optional<Object> value = Conversions.constant(bound);
        if (value.isEmpty() && !bound.equals(UNKNOWN)) {
            context.problem(expression.span(), what + " is a constant", "");
        }
        return value;
    }

    /** Wraps what depends on the kind of an event alone, so that it is computed once for each kind. */
    Expr perKind(Expr expression, Scope scope) {
        if (scope.scan().isEmpty() || expression instanceof Expr.PerKind || expression instanceof Expr.Slot) {
            return expression;
        }
        if (dependsOnKind(expression, scope.scan().get())) {
            return new Expr.PerKind(expression);
        }
        if (!(expression instanceof Expr.Apply apply)) {
            return expression;
        }
        List<Expr> arguments = apply.arguments().stream()
                .map(argument -> perKind(argument, scope))
                .toList();
        return new Expr.Apply(apply.type(), apply.name(), apply.kernel(), arguments);
    }

    private boolean dependsOnKind(Expr expression, ScanScope scan) {
        Set<Integer> slots = new HashSet<>();
        expression.collectSlots(slots);
        return !slots.isEmpty() && slots.stream().allMatch(slot -> isPerKind(slot, scan));
    }

    private boolean isPerKind(int slot, ScanScope scan) {
        return context.slots()
                .definition(slot)
                .map(definition -> dependsOnKind(definition, scan))
                .orElseGet(() -> scan.isPerKind(slot));
    }

    private final class Binding {
        private final Scope scope;
        private final Optional<Aggregates> aggregates;

        Binding(Scope scope, Optional<Aggregates> aggregates) {
            this.scope = scope;
            this.aggregates = aggregates;
        }

        Expr bind(Expression expression) {
            return switch (expression) {
                case Expression.Literal literal -> new Expr.Constant(literal.type(), literal.value());
                case Expression.Name name -> column(name);
                case Expression.Member member -> member(member);
                case Expression.Index index -> index(index);
                case Expression.Call call -> call(call);
                case Expression.Negation negation -> apply("negate", negation.span(), List.of(negation.operand()));
                case Expression.Binary binary -> binary(binary);
                case Expression.Membership membership -> membership(membership);
                case Expression.Between between -> between(between);
                case Expression.Named named -> unexpectedName(named);
                case Expression.Rows rows -> refuse(rows.span(), "rows are no value", "take one: toscalar(…)");
                case Expression.Star star ->
                    refuse(star.span(), "'*' does not stand for a value here", "name a column");
                case Expression.Missing missing -> UNKNOWN;
            };
        }

        private Expr refuse(Span span, String message, String hint) {
            context.problem(span, message, hint);
            return UNKNOWN;
        }

        private Expr unexpectedName(Expression.Named named) {
            return refuse(named.span(), "a value inside an expression has no name", "compare with '=='");
        }

        private Expr column(Expression.Name name) {
            Optional<Names.Meaning.Value> let = names.value(name.name());
            Optional<ScopeColumn> column = scope.find(name.name());
            if (column.isPresent()) {
                return aggregates.isPresent()
                        ? refuse(
                                name.span(),
                                "the column '" + name.name() + "' has many values in a group",
                                "put it into an aggregate, as in take_any(" + name.name() + "), or after 'by'")
                        : new Expr.Slot(column.get().type(), column.get().slot());
            }
            if (let.isPresent()) {
                return value(name, let.get());
            }
            Optional<Names.Meaning.Function> function = names.function(name.name());
            if (function.isPresent() && function.get().function().parameters().isEmpty()) {
                return own(function.get(), new Expression.Call(name.span(), name, List.of()));
            }
            if (scope.open()) {
                return UNKNOWN;
            }
            return refuse(name.span(), "no column '" + name.name() + "'", columnHint(name.name()));
        }

        /** A function's argument may be a column, which is not there in a query within the function. */
        private Expr value(Expression.Name name, Names.Meaning.Value let) {
            boolean known = let.value() instanceof Expr.Constant || let.value().equals(UNKNOWN);
            return known || let.home().equals(context)
                    ? let.value()
                    : refuse(
                            name.span(),
                            "'" + name.name()
                                    + "' differs from row to row, and a query within the query has one answer",
                            "join the rows instead");
        }

        private String columnHint(String name) {
            if (scope.beside().contains(name)) {
                return "what one operator adds it does not read itself; compute '" + name + "' in an 'extend' before";
            }
            if (Character.isDigit(name.charAt(0))) {
                return "a number is followed by no letters but those of a unit of time: 5m, 1.5h, 100ms";
            }
            if (scope.scan().isPresent() && scope.scan().get().hasField(name)) {
                return "the payload field is reached as 'Payload." + name + "'";
            }
            Optional<String> near = Nearest.of(name, scope.names());
            if (near.isPresent()) {
                return "did you mean '" + near.get() + "'?";
            }
            List<String> names = scope.names();
            if (names.isEmpty()) {
                return "there are no columns here";
            }
            return names.size() > 20
                    ? ""
                    : "the columns are " + names.stream().sorted().collect(Collectors.joining(", "));
        }

        private Expr member(Expression.Member member) {
            Optional<ScopeColumn> ofRow = member.target() instanceof Expression.Name row
                    ? scope.find(row.name(), member.name().name())
                    : Optional.empty();
            if (ofRow.isPresent()) {
                return new Expr.Slot(ofRow.get().type(), ofRow.get().slot());
            }
            if (member.target() instanceof Expression.Name row && scope.rows().containsKey(row.name())) {
                String name = member.name().name();
                return refuse(member.name().span(), "no column '" + name + "'", columnHint(name));
            }
            Expr target = bind(member.target());
            if (target instanceof Expr.Slot slot
                    && scope.scan().isPresent()
                    && scope.scan().get().isPayload(slot.slot())) {
                ScanScope scan = scope.scan().get();
                if (scope.open()) {
                    return UNKNOWN;
                }
                if (!scan.hasField(member.name().name())) {
                    String hint = Nearest.of(member.name().name(), scan.fieldNames())
                            .map(near -> "did you mean '" + near + "'?")
                            .orElse("");
                    String message = "no payload has a field '" + member.name().name() + "'";
                    return refuse(member.name().span(), message, hint);
                }
                ScopeColumn field = scan.payloadField(member.name().name());
                return new Expr.Slot(field.type(), field.slot());
            }
            return part(
                    member.span(),
                    target,
                    new Expr.Constant(ScalarType.STRING, member.name().name()));
        }

        private Expr index(Expression.Index index) {
            return part(index.span(), bind(index.target()), bind(index.index()));
        }

        private Expr part(Span span, Expr target, Expr key) {
            if (target.equals(UNKNOWN) || key.equals(UNKNOWN)) {
                return UNKNOWN;
            }
            if (target.type() != ScalarType.DYNAMIC) {
                return refuse(
                        span,
                        "a " + target.type().label() + " has no parts",
                        target.type() == ScalarType.STRING ? "read it first: parse_json(…)" : "");
            }
            String function = key.type() == ScalarType.STRING ? "member" : "element";
            return resolve(function, span, List.of(target, key));
        }

        private Expr binary(Expression.Binary binary) {
            if (binary.left() instanceof Expression.Star) {
                return anyColumn(binary);
            }
            if (binary.symbol().equals("matches regex")) {
                written.checkRegex(binary.right());
            }
            written.adviseTerm(binary);
            return apply(binary.symbol(), binary.symbolSpan(), List.of(binary.left(), binary.right()));
        }

        /** Whether any column of the operand's kind is so. */
        private Expr anyColumn(Expression.Binary binary) {
            Expr wanted = bind(binary.right());
            boolean text = wanted.type() == ScalarType.STRING;
            if (!text && !binary.symbol().equals("==")) {
                return refuse(
                        binary.right().span(),
                        "'" + binary.symbol() + "' looks for a string, and this is of type "
                                + wanted.type().label(),
                        "write \"…\"");
            }
            Expr any = Conversions.bool(false);
            for (ScopeColumn column : scope.columns().values()) {
                boolean fits = text
                        ? column.type() == ScalarType.STRING || column.type() == ScalarType.DYNAMIC
                        : column.type() == wanted.type()
                                || Conversions.isNumber(column.type()) && Conversions.isNumber(wanted.type());
                if (fits) {
                    Expr value = new Expr.Slot(column.type(), column.slot());
                    Expr side = text ? Conversions.convert(value, ScalarType.STRING) : value;
                    Expr found = resolve(binary.symbol(), binary.symbolSpan(), List.of(side, wanted));
                    any = resolve("or", binary.span(), List.of(any, found));
                }
            }
            return any;
        }

        private Expr between(Expression.Between between) {
            Expr value = bind(between.value());
            Expr low = bind(between.low());
            Expr high = bind(between.high());
            if (high.type() == ScalarType.TIMESPAN && low.type() == ScalarType.DATETIME) {
                high = resolve("+", between.high().span(), List.of(low, high));
            }
            Expr above = resolve(">=", between.low().span(), List.of(value, low));
            Expr below = resolve("<=", between.high().span(), List.of(value, high));
            Expr inside = resolve("and", between.span(), List.of(above, below));
            return between.negated() ? resolve("not", between.span(), List.of(inside)) : inside;
        }

        private Expr membership(Expression.Membership membership) {
            Expr value = bind(membership.value());
            Optional<Pipeline> rows = membership.candidates().size() == 1
                    ? rows(membership.candidates().getFirst())
                    : Optional.empty();
            if (rows.isPresent()) {
                return amongRows(membership, value, rows.get());
            }
            List<@Nullable Object> constants = new ArrayList<>();
            List<Expr> candidates = new ArrayList<>();
            boolean constant = true;
            for (Expression candidate : membership.candidates()) {
                Expr bound = bind(candidate);
                candidates.add(bound);
                if (bound instanceof Expr.Constant known) {
                    constants.add(known.value());
                } else {
                    constant = false;
                }
            }
            if (comparesText(membership)) {
                if (value.type() != ScalarType.STRING && value.type() != ScalarType.DYNAMIC) {
                    String message = "'" + membership.symbol() + "' looks into a string, and this is of type "
                            + value.type().label();
                    return refuse(membership.value().span(), message, "cast it: tostring(…)");
                }
                value = Conversions.convert(value, ScalarType.STRING);
            } else {
                checkComparable(value, candidates, membership);
            }
            if (!constant) {
                return anyOf(membership, value, candidates);
            }
            Expr result = Membership.of(membership.symbol(), value, Membership.flat(constants));
            return Conversions.apply(
                    ScalarType.BOOL, membership.symbol(), ((Expr.Apply) result).kernel(), List.of(value));
        }

        private boolean comparesText(Expression.Membership membership) {
            return !membership.symbol().replace("!", "").equals("in");
        }

        private Optional<Pipeline> rows(Expression candidate) {
            boolean column = candidate instanceof Expression.Name name
                    && scope.find(name.name()).isPresent();
            return column
                    ? Optional.empty()
                    : StatementBinder.rows(candidate, new PipelineBinder(context, surroundings, names));
        }

        /** The candidates are the first column of a query, which is asked once, while the query around it is bound. */
        private Expr amongRows(Expression.Membership membership, Expr value, Pipeline pipeline) {
            SubQuery.Answer answer = answer(pipeline, MAX_CANDIDATES);
            if (answer.rows().isEmpty() && !context.problems().isEmpty()) {
                return UNKNOWN;
            }
            if (answer.rows().size() > MAX_CANDIDATES) {
                return refuse(
                        membership.candidates().getFirst().span(),
                        "the query gives more than 1,000,000 values",
                        "use 'join kind=leftsemi'");
            }
            Expr searched = value;
            if (comparesText(membership)) {
                searched = Conversions.convert(value, ScalarType.STRING);
            } else if (answer.type() != ScalarType.DYNAMIC) {
                Expr sample = new Expr.Constant(answer.type(), null);
                if (resolve("==", membership.symbolSpan(), List.of(value, sample))
                        .equals(UNKNOWN)) {
                    return UNKNOWN;
                }
            }
            Expr result = Membership.of(membership.symbol(), searched, Membership.flat(answer.rows()));
            return Conversions.apply(
                    ScalarType.BOOL, membership.symbol(), ((Expr.Apply) result).kernel(), List.of(searched));
        }

        private SubQuery.Answer answer(Pipeline pipeline, int most) {
            return new PipelineBinder(context, surroundings, names)
                    .subQuery(pipeline)
                    .answer(surroundings.options(), most);
        }

        /** The first value of the first row of a query, which is asked once, while the query around it is bound. */
        private Expr toScalar(Expression.Call call) {
            if (call.arguments().size() != 1) {
                return refuse(call.span(), "'toscalar' takes a query", "as in toscalar(events | count)");
            }
            Expression argument = call.arguments().getFirst();
            Optional<Pipeline> rows = rows(argument).or(() -> table(argument));
            if (rows.isEmpty()) {
                return bind(argument); // a value is its own first one
            }
            SubQuery.Answer answer = answer(rows.get(), 1);
            return new Expr.Constant(
                    answer.type(),
                    answer.rows().isEmpty() ? null : answer.rows().getFirst());
        }

        /** A name that stands for nothing else is that of a table, even if there is none. */
        private Optional<Pipeline> table(Expression argument) {
            return argument instanceof Expression.Name name
                            && names.value(name.name()).isEmpty()
                            && names.function(name.name()).isEmpty()
                            && scope.find(name.name()).isEmpty()
                    ? Optional.of(new Pipeline(new Origin.Table(name.span(), name.name()), List.of()))
                    : Optional.empty();
        }

        /** A function that the query defines. */
        private Expr own(Names.Meaning.Function function, Expression.Call call) {
            FunctionBinder functions = new FunctionBinder(context, surroundings);
            if (functions.givesRows(call.function().name(), names)) {
                return refuse(
                        call.function().span(),
                        "'" + call.function().name() + "' gives rows, no value",
                        "take one: toscalar(" + call.function().name() + "(…))");
            }
            FunctionBinder.Site site = new FunctionBinder.Site(names, this::bind, Optional.empty());
            Script.Result result = function.function().body().result();
            return functions
                    .enter(function, call, site)
                    .map(inside -> result instanceof Script.ValueResult value
                            ? inside.expressions().bind(value.expression(), Scope.of(Map.of()))
                            : UNKNOWN)
                    .orElse(UNKNOWN);
        }

        private void checkComparable(Expr value, List<Expr> candidates, Expression.Membership membership) {
            for (int i = 0; i < candidates.size(); i++) {
                if (candidates.get(i).type() != ScalarType.DYNAMIC) {
                    resolve("==", membership.candidates().get(i).span(), List.of(value, candidates.get(i)));
                }
            }
        }

        /** Candidates that differ from row to row are compared one by one. */
        private Expr anyOf(Expression.Membership membership, Expr value, List<Expr> candidates) {
            boolean negated = membership.symbol().startsWith("!");
            String operator = membership.symbol().contains("has")
                    ? "has"
                    : membership.symbol().endsWith("~") ? "=~" : "==";
            boolean all = membership.symbol().endsWith("has_all");
            Expr found = Conversions.bool(all);
            for (int i = 0; i < candidates.size(); i++) {
                Expr equal =
                        resolve(operator, membership.candidates().get(i).span(), List.of(value, candidates.get(i)));
                found = resolve(all ? "and" : "or", membership.span(), List.of(found, equal));
            }
            return negated ? resolve("not", membership.span(), List.of(found)) : found;
        }

        private Expr call(Expression.Call call) {
            String name = call.function().name();
            Optional<Names.Meaning.Function> own = names.function(name);
            if (own.isPresent()) {
                return own(own.get(), call);
            }
            Optional<AggregateFunction> aggregate = AggregateFunction.named(name);
            if (aggregate.isPresent()) {
                return aggregates.isPresent()
                        ? aggregates.get().bind(aggregate.get(), call)
                        : refuse(
                                call.function().span(),
                                "'" + name + "' is an aggregate",
                                "aggregates stand in 'summarize' only");
            }
            if (OPERATORS.contains(name)) {
                return refuse(
                        call.function().span(), "no function '" + name + "'", "operators stand between their operands");
            }
            return switch (name) {
                case "now", "ago" -> clock(call);
                case "toscalar" -> toScalar(call);
                case "case" -> choice(call);
                case "iff", "iif" -> oneOfTwo(call);
                case "column_ifexists", "columnifexists" -> columnIfExists(call);
                case "iscolumnexists" -> isColumn(call);
                case "pack_all", "bag_pack_columns" -> packColumns(call);
                case "estimate_data_size" -> dataSize(call);
                case "row_number",
                        "row_cumsum",
                        "row_rank_min",
                        "row_rank_dense",
                        "row_window_session",
                        "prev",
                        "next" -> new WindowBinder(context, ExpressionBinder.this).bind(call, scope);
                default -> typed(call);
            };
        }

        /** A last argument {@code typeof(type)} says what the result is read as. */
        private Expr typed(Expression.Call call) {
            Span span = call.function().span();
            written.check(call);
            int last = call.arguments().size() - 1;
            Optional<ScalarType> type = last < 1
                    ? Optional.empty()
                    : TypeArgument.of(call.arguments().get(last));
            if (type.isEmpty() || !TypeArgument.TAKERS.contains(call.function().name())) {
                return apply(call.function().name(), span, call.arguments());
            }
            Expr result = apply(call.function().name(), span, call.arguments().subList(0, last));
            return result.equals(UNKNOWN) ? result : Conversions.convert(result, type.get());
        }

        private Expr isColumn(Expression.Call call) {
            Optional<Object> name = call.arguments().size() == 1
                    ? bindConstant(call.arguments().getFirst(), "the name of a column")
                    : Optional.empty();
            return name.isPresent()
                    ? Conversions.bool(scope.find(String.valueOf(name.get())).isPresent())
                    : refuse(call.span(), "'iscolumnexists' takes a column's name in quotes", "");
        }

        /** All columns as one object, or those that are named. */
        private Expr packColumns(Expression.Call call) {
            boolean all = call.function().name().equals("pack_all");
            boolean without = all
                    && call.arguments().size() == 1
                    && bindConstant(call.arguments().getFirst(), "the argument of 'pack_all'")
                            .filter(Boolean.TRUE::equals)
                            .isPresent();
            List<Expr> parts = new ArrayList<>();
            if (all) {
                scope.columns().forEach((name, column) -> {
                    parts.add(new Expr.Constant(ScalarType.STRING, name));
                    parts.add(new Expr.Slot(column.type(), column.slot()));
                });
            } else {
                for (Expression column : call.arguments()) {
                    parts.add(new Expr.Constant(
                            ScalarType.STRING, ResultNames.of(column).orElse("")));
                    parts.add(bind(column));
                }
            }
            if (parts.contains(UNKNOWN)) {
                return UNKNOWN;
            }
            return Conversions.apply(ScalarType.DYNAMIC, call.function().name(), Choices.ofPack(without), parts);
        }

        private Expr dataSize(Expression.Call call) {
            List<Expr> parts = new ArrayList<>();
            for (Expression column : call.arguments()) {
                if (column instanceof Expression.Star) {
                    scope.columns().values().forEach(known -> parts.add(new Expr.Slot(known.type(), known.slot())));
                } else {
                    parts.add(bind(column));
                }
            }
            return Conversions.apply(ScalarType.LONG, "estimate_data_size", Choices.ofDataSize(), parts);
        }

        private Expr clock(Expression.Call call) {
            boolean ago = call.function().name().equals("ago");
            List<Expr> arguments = call.arguments().stream().map(this::bind).toList();
            boolean fits = arguments.size() == (ago ? 1 : arguments.size())
                    && arguments.size() <= 1
                    && arguments.stream().allMatch(argument -> argument.type() == ScalarType.TIMESPAN);
            if (!fits) {
                return refuse(call.span(), "'" + call.function().name() + "' takes a timespan", "as in ago(5m)");
            }
            Expr time = new Expr.Constant(ScalarType.DATETIME, new Cell.Datetime(now()));
            return arguments.isEmpty()
                    ? time
                    : resolve(ago ? "-" : "+", call.span(), List.of(time, arguments.getFirst()));
        }

        /** Two values of different types are read as dynamic, as those of {@code case} are. */
        private Expr oneOfTwo(Expression.Call call) {
            List<ScalarType> types =
                    call.arguments().stream().map(this::bind).map(Expr::type).toList();
            boolean mixed = types.size() == 3
                    && types.getFirst() == ScalarType.BOOL
                    && FunctionTable.ALL.find(call.function().name(), types).isEmpty();
            return mixed ? choice(call) : typed(call);
        }

        private Expr choice(Expression.Call call) {
            List<Expr> arguments = new ArrayList<>();
            List<ScalarType> values = new ArrayList<>();
            int last = call.arguments().size() - 1;
            if (last < 2 || last % 2 != 0) {
                return refuse(
                        call.span(), "'case' takes conditions and values in turn, and a last value for all else", "");
            }
            for (int i = 0; i <= last; i++) {
                Expr argument = bind(call.arguments().get(i));
                boolean condition = i % 2 == 0 && i < last;
                arguments.add(condition ? Conversions.convert(argument, ScalarType.BOOL) : argument);
                if (!condition) {
                    values.add(argument.type());
                }
            }
            ScalarType type = Conversions.common(values);
            for (int i = 0; i <= last; i++) {
                if (i % 2 != 0 || i == last) {
                    arguments.set(i, Conversions.convert(arguments.get(i), type));
                }
            }
            return Conversions.apply(type, "case", Choices.ofCase(), arguments);
        }

        private Expr columnIfExists(Expression.Call call) {
            if (call.arguments().size() != 2
                    || !(call.arguments().getFirst() instanceof Expression.Literal literal)
                    || !(literal.value() instanceof String name)) {
                return refuse(call.span(), "'column_ifexists' takes a column's name in quotes and a value", "");
            }
            Optional<ScopeColumn> column = scope.find(name);
            return column.isPresent()
                    ? new Expr.Slot(column.get().type(), column.get().slot())
                    : bind(call.arguments().get(1));
        }

        private Expr apply(String name, Span span, List<Expression> arguments) {
            if (!exists(name)) {
                return refuse(span, "no function '" + name + "'", FunctionHints.of(name));
            }
            return resolve(name, span, arguments.stream().map(this::bind).toList());
        }
    }

    /** An element of a bound array. */
    Expr element(Span span, Expr array, long place) {
        return resolve("element", span, List.of(array, new Expr.Constant(ScalarType.LONG, place)));
    }

    /** An array of bound values. */
    Expr packArray(Span span, List<Expr> values) {
        return resolve("pack_array", span, values);
    }

    private Expr resolve(String name, Span span, List<Expr> arguments) {
        if (arguments.contains(UNKNOWN)) {
            return UNKNOWN;
        }
        List<ScalarType> types = arguments.stream().map(Expr::type).toList();
        Optional<Overload> overload = FunctionTable.ALL.find(name, types);
        if (overload.isEmpty()) {
            refuseCall(name, span, types);
            return UNKNOWN;
        }
        List<Expr> converted = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            converted.add(Conversions.convert(arguments.get(i), overload.get().target(i, types.get(i))));
        }
        return Conversions.apply(
                overload.get().resultType(types), name, overload.get().kernel(), converted);
    }

    private static boolean exists(String name) {
        return !FunctionTable.ALL.overloads(name).isEmpty();
    }

    private void refuseCall(String name, Span span, List<ScalarType> types) {
        List<Overload> overloads = FunctionTable.ALL.overloads(name);
        String given = types.stream().map(ScalarType::label).collect(Collectors.joining(", "));
        if (!Character.isLetter(name.charAt(0)) || TextMatch.OPERATORS.contains(name)) {
            context.problem(
                    span,
                    "'" + name + "' cannot be applied to " + given.replace(", ", " and "),
                    operandHint(name, types));
        } else if (name.equals("and") || name.equals("or")) {
            context.problem(span, "'" + name + "' joins conditions, not " + given.replace(", ", " and "), "");
        } else {
            String ways = overloads.stream().map(Overload::describe).limit(3).collect(Collectors.joining(" or "));
            context.problem(span, "'" + name + "' cannot be called with (" + given + ")", "it is " + ways);
        }
    }

    private static String operandHint(String name, List<ScalarType> types) {
        if (types.size() != 2) {
            return "";
        }
        boolean text = types.contains(ScalarType.STRING);
        if (text && types.getFirst() == types.getLast()) {
            return name.equals("+") ? "join strings with strcat(…)" : "compare strings with strcmp(…)";
        }
        if (text) {
            return types.contains(ScalarType.DATETIME)
                    ? "write datetime(…) without quotes"
                    : "cast one of them: tolong(…), tostring(…)";
        }
        return types.contains(ScalarType.DATETIME) && types.contains(ScalarType.LONG) ? "write a timespan: 5m" : "";
    }
}
