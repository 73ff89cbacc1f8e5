package io.ringtail.processors.rules;

import io.ringtail.dsl.RowCondition;
import io.ringtail.dsl.follow.Fed;
import io.ringtail.dsl.result.Column;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.payload.PayloadDecoder;
import io.ringtail.ring.payload.ScalarType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule's condition that asks what a series did before. The query's rows bring the values; here each key's series learns
 * them, window by window, and the condition is asked with the answers. <b>Threads:</b> one.
 */
final class LearnedCondition {
    private final Rule rule;
    private final RowCondition condition;
    private final List<Column> columns;
    private final int own;
    private final long windowTicks;

    private LearnedCondition(Rule rule, RowCondition condition, List<Column> columns, int own, long windowTicks) {
        this.rule = rule;
        this.condition = condition;
        this.columns = columns;
        this.own = own;
        this.windowTicks = windowTicks;
    }

    /** What became of it. */
    sealed interface Binding {
        record Ok(LearnedCondition condition) implements Binding {}

        record Bad(List<RuleProblem> problems) implements Binding {}
    }

    /** @param fed the rule's query, whose columns end with the values to be learned and the place of the condition */
    static Binding bind(Rule rule, Fed fed, Recording known, PayloadDecoder decoder) {
        int own = fed.columns().size() - rule.learned().size() - 1;
        List<Column> asked = new ArrayList<>(fed.columns().subList(0, own));
        List<Column> shown = new ArrayList<>(asked);
        for (int i = 0; i < rule.learned().size(); i++) {
            Learned learned = rule.learned().get(i);
            ScalarType type = learned.what() == Learned.What.ANOMALY ? ScalarType.BOOL : ScalarType.REAL;
            asked.add(Column.of(Rule.answer(i), type));
            shown.add(Column.of(rule.at(learned.call()), type));
            if (learned.what() != Learned.What.FORECAST) {
                shown.add(Column.of("expected(" + rule.at(learned.value()) + ")", ScalarType.REAL));
            }
        }
        shown.add(fed.columns().getLast());
        try {
            return switch (RowCondition.bind(rule.askedCondition(), asked, known, decoder)) {
                case RowCondition.Binding.Ok(RowCondition condition) ->
                    new Binding.Ok(new LearnedCondition(
                            rule, condition, shown, own, fed.windowTicks().orElseThrow()));
                case RowCondition.Binding.Bad bad ->
                    new Binding.Bad(
                            bad.problems().stream().map(rule::conditionProblem).toList());
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The row with what its window adds to the series and with what the condition says of it, as the last value. */
    Row ask(@Nullable Object[] values, long startTicks, SeriesMemory memory) {
        List<@Nullable Object> asked = new ArrayList<>(Arrays.asList(values).subList(0, own));
        List<@Nullable Object> shown = new ArrayList<>(asked);
        List<SeriesMemory.Answer> answers = memory.take(rule.learned(), windowTicks, startTicks, learned(values));
        for (int i = 0; i < answers.size(); i++) {
            asked.add(answers.get(i).value());
            shown.add(answers.get(i).value());
            if (rule.learned().get(i).what() != Learned.What.FORECAST) {
                shown.add(answers.get(i).expected());
            }
        }
        try {
            shown.add(condition.holds(asked.toArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Row(columns, shown.toArray());
    }

    private List<@Nullable Object> learned(@Nullable Object[] values) {
        return Arrays.asList(values).subList(own, own + rule.learned().size());
    }
}
