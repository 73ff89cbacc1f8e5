package io.ringtail.dsl.explain;

import io.ringtail.dsl.engine.RunContext;
import io.ringtail.dsl.engine.Stage;
import io.ringtail.dsl.engine.Watch;
import io.ringtail.dsl.plan.Plan;
import io.ringtail.dsl.syntax.SourceText;
import io.ringtail.dsl.syntax.Span;
import io.ringtail.dsl.vector.Batch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Tells the steps of a plan, and measures them. */
public final class Explainer {
    private Explainer() {}

    public static Explanation plan(Plan plan, SourceText text) {
        List<Explanation.Step> steps = new ArrayList<>();
        for (int i = Watch.ORIGIN; i < plan.operators().size(); i++) {
            steps.add(step(plan, text, i, Optional.empty()));
        }
        return new Explanation(steps);
    }

    /** Runs the plan and forgets its rows; what nothing but the result reads is computed all the same. */
    public static Explanation run(Plan plan, SourceText text, RunContext context, LongSupplier nanoTime)
            throws IOException {
        Meters meters = new Meters(plan.operators().size(), nanoTime);
        long start = nanoTime.getAsLong();
        plan.runAndFinish(new Forget(plan.slots()), context, meters);
        long all = nanoTime.getAsLong() - start;
        List<Explanation.Step> steps = new ArrayList<>();
        for (int i = Watch.ORIGIN; i < plan.operators().size(); i++) {
            steps.add(step(plan, text, i, Optional.of(meters.cost(i, all))));
        }
        return new Explanation(steps);
    }

    private static Explanation.Step step(Plan plan, SourceText text, int number, Optional<Explanation.Cost> cost) {
        if (number == Watch.ORIGIN) {
            return new Explanation.Step(ScanText.operator(plan.origin()), ScanText.detail(plan.origin()), cost);
        }
        Span place = text.operator(plan.spans().get(number));
        return new Explanation.Step(text.at(place).replaceAll("\\s+", " "), "", cost);
    }

    /** Computes all columns of the result, as printing them would. */
    private record Forget(List<Integer> slots) implements Stage {
        @Override
        public void accept(Batch batch) {
            slots.forEach(batch::vector);
        }

        @Override
        public boolean isDone() {
            return false;
        }

        @Override
        public void finish() {}
    }
}
