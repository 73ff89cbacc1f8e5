package io.ringtail.dsl.plan;

import io.ringtail.dsl.engine.MatchSteps;
import io.ringtail.dsl.syntax.Expression;
import io.ringtail.dsl.syntax.ShapePipe;
import io.ringtail.dsl.value.Values;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Binds {@code scan}. */
final class StepsBinder {
    private final BindContext context;
    private final ExpressionBinder expressions;
    private final Map<String, MatchSteps.Declared> declared = new LinkedHashMap<>();
    /** What is remembered, by step and slot. */
    private final Map<List<Integer>, MatchSteps.Remembered> remembered = new LinkedHashMap<>();

    StepsBinder(BindContext context, ExpressionBinder expressions) {
        this.context = context;
        this.expressions = expressions;
    }

    Scope bind(ShapePipe.Scan pipe, Scope scope) {
        if (!scope.ordered()) {
            context.problem(
                    pipe.span(),
                    "'scan' needs rows in an order, and these have none",
                    "put 'sort by …' before, or 'serialize' if any order will do");
        }
        Scope result = scope;
        for (ShapePipe.Declaration declaration : pipe.declarations()) {
            result = declare(declaration, result);
        }
        List<MatchSteps.Step> steps = steps(pipe, result);
        Optional<Integer> match = pipe.match().map(name -> context.operatorSlot(ScalarType.LONG));
        if (match.isPresent()) {
            String name = pipe.match().get().name();
            result = result.with(name, new ScopeColumn(match.get(), ScalarType.LONG, false));
        }
        context.add(new MatchSteps(steps, List.copyOf(declared.values()), List.copyOf(remembered.values()), match));
        return result;
    }

    private Scope declare(ShapePipe.Declaration declaration, Scope scope) {
        String name = declaration.column().name();
        ScalarType type = declaration.column().type();
        Object initial = declaration
                .initial()
                .flatMap(value -> expressions.bindConstant(value, "what '" + name + "' is at first"))
                .map(value -> Values.cast(value, type))
                .orElse(null);
        int slot = context.operatorSlot(type);
        if (declared.put(name, new MatchSteps.Declared(type, initial, slot)) != null) {
            context.problem(declaration.column().span(), "the column '" + name + "' is there twice", "");
        }
        return scope.with(name, new ScopeColumn(slot, type, false));
    }

    private List<MatchSteps.Step> steps(ShapePipe.Scan pipe, Scope scope) {
        Scope inside = scope;
        Set<String> names = new HashSet<>();
        for (int i = 0; i < pipe.steps().size(); i++) {
            int step = i;
            Expression.Name name = pipe.steps().get(i).name();
            if (!names.add(name.name())) {
                context.problem(name.span(), "the step '" + name.name() + "' is there twice", "give it another name");
            }
            inside = inside.withRow(name.name(), column -> remember(step, column, scope));
        }
        List<MatchSteps.Step> steps = new ArrayList<>();
        for (ShapePipe.Step step : pipe.steps()) {
            steps.add(step(step, inside));
        }
        return steps;
    }

    /** The column of the row that last matched a step. */
    private Optional<ScopeColumn> remember(int step, String name, Scope scope) {
        Optional<ScopeColumn> column = scope.find(name);
        return column.map(known -> {
            MatchSteps.Declared own = declared.get(name);
            MatchSteps.Remembered found = remembered.computeIfAbsent(
                    List.of(step, known.slot()),
                    key -> new MatchSteps.Remembered(
                            step,
                            known.slot(),
                            known.type(),
                            own == null ? null : own.initial(),
                            context.operatorSlot(known.type())));
            return new ScopeColumn(found.slot(), known.type(), known.hexadecimal());
        });
    }

    private MatchSteps.Step step(ShapePipe.Step step, Scope scope) {
        Expr condition = expressions.bindCondition(step.condition(), scope);
        Set<Integer> read = new HashSet<>();
        condition.collectSlots(read);
        Set<Integer> changing = new HashSet<>();
        remembered.values().forEach(known -> changing.add(known.slot()));
        declared.values().forEach(column -> changing.add(column.slot()));
        boolean ownRowOnly = read.stream().noneMatch(changing::contains);
        List<MatchSteps.Assignment> assignments = new ArrayList<>();
        step.assignments().forEach(assignment -> assign(assignment, scope).ifPresent(assignments::add));
        MatchSteps.Output output = MatchSteps.Output.valueOf(
                step.output().isEmpty() ? "ALL" : step.output().toUpperCase(Locale.ROOT));
        return new MatchSteps.Step(condition, ownRowOnly, assignments, output);
    }

    private Optional<MatchSteps.Assignment> assign(Expression assignment, Scope scope) {
        String name = assignment instanceof Expression.Named named
                ? named.names().getFirst().name()
                : "";
        int column = List.copyOf(declared.keySet()).indexOf(name);
        if (column < 0) {
            context.problem(
                    assignment.span(),
                    name.isEmpty() ? "a step assigns a value to a column" : "no column '" + name + "' is declared",
                    "declare it before the steps: scan declare (" + (name.isEmpty() ? "x" : name) + ": long) with (…)");
            return Optional.empty();
        }
        Expr value = expressions.bind(((Expression.Named) assignment).value(), scope);
        ScalarType type = List.copyOf(declared.values()).get(column).type();
        return Optional.of(new MatchSteps.Assignment(column, Conversions.convert(value, type)));
    }
}
