package io.ringtail.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Operators that know other rows, over random events in random blocks, against loops that say the same. */
class RandomShapesTest {
    private static final int RUNS = 40;

    @Test
    void looksAtTheRowsAround() throws IOException {
        for (long seed = 1; seed <= RUNS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int back = random.nextInt(6);
            int ahead = random.nextInt(6);
            Traces traces = traces(random);
            List<@Nullable Object[]> rows = rows(traces, "events | project Sequence, Cpu");

            List<@Nullable Object[]> actual = rows(
                    traces,
                    "events | extend p = prev(Sequence, " + back + ", -1), n = next(Sequence, " + ahead + ", -1)"
                            + ", r = row_number(), s = row_cumsum(Sequence, Cpu != prev(Cpu)), d = row_rank_dense(Cpu)"
                            + " | project p, n, r, s, d");

            long sum = 0;
            long rank = 0;
            for (int i = 0; i < rows.size(); i++) {
                boolean other = i > 0 && !cpu(rows, i).equals(cpu(rows, i - 1));
                sum = (other ? 0 : sum) + sequence(rows, i);
                rank += i == 0 || other ? 1 : 0;
                assertThat(actual.get(i))
                        .as("seed %s, row %s", seed, i)
                        .containsExactly(
                                i < back ? -1 : sequence(rows, i - back),
                                i + ahead < rows.size() ? sequence(rows, i + ahead) : -1,
                                i + 1L,
                                sum,
                                rank);
            }
            assertThat(actual).hasSameSizeAs(rows);
        }
    }

    @Test
    void expandsWhatWasGathered() throws IOException {
        for (long seed = 1; seed <= RUNS; seed++) {
            Traces traces = traces(new SplittableRandom(seed));

            assertThat(text(
                            traces,
                            "events | summarize l = make_list(Sequence) by Cpu | mv-expand s = l to typeof(long)"
                                    + " | project Cpu, s | sort by s asc"))
                    .as("seed %s", seed)
                    .isEqualTo(text(traces, "events | project Cpu, s = Sequence | sort by s asc"));
            assertThat(
                            text(
                                    traces,
                                    "events | summarize l = make_list(Sequence) by Cpu"
                                            + " | mv-apply s = l to typeof(long) on (summarize t = sum(s), m = max(s)) | project Cpu, t, m"))
                    .as("seed %s", seed)
                    .isEqualTo(text(traces, "events | summarize t = sum(Sequence), m = max(Sequence) by Cpu"));
        }
    }

    @Test
    void sumsUpInASeriesAndInStepsWhatASummarySums() throws IOException {
        for (long seed = 1; seed <= RUNS; seed++) {
            Traces traces = traces(new SplittableRandom(seed));

            assertThat(text(
                            traces,
                            "events | make-series s = sum(Sequence) on Timestamp step 10ms"
                                    + " | mv-expand s to typeof(long), t = Timestamp to typeof(datetime) | where s != 0"
                                    + " | project t, s"))
                    .as("seed %s", seed)
                    .isEqualTo(text(
                            traces,
                            "events | summarize s = sum(Sequence) by t = bin(Timestamp, 10ms)"
                                    + " | where s != 0 | sort by t asc"));
            assertThat(text(
                            traces,
                            "events | scan declare (c: long = 0) with (step a: true => c = a.c + Sequence;)"
                                    + " | project c"))
                    .as("seed %s", seed)
                    .isEqualTo(text(traces, "events | extend c = row_cumsum(Sequence) | project c"));
            assertThat(text(traces, "events | top-nested 2 of Cpu by sum(Sequence) | project s = aggregated_Cpu"))
                    .as("seed %s", seed)
                    .isEqualTo(text(traces, "events | summarize s = sum(Sequence) by Cpu | top 2 by s | project s"));
        }
    }

    private static Traces traces(SplittableRandom random) {
        Traces traces = new Traces();
        for (int i = random.nextInt(300); i >= 0; i--) {
            traces.request(random.nextLong(300), random.nextInt(4), random.nextLong(3), "/" + random.nextInt(4));
            if (random.nextInt(20) == 0) {
                traces.endBlock();
            }
        }
        traces.endBlock();
        return traces;
    }

    private static Object cpu(List<@Nullable Object[]> rows, int row) {
        return Objects.requireNonNull(rows.get(row)[1]);
    }

    private static long sequence(List<@Nullable Object[]> rows, int row) {
        return (Long) Objects.requireNonNull(rows.get(row)[0]);
    }

    private static List<@Nullable Object[]> rows(Traces traces, String query) throws IOException {
        return new ArrayList<>(
                Queries.run(query, traces.recording, traces.decoder).rows());
    }

    private static String text(Traces traces, String query) throws IOException {
        return Queries.compact(query, traces.recording, traces.decoder).replaceFirst("^[^|]*", "");
    }
}
