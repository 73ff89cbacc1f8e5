package io.ringtail.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringtail.dsl.engine.KeptColumns;
import io.ringtail.dsl.engine.QueryLimitException;
import io.ringtail.dsl.result.QueryResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A recording that is large enough to be scanned in parts gives the same rows, in the same order, on any number of threads. */
class PartedRunTest {
    private static final int EVENTS = 1_200_000;
    private static final long SEED = 11;
    private static final Traces TRACES = new Traces();

    @BeforeAll
    static void fill() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < EVENTS; i++) {
            int pid = 4 * random.nextInt(1, 50);
            if (i % 5 == 0) {
                TRACES.disk(i, pid, random.nextInt(3), random.nextLong(), "file" + random.nextInt(20_000));
            } else {
                TRACES.request(i, pid, 200 + random.nextInt(5) * 100, "/page/" + random.nextInt(10));
            }
            if (random.nextInt(3000) == 0) {
                TRACES.endBlock();
            }
        }
        TRACES.endBlock();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "events | count",
                "events | where Cpu == 1 | count",
                "events | where EventId == 10 | summarize n = count(), p = percentile(Status, 95) by Url",
                "events | summarize count(), dcount(File), arg_max(Timestamp, Sequence), min(Status) by ProcessId",
                "events | where Url contains 'PAGE/3' | summarize make_list(Sequence, 20), take_any(ProcessId) by Cpu",
                "events | top 17 by Url desc | project Sequence, Url, Offset",
                "events | top 5 by Status asc nulls first | project Sequence",
                "events | where Sequence > 700000 | distinct File | take 50",
                "events | summarize count() by bin(Timestamp, 1m) | sort by count_ desc | take 3",
                "events | summarize avg(todouble(Status)), stdev(Status) by Cpu",
            })
    void givesTheSameRowsOnOneThreadAndOnMany(String query) throws IOException {
        QueryResult one = run(query, QueryOptions.DEFAULT.withThreads(1));

        QueryResult three = run(query, QueryOptions.DEFAULT.withThreads(3));

        assertThat(one.rows()).isNotEmpty();
        assertThat(three.rows()).usingRecursiveComparison().isEqualTo(one.rows());
        KeptColumns kept = KeptColumns.upTo(1 << 26);
        for (int run = 0; run < 3; run++) {
            QueryResult again = bound(query, QueryOptions.DEFAULT.withThreads(3))
                    .keeping(kept)
                    .run();
            assertThat(again.rows()).usingRecursiveComparison().isEqualTo(one.rows());
        }
    }

    /** Threads of one query read what those of another make room for. */
    @Test
    void givesTheSameRowsWhileQueriesForgetWhatOthersKept() throws Exception {
        KeptColumns little = KeptColumns.upTo(3_000_000);
        List<String> queries = List.of(
                "events | where EventId == 10 | summarize count(), percentile(Status, 95) by Url",
                "events | where EventId == 20 | summarize max(Offset), min(Offset) by ProcessId",
                "events | where EventId == 10 and Url contains '3' | summarize max(Status) by Cpu");
        List<Callable<Void>> askers = new ArrayList<>();
        for (String query : queries) {
            QueryResult one = run(query, QueryOptions.DEFAULT.withThreads(1));
            askers.add(() -> {
                for (int run = 0; run < 4; run++) {
                    QueryResult again = bound(query, QueryOptions.DEFAULT.withThreads(2))
                            .keeping(little)
                            .run();
                    assertThat(again.rows()).usingRecursiveComparison().isEqualTo(one.rows());
                    assertThat(little.bytes()).isBetween(0L, 3_000_000L);
                }
                return null;
            });
        }

        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            for (Future<Void> asked : threads.invokeAll(askers)) {
                asked.get();
            }
        }
    }

    @Test
    void endsAtTheMemoryLimitWhicheverPartReachesIt() {
        QueryOptions small = QueryOptions.DEFAULT.withThreads(2).withLimits(1 << 16, 1000);

        assertThatThrownBy(() -> run("events | summarize make_list(Sequence) by File", small))
                .isInstanceOf(QueryLimitException.class)
                .hasMessageContaining("'summarize' keeps more than");
    }

    private static QueryResult run(String query, QueryOptions options) throws IOException {
        return bound(query, options).run();
    }

    private static BoundQuery bound(String query, QueryOptions options) throws IOException {
        if (Query.parse(query) instanceof Query.Parse.Ok(Query parsed)
                && parsed.bind(TRACES.recording, TRACES.decoder, options)
                        instanceof Query.Binding.Ok(BoundQuery bound)) {
            return bound;
        }
        throw new AssertionError("not understood: " + query);
    }
}
