package io.ringtail.dsl.plan;

import io.ringtail.dsl.syntax.Expression;
import io.ringtail.dsl.syntax.Origin;
import io.ringtail.dsl.syntax.Pipeline;
import io.ringtail.dsl.syntax.Script;
import io.ringtail.dsl.value.Literals;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ScalarType;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Binds what stands before a query: each statement's name is seen by what stands behind it, and not by what it says. */
final class StatementBinder {
    private final Set<String> declared = new HashSet<>();

    /** The binder for what stands behind the statements. */
    PipelineBinder bind(List<Script.Statement> statements, PipelineBinder before) {
        PipelineBinder at = before;
        for (Script.Statement statement : statements) {
            switch (statement) {
                case Script.Let let -> at = at.amid(at.names().with(let.name().name(), meaning(let, at)));
                case Script.Set set -> set(set, at);
                case Script.Declare declare -> at = declare(declare, at);
            }
        }
        return at;
    }

    private static Names.Meaning meaning(Script.Let let, PipelineBinder at) {
        return switch (let) {
            case Script.FunctionLet function -> new Names.Meaning.Function(function, at.names());
            case Script.TableLet table -> new Names.Meaning.Rows(table.pipeline(), at.names());
            case Script.ScalarLet scalar ->
                rows(scalar.value(), at)
                        .<Names.Meaning>map(pipeline -> new Names.Meaning.Rows(pipeline, at.names()))
                        .orElseGet(() -> value(at.expressions().bind(scalar.value(), Scope.of(Map.of())), at));
        };
    }

    private static Names.Meaning value(Expr value, PipelineBinder at) {
        return new Names.Meaning.Value(value, at.context());
    }

    /** What looks like a value, and is the name of a table or the call of a function that gives rows. */
    static Optional<Pipeline> rows(Expression expression, PipelineBinder at) {
        return switch (expression) {
            case Expression.Rows rows -> Optional.of(rows.pipeline());
            case Expression.Name name
            when at.functions().isRows(name.name(), at.names()) ->
                Optional.of(new Pipeline(new Origin.Table(name.span(), name.name()), List.of()));
            case Expression.Call call
            when at.functions().givesRows(call.function().name(), at.names()) ->
                Optional.of(new Pipeline(new Origin.Call(call.span(), call), List.of()));
            default -> Optional.empty();
        };
    }

    private static void set(Script.Set set, PipelineBinder at) {
        Optional<Object> value =
                set.value().flatMap(given -> at.expressions().bindConstant(given, "the value of an option"));
        if (set.name().name().equals("query_now") && value.orElse(null) instanceof Cell.Datetime time) {
            at.surroundings().setNow(time.ticks());
        } else {
            at.context()
                    .warning(
                            set.name().span(),
                            "the option '" + set.name().name() + "' does nothing here",
                            "limits are options of the command: ringtail query --help");
        }
    }

    private PipelineBinder declare(Script.Declare declare, PipelineBinder before) {
        PipelineBinder at = before;
        for (Script.Parameter parameter : declare.parameters()) {
            String name = parameter.name().name();
            if (parameter instanceof Script.ValueParameter value) {
                declared.add(name);
                at = at.amid(at.names().with(name, value(given(value, at), at)));
            } else {
                at.context().problem(parameter.name().span(), "a parameter of a query is a value, not rows", "");
            }
        }
        return at;
    }

    private static Expr given(Script.ValueParameter parameter, PipelineBinder at) {
        String name = parameter.name().name();
        String text = at.surroundings().options().parameters().get(name);
        if (text != null) {
            return read(parameter, text, at);
        }
        if (parameter.otherwise().isPresent()) {
            Expr value = at.expressions().bind(parameter.otherwise().get(), Scope.of(Map.of()));
            return at.functions()
                    .argument(
                            value, parameter.type(), parameter.otherwise().get().span());
        }
        at.context()
                .problem(
                        parameter.name().span(),
                        "the parameter '" + name + "' has no value",
                        "give it one: --param " + name + "=…");
        return ExpressionBinder.UNKNOWN;
    }

    private static Expr read(Script.ValueParameter parameter, String text, PipelineBinder at) {
        if (parameter.type() == ScalarType.STRING) {
            return new Expr.Constant(ScalarType.STRING, text);
        }
        Optional<Literals.Parsed> parsed = Literals.parse(parameter.type(), text.strip());
        if (parsed.isEmpty()) {
            at.context()
                    .problem(
                            parameter.name().span(),
                            "the parameter '" + parameter.name().name() + "' is '" + text + "', which is no "
                                    + parameter.type().label(),
                            "");
            return ExpressionBinder.UNKNOWN;
        }
        return new Expr.Constant(parameter.type(), parsed.get().value());
    }

    /** Says which values were given that the query asks for nowhere. */
    void refuseUndeclared(PipelineBinder at) {
        for (String name : at.surroundings().options().parameters().keySet()) {
            if (!declared.contains(name)) {
                at.context()
                        .problem(
                                new io.ringtail.dsl.syntax.Span(0, 0),
                                "the query declares no parameter '" + name + "'",
                                "put before it: declare query_parameters(" + name + ": string);");
            }
        }
    }
}
