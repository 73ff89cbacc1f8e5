package io.ringtail.dsl.plan;

import io.ringtail.dsl.QueryOptions;
import io.ringtail.dsl.engine.Operator;
import io.ringtail.dsl.engine.Origin;
import io.ringtail.dsl.engine.RunContext;
import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.syntax.Pipeline;
import io.ringtail.dsl.syntax.Problem;
import io.ringtail.dsl.syntax.Script;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.payload.PayloadDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns a parsed query into a plan for one recording. */
public final class Binder {
    private final BindContext context;
    private final Map<String, Expr> lets = new HashMap<>();
    private final Map<String, Pipeline> tables = new HashMap<>();
    private final ExpressionBinder expressions;
    private final OriginBinder origins;
    private final PipeBinder pipes;

    private Binder(String text, Recording recording, PayloadDecoder decoder, QueryOptions options) {
        context = new BindContext(text);
        Watermark watermark = new Watermark(recording);
        expressions = new ExpressionBinder(context, lets, () -> options.now().orElseGet(watermark::ticks));
        origins = new OriginBinder(context, expressions, recording, decoder, tables);
        pipes = new PipeBinder(context, expressions);
    }

    /** What became of it. */
    public sealed interface Outcome {
        record Ok(Plan plan, RunContext context, List<Problem> warnings) implements Outcome {}

        record Bad(List<Problem> problems) implements Outcome {}
    }

    public static Outcome bind(
            String text, Script script, Recording recording, PayloadDecoder decoder, QueryOptions options) {
        Binder binder = new Binder(text, recording, decoder, options);
        Plan plan = binder.plan(script);
        List<Problem> problems = binder.context.problems();
        return problems.isEmpty()
                ? new Outcome.Ok(
                        plan,
                        new RunContext(binder.context.slots(), binder.context.types(), options.maxMemoryBytes()),
                        List.copyOf(binder.context.warnings()))
                : new Outcome.Bad(List.copyOf(problems));
    }

    private Plan plan(Script script) {
        for (Script.Let let : script.lets()) {
            switch (let) {
                case Script.ScalarLet scalar ->
                    lets.put(scalar.name().name(), expressions.bind(scalar.value(), Scope.of(Map.of())));
                case Script.TableLet table -> tables.put(table.name().name(), table.pipeline());
            }
        }
        OriginBinder.Bound origin =
                origins.bind(script.pipeline().origin(), script.pipeline().pipes(), pipes);
        Scope scope = origin.scope();
        List<Column> columns = new ArrayList<>();
        List<Integer> slots = new ArrayList<>();
        scope.columns().forEach((name, column) -> {
            columns.add(new Column(name, column.type(), column.hexadecimal()));
            slots.add(column.slot());
        });
        List<Operator> operators = context.operators();
        Set<Integer> read = reads(operators, slots);
        Origin source = origin.start(read);
        return new Plan(source, operators, needed(operators, slots), columns, slots);
    }

    /** All slots that anything reads, through expressions down to what the origin fills. */
    private Set<Integer> reads(List<Operator> operators, List<Integer> result) {
        Set<Integer> all = new HashSet<>();
        operators.forEach(operator -> operator.reads().forEach(slot -> expand(slot, -1, all)));
        result.forEach(slot -> expand(slot, -1, all));
        return all;
    }

    private List<Set<Integer>> needed(List<Operator> operators, List<Integer> result) {
        List<Set<Integer>> needed = new ArrayList<>();
        for (int i = 0; i < operators.size(); i++) {
            Set<Integer> behind = new HashSet<>();
            for (Operator later : operators.subList(i + 1, operators.size())) {
                for (int slot : later.reads()) {
                    expand(slot, i, behind);
                }
            }
            for (int slot : result) {
                expand(slot, i, behind);
            }
            needed.add(behind);
        }
        return needed;
    }

    /** What must be there right behind an operator for a slot to be readable later. */
    private void expand(int slot, int operator, Set<Integer> into) {
        if (context.definedAt(slot) <= operator) {
            into.add(slot);
            return;
        }
        Set<Integer> inputs = new HashSet<>();
        context.slots().definition(slot).ifPresent(definition -> definition.collectSlots(inputs));
        inputs.forEach(input -> expand(input, operator, into));
    }
}
