package io.ringtail.dsl.plan;

import io.ringtail.dsl.syntax.Expression;
import io.ringtail.dsl.syntax.Pipeline;
import io.ringtail.dsl.syntax.Script;
import io.ringtail.dsl.syntax.Span;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Binds the functions that a query defines: a call is bound as if the body stood in its place. */
final class FunctionBinder {
    private static final int MAX_USES = 1_000;

    private final BindContext context;
    private final Surroundings surroundings;

    FunctionBinder(BindContext context, Surroundings surroundings) {
        this.context = context;
        this.surroundings = surroundings;
    }

    /** Whether a name that stands alone is rows. */
    boolean isRows(String name, Names names) {
        if (names.value(name).isPresent()) {
            return false;
        }
        Optional<Names.Meaning.Function> function = names.function(name);
        return names.rows(name).isPresent()
                || function.isPresent()
                        && function.get().function().parameters().isEmpty()
                        && givesRows(function.get())
                || function.isEmpty() && surroundings.isTable(name);
    }

    boolean givesRows(String name, Names names) {
        return names.function(name).filter(this::givesRows).isPresent();
    }

    private boolean givesRows(Names.Meaning.Function function) {
        Script.Body body = function.function().body();
        if (!(body.result() instanceof Script.ValueResult value)) {
            return true;
        }
        String name = switch (value.expression()) {
            case Expression.Name known -> known.name();
            case Expression.Call call -> call.function().name();
            default -> "";
        };
        for (Script.Statement statement : body.statements().reversed()) {
            if (statement instanceof Script.Let let && let.name().name().equals(name)) {
                return let instanceof Script.TableLet
                        || let instanceof Script.FunctionLet inner
                                && givesRows(new Names.Meaning.Function(inner, function.names()));
            }
        }
        for (Script.Parameter parameter : function.function().parameters()) {
            if (parameter.name().name().equals(name)) {
                return parameter instanceof Script.RowsParameter;
            }
        }
        return value.expression() instanceof Expression.Name
                ? isRows(name, function.names())
                : givesRows(name, function.names());
    }

    /** A value of a type that a parameter has; numbers widen, and a dynamic value is read as what is wanted. */
    Expr argument(Expr given, ScalarType wanted, Span span) {
        boolean widens = Conversions.isNumber(given.type())
                && Conversions.isNumber(wanted)
                && given.type().ordinal() <= wanted.ordinal();
        boolean fits = wanted == ScalarType.INT
                && given instanceof Expr.Constant constant
                && constant.value() instanceof Long number
                && number == number.intValue();
        if (given.type() == wanted
                || widens
                || fits
                || given.type() == ScalarType.DYNAMIC
                || wanted == ScalarType.DYNAMIC) {
            return Conversions.convert(given, wanted);
        }
        context.problem(
                span,
                "this is of type " + given.type().label() + ", and the parameter takes " + wanted.label(),
                "convert it: to" + wanted.label() + "(…)");
        return ExpressionBinder.UNKNOWN;
    }

    /** Where a call stands: its own names, and what its values are bound to. */
    record Site(Names names, Function<Expression, Expr> values, Optional<Pipeline> piped) {}

    /** The binder for a function's body, in which its parameters have the values of a call; empty after a problem. */
    Optional<PipelineBinder> enter(Names.Meaning.Function function, Expression.Call call, Site site) {
        if (surroundings.use() > MAX_USES) {
            context.problem(
                    call.function().span(),
                    "functions and named rows are used in each other more than 1,000 times",
                    "keep what they give with 'summarize' or 'toscalar', or call fewer");
            return Optional.empty();
        }
        Optional<Map<String, Expression>> given = match(function.function(), call, site);
        if (given.isEmpty()) {
            return Optional.empty();
        }
        Names names = function.names();
        boolean first = site.piped().isPresent();
        for (Script.Parameter parameter : function.function().parameters()) {
            Optional<Names.Meaning> meaning = first
                    ? Optional.of(new Names.Meaning.Rows(site.piped().get(), site.names()))
                    : meaning(parameter, given.get(), call, site, function.names());
            if (meaning.isEmpty() || !fits(parameter, meaning.get(), call)) {
                return Optional.empty();
            }
            names = names.with(parameter.name().name(), meaning.get());
            first = false;
        }
        PipelineBinder binder = new PipelineBinder(context, surroundings, names);
        return Optional.of(new StatementBinder().bind(function.function().body().statements(), binder));
    }

    /** The arguments by the names of their parameters. */
    private Optional<Map<String, Expression>> match(Script.FunctionLet function, Expression.Call call, Site site) {
        List<String> parameters = new ArrayList<>();
        function.parameters()
                .forEach(parameter -> parameters.add(parameter.name().name()));
        if (site.piped().isPresent() && !parameters.isEmpty()) {
            parameters.removeFirst();
        }
        Map<String, Expression> given = new HashMap<>();
        for (Expression argument : call.arguments()) {
            boolean named = argument instanceof Expression.Named;
            String name = argument instanceof Expression.Named pair
                    ? pair.names().getFirst().name()
                    : parameters.stream()
                            .filter(parameter -> !given.containsKey(parameter))
                            .findFirst()
                            .orElse("");
            Expression value = argument instanceof Expression.Named pair ? pair.value() : argument;
            if (!parameters.contains(name) || given.put(name, value) != null) {
                String message = named
                        ? "'" + call.function().name() + "' has no parameter '" + name + "' left"
                        : "'" + call.function().name() + "' takes " + parameters.size()
                                + (parameters.size() == 1 ? " argument" : " arguments");
                context.problem(argument.span(), message, usage(function));
                return Optional.empty();
            }
        }
        return Optional.of(given);
    }

    private static String usage(Script.FunctionLet function) {
        List<String> names = new ArrayList<>();
        function.parameters().forEach(parameter -> names.add(parameter.name().name()));
        return "it is " + function.name().name() + "(" + String.join(", ", names) + ")";
    }

    private Optional<Names.Meaning> meaning(
            Script.Parameter parameter, Map<String, Expression> given, Expression.Call call, Site site, Names home) {
        String name = parameter.name().name();
        Expression argument = given.get(name);
        PipelineBinder caller = new PipelineBinder(context, surroundings, site.names());
        return switch (parameter) {
            case Script.RowsParameter rows -> {
                Optional<Pipeline> pipeline =
                        argument == null ? Optional.empty() : StatementBinder.rows(argument, caller);
                if (pipeline.isEmpty()) {
                    Span span = argument == null ? call.span() : argument.span();
                    context.problem(
                            span,
                            "the parameter '" + name + "' of '"
                                    + call.function().name() + "' takes rows",
                            "");
                }
                yield pipeline.map(known -> new Names.Meaning.Rows(known, site.names()));
            }
            case Script.ValueParameter value -> {
                if (argument == null && value.otherwise().isEmpty()) {
                    context.problem(
                            call.span(), "'" + call.function().name() + "' needs a value for '" + name + "'", "");
                    yield Optional.empty();
                }
                Expression expression = argument == null ? value.otherwise().orElseThrow() : argument;
                Expr bound = argument == null
                        ? new PipelineBinder(context, surroundings, home)
                                .expressions()
                                .bind(expression, Scope.of(Map.of()))
                        : site.values().apply(expression);
                yield bound.equals(ExpressionBinder.UNKNOWN)
                        ? Optional.empty()
                        : Optional.of(
                                new Names.Meaning.Value(argument(bound, value.type(), expression.span()), context));
            }
        };
    }

    /** Whether rows have the columns that the parameter asks for. */
    private boolean fits(Script.Parameter parameter, Names.Meaning meaning, Expression.Call call) {
        if (!(parameter instanceof Script.RowsParameter wanted) || !(meaning instanceof Names.Meaning.Rows rows)) {
            if (parameter instanceof Script.RowsParameter == meaning instanceof Names.Meaning.Rows) {
                return true;
            }
            context.problem(
                    call.function().span(),
                    "the first parameter of '" + call.function().name() + "' takes no rows",
                    "'invoke' is for functions whose first parameter does");
            return false;
        }
        if (wanted.columns().isEmpty()) {
            return true;
        }
        Scope scope = new PipelineBinder(context, surroundings, rows.names())
                .subQuery(rows.pipeline())
                .scope();
        for (var column : wanted.columns()) {
            Optional<ScopeColumn> known = scope.find(column.name());
            if (known.isEmpty() || known.get().type() != column.type()) {
                context.problem(
                        call.span(),
                        "the rows for '" + parameter.name().name() + "' need a column '" + column.name() + "' of type "
                                + column.type().label(),
                        known.map(other -> "theirs is of type " + other.type().label())
                                .orElse(""));
                return false;
            }
        }
        return true;
    }
}
