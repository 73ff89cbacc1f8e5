package io.ringtail.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringtail.dsl.engine.QueryLimitException;
import io.ringtail.dsl.engine.Stop;
import io.ringtail.dsl.explain.BlockCounts;
import io.ringtail.dsl.explain.CountedRecording;
import io.ringtail.dsl.explain.Explanation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ExplainTest {
    private final Traces small = Traces.small().endBlock();
    private final CountedRecording counted = new CountedRecording(small.recording, true);

    @Test
    void tellsWhatIsDecidedBeforeARowIsReadAndWhatEachOperatorPassesOn() throws IOException {
        Explanation explanation = explain("""
                events | where Timestamp > datetime(2026-01-01 00:00:01.2) and Provider startswith 'Prov'
                | where Url has 'cart' | summarize n = count(),
                    m = max(Cpu) by Provider | sort by n | take 3""");

        assertThat(explanation.steps())
                .extracting(Explanation.Step::operator)
                .containsExactly(
                        "scan events",
                        "where Url has 'cart'",
                        "summarize n = count(), m = max(Cpu) by Provider",
                        "sort by n",
                        "take 3");
        assertThat(explanation.steps().getFirst().detail())
                .isEqualTo(
                        "once for each kind of event: Provider startswith 'Prov'; on the block's columns: Timestamp >"
                                + " datetime(2026-01-01T00:00:01.2000000Z)");
        assertThat(explanation.steps())
                .extracting(step -> step.cost().orElseThrow().rows())
                .containsExactly(3L, 1L, 1L, 1L, 1L);
    }

    @Test
    void countsTheBlocksThatHeadersSaved() throws IOException {
        explain("events | where Timestamp > datetime(2026-01-01 00:00:01.2) | count");
        BlockCounts byTime = counted.take();
        explain("events | where Provider == 'Provider-3' | count");
        BlockCounts byKind = counted.take();

        assertThat(byTime)
                .extracting(BlockCounts::read, BlockCounts::events, BlockCounts::skippedByTime, BlockCounts::all)
                .containsExactly(1L, 3L, 1L, 2L);
        assertThat(byKind)
                .extracting(BlockCounts::read, BlockCounts::skippedByKind)
                .containsExactly(1L, 1L);
    }

    @Test
    void measuresEachOperatorAlone() throws IOException {
        AtomicLong clock = new AtomicLong();

        Explanation explanation =
                bound("events | where Cpu >= 0 | sort by Cpu | project Cpu").explain(() -> clock.getAndAdd(100));

        // Each look at the clock is a step of it: whatever is measured, the parts make up the whole.
        long sum = explanation.steps().stream()
                .mapToLong(step -> step.cost().orElseThrow().nanos())
                .sum();
        assertThat(sum).isEqualTo(clock.get() - 100);
        assertThat(explanation.steps().getLast().cost().orElseThrow().keptBytes())
                .isPositive();
    }

    @Test
    void readsNothingForThePlanAlone() throws IOException {
        Explanation plan = bound("events | where Level == 4 | count").plan();

        assertThat(plan.steps()).allMatch(step -> step.cost().isEmpty());
        assertThat(counted.take().all()).isZero();
    }

    @Test
    void endsARunAtItsDeadlineAndWhenItIsAsked() throws IOException {
        AtomicLong clock = new AtomicLong(7);
        Stop late = Stop.after(Duration.ofMillis(1500), clock::get);
        BoundQuery query = bound("events | sort by Cpu").stoppedBy(late);

        assertThat(query.run().rows()).hasSize(6);
        clock.addAndGet(1_500_000_001L);
        assertThatThrownBy(query::run)
                .isInstanceOf(QueryLimitException.class)
                .hasMessage("the query ran for longer than 1500 ms; narrow it with 'where Timestamp between (…)', or"
                        + " raise --timeout");

        Stop asked = Stop.whenAsked();
        asked.ask();
        assertThatThrownBy(() -> query.stoppedBy(asked).run()).hasMessage("the query was stopped");
    }

    @Test
    void endsAStreamAtTheFirstRowTooMany() throws IOException {
        List<Integer> rows = new ArrayList<>();

        assertThatThrownBy(() -> bound("events").stream(2).forEachRow(row -> rows.add(row.length)))
                .isInstanceOf(QueryLimitException.class)
                .hasMessage("the result has more than 2 rows; end the query with '| take 2', or raise --max-rows");
        assertThat(rows).hasSize(2);
        bound("events").stream(6).forEachRow(row -> rows.add(row.length));
        assertThat(rows).hasSize(8);
    }

    private Explanation explain(String query) throws IOException {
        BoundQuery bound = bound(query);
        counted.take();
        return bound.explain(System::nanoTime);
    }

    private BoundQuery bound(String query) throws IOException {
        return Queries.bound(query, counted, small.decoder);
    }
}
