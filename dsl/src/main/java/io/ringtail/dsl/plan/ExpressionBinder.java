package io.ringtail.dsl.plan;

import io.ringtail.dsl.aggregate.AggregateFunction;
import io.ringtail.dsl.functions.FunctionTable;
import io.ringtail.dsl.functions.TextMatch;
import io.ringtail.dsl.syntax.Expression;
import io.ringtail.dsl.syntax.Origin;
import io.ringtail.dsl.syntax.Pipeline;
import io.ringtail.dsl.syntax.Script;
import io.ringtail.dsl.syntax.Span;
import io.ringtail.dsl.value.Datetimes;
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
            "assert",
            "case",
            "row_number",
            "row_cumsum",
            "row_rank_min",
            "row_rank_dense",
            "row_window_session",
            "prev",
            "next");

    private final BindContext context;
    private final Surroundings surroundings;
    private final Names names;
    private final WrittenArguments written;
    private final CallResolver calls;
    private final KindExpressions kinds;
    private final Advice advice;
    private @Nullable Long now;

    ExpressionBinder(BindContext context, Surroundings surroundings, Names names) {
        this.context = context;
        this.surroundings = surroundings;
        this.names = names;
        written = new WrittenArguments(context);
        calls = new CallResolver(context);
        kinds = new KindExpressions(context.slots());
        advice = new Advice(context);
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
        names.addAll(ColumnFunctions.NAMES);
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

    /** What depends on the kind of an event alone is computed once for each kind. */
    Expr perKind(Expr expression, Scope scope) {
        return kinds.perKind(expression, scope);
    }

    /** One expression, where it stands. */
    private final class Binding {
        private final Scope scope;
        private final Optional<Aggregates> aggregates;
        private final MemberBinder members;
        private final MembershipBinder memberships;

        Binding(Scope scope, Optional<Aggregates> aggregates) {
            this.scope = scope;
            this.aggregates = aggregates;
            members = new MemberBinder(context, scope, this::bind);
            memberships = new MembershipBinder(context, this::bind);
        }

        Expr bind(Expression expression) {
            return switch (expression) {
                case Expression.Literal literal -> new Expr.Constant(literal.type(), literal.value());
                case Expression.Name name -> column(name);
                case Expression.Member member -> members.bind(member);
                case Expression.Index index -> members.bind(index);
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
            return refuse(name.span(), "no column '" + name.name() + "'", scope.hintFor(name.name()));
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

        private Expr binary(Expression.Binary binary) {
            if (binary.left() instanceof Expression.Star) {
                return anyColumn(binary);
            }
            if (binary.symbol().equals("matches regex")) {
                written.checkRegex(binary.right());
            }
            advice.on(binary, part -> bind(part).type());
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
                    Expr found = calls.resolve(binary.symbol(), binary.symbolSpan(), List.of(side, wanted));
                    any = calls.resolve("or", binary.span(), List.of(any, found));
                }
            }
            return any;
        }

        private Expr between(Expression.Between between) {
            Expr value = bind(between.value());
            Expr low = bind(between.low());
            Expr high = bind(between.high());
            if (high.type() == ScalarType.TIMESPAN && low.type() == ScalarType.DATETIME) {
                high = calls.resolve("+", between.high().span(), List.of(low, high));
            }
            Expr above = calls.resolve(">=", between.low().span(), List.of(value, low));
            Expr below = calls.resolve("<=", between.high().span(), List.of(value, high));
            Expr inside = calls.resolve("and", between.span(), List.of(above, below));
            return between.negated() ? calls.resolve("not", between.span(), List.of(inside)) : inside;
        }

        private Expr membership(Expression.Membership membership) {
            Optional<Pipeline> rows = membership.candidates().size() == 1
                    ? rows(membership.candidates().getFirst())
                    : Optional.empty();
            return rows.isPresent()
                    ? memberships.amongRows(membership, answer(rows.get(), MembershipBinder.MAX_CANDIDATES))
                    : memberships.amongValues(membership);
        }

        private Optional<Pipeline> rows(Expression candidate) {
            boolean column = candidate instanceof Expression.Name name
                    && scope.find(name.name()).isPresent();
            return column
                    ? Optional.empty()
                    : StatementBinder.rows(candidate, new PipelineBinder(context, surroundings, names));
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
                return scalar(argument); // a value is its own first one
            }
            SubQuery.Answer answer = answer(rows.get(), 1);
            return new Expr.Constant(
                    answer.type(),
                    answer.rows().isEmpty() ? null : answer.rows().getFirst());
        }

        /** It cannot see the columns of the rows around it, but what was named before them. */
        private Expr scalar(Expression argument) {
            Optional<Names.Meaning.Value> let =
                    argument instanceof Expression.Name name ? names.value(name.name()) : Optional.empty();
            return let.isPresent() && argument instanceof Expression.Name name
                    ? value(name, let.get())
                    : bind(argument);
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
                case "assert" -> assertion(call);
                case "case", "iff", "iif" -> new ChoiceBinder(context, calls, this::bind).bind(call);
                case "row_number",
                        "row_cumsum",
                        "row_rank_min",
                        "row_rank_dense",
                        "row_window_session",
                        "prev",
                        "next" -> new WindowBinder(context, ExpressionBinder.this).bind(call, scope);
                default ->
                    ColumnFunctions.NAMES.contains(name)
                            ? new ColumnFunctions(context, ExpressionBinder.this, scope, this::bind).bind(call)
                            : typed(call);
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

        private Expr clock(Expression.Call call) {
            boolean ago = call.function().name().equals("ago");
            List<Expr> arguments = bindAll(call.arguments());
            boolean fits = arguments.size() == (ago ? 1 : arguments.size())
                    && arguments.size() <= 1
                    && arguments.stream().allMatch(argument -> argument.type() == ScalarType.TIMESPAN);
            if (!fits) {
                return refuse(call.span(), "'" + call.function().name() + "' takes a timespan", "as in ago(5m)");
            }
            // Of a recording without events it is the first of all times, before which there is none.
            if (!arguments.isEmpty()
                    && arguments.getFirst() instanceof Expr.Constant constant
                    && constant.value() instanceof Cell.Timespan span) {
                long moved = Datetimes.moved(now(), ago ? -span.ticks() : span.ticks());
                return new Expr.Constant(ScalarType.DATETIME, new Cell.Datetime(moved));
            }
            Expr time = new Expr.Constant(ScalarType.DATETIME, new Cell.Datetime(now()));
            return arguments.isEmpty()
                    ? time
                    : calls.resolve(ago ? "-" : "+", call.span(), List.of(time, arguments.getFirst()));
        }

        /** Is looked at before any row is, so that a query that must not be asked is not begun. */
        private Expr assertion(Expression.Call call) {
            List<Expr> arguments = bindAll(call.arguments());
            if (arguments.contains(UNKNOWN)) {
                return UNKNOWN;
            }
            boolean fits = arguments.size() == 2
                    && arguments.getFirst().type() == ScalarType.BOOL
                    && arguments.getLast().type() == ScalarType.STRING;
            if (!fits) {
                return refuse(
                        call.span(), "'assert' takes a condition and a text", "as in assert(n > 0, \"n is positive\")");
            }
            if (!(arguments.getFirst() instanceof Expr.Constant condition)
                    || !(arguments.getLast() instanceof Expr.Constant message)) {
                return refuse(
                        call.span(), "'assert' looks at what is known before the rows", "rows are chosen by 'where'");
            }
            return Boolean.TRUE.equals(condition.value())
                    ? condition
                    : refuse(call.span(), "assert() has failed with message: '" + message.value() + "'", "");
        }

        private List<Expr> bindAll(List<Expression> expressions) {
            return expressions.stream().map(this::bind).toList();
        }

        private Expr apply(String name, Span span, List<Expression> arguments) {
            if (!CallResolver.exists(name)) {
                return refuse(span, "no function '" + name + "'", FunctionHints.of(name));
            }
            return calls.resolve(name, span, bindAll(arguments));
        }
    }

    /** An element of a bound array. */
    Expr element(Span span, Expr array, long place) {
        return calls.resolve("element", span, List.of(array, new Expr.Constant(ScalarType.LONG, place)));
    }

    /** An array of bound values. */
    Expr packArray(Span span, List<Expr> values) {
        return calls.resolve("pack_array", span, values);
    }
}
