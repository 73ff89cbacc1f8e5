package io.ringtail.dsl;

import io.ringtail.dsl.engine.Budget;
import io.ringtail.dsl.engine.EventConsumer;
import io.ringtail.dsl.engine.EventOutput;
import io.ringtail.dsl.engine.EventScan;
import io.ringtail.dsl.engine.RunContext;
import io.ringtail.dsl.engine.Stop;
import io.ringtail.dsl.plan.Plan;
import io.ringtail.dsl.syntax.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A query that selects events of a recording. They are given whole and in the order of the recording, whatever order the
 * query asks for: {@code sort} and {@code top} only decide which they are.
 */
public final class EventQuery {
    private final Plan plan;
    private final RunContext context;
    private final long maxMemoryBytes;
    private final List<Problem> warnings;
    private final EventScan scan;

    EventQuery(Plan plan, RunContext context, long maxMemoryBytes, List<Problem> warnings) {
        this.plan = plan;
        this.maxMemoryBytes = maxMemoryBytes;
        this.context = context;
        this.warnings = warnings;
        this.scan = ((EventScan) plan.origin()).whole();
    }

    /** What may not be what was meant, though the query runs. */
    public List<Problem> warnings() {
        return warnings;
    }

    /**
     * Runs it. Events that were not gathered on the way are handed on while the recording is read.
     *
     * @throws io.ringtail.dsl.engine.QueryLimitException if an operator keeps too much
     */
    public void forEach(EventConsumer consumer) throws IOException {
        RunContext fresh = context.withBudget(new Budget(maxMemoryBytes, Stop.whenAsked(), 1));
        try {
            plan.of(scan).runAndFinish(new EventOutput(scan, plan.slots().getFirst(), consumer, fresh), fresh);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
