package io.ringtail.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.dsl.result.Meta;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@code then no … within …}, and what a result says of its own completeness. */
class AbsenceTest {
    private static final String REQUESTS =
            "let t = datatable(Timestamp: datetime, e: string, id: long)[datetime(2026-01-01 00:00:00), 'Start', 1,"
                    + " datetime(2026-01-01 00:00:05), 'Start', 2, datetime(2026-01-01 00:00:10), 'Stop', 1,"
                    + " datetime(2026-01-01 00:00:40), 'Start', 3, datetime(2026-01-01 00:01:00), 'Other', 0];"
                    + " let started = t | where e == 'Start';";

    private final MemoryRecording recording = new MemoryRecording();
    private final FakeDecoder decoder = new FakeDecoder(recording.catalog());

    @Test
    void isPartialWhereARowHasNoDeadlineBeforeTheEnd() throws IOException {
        var result = Queries.run(
                REQUESTS + " started | then no (e == 'Stop' and id == started.id) within 30s | project id",
                recording,
                decoder);

        assertThat(Queries.compact(result)).isEqualTo("id:long | [2]");
        assertThat(result.meta()).isEqualTo(new Meta(0, 0, true));
        assertThat(Queries.run(REQUESTS + " started | then no (id == started.id) within 10s", recording, decoder)
                        .meta())
                .isEqualTo(Meta.COMPLETE);
    }

    @Test
    void countsAnEventAsLateThatComesAfterItsAbsenceIsSettled() throws IOException {
        var result = Queries.run(
                "let t = datatable(Timestamp: datetime, e: string)[datetime(2026-01-01 00:00:00), 'Start',"
                        + " datetime(2026-01-01 00:00:10), 'Other', datetime(2026-01-01 00:00:00.5), 'Stop'];"
                        + " t | where e == 'Start' | then no (e == 'Stop') within 1s | count",
                recording,
                decoder);

        assertThat(Queries.compact(result)).isEqualTo("Count:long | [1]");
        assertThat(result.meta()).isEqualTo(new Meta(0, 1, false));
    }

    @Test
    void looksAmongTheEventsUpToTheSameTime() throws IOException {
        String query = "let t = datatable(Timestamp: datetime, e: string)[datetime(2026-01-01 00:00:00), 'Start',"
                + " datetime(2026-01-01 00:00:01), 'Other', datetime(2026-01-01 00:00:02), 'Stop'];";

        assertThat(Queries.compact(
                        query + " t | where e == 'Start' | then no (e == 'Stop') within 2s | count",
                        recording,
                        decoder))
                .isEqualTo("Count:long | [0]");
        assertThat(Queries.compact(
                        query + " t | as of datetime(2026-01-01 00:00:01) | where e == 'Start'"
                                + " | then no (e == 'Stop') within 1s | count",
                        recording,
                        decoder))
                .isEqualTo("Count:long | [1]");
    }

    @Test
    void agreesWithALoopOverAllPairs() throws IOException {
        for (long seed = 1; seed <= 60; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Traces traces = new Traces();
            for (int i = random.nextInt(120); i >= 0; i--) {
                traces.request(random.nextLong(1500), random.nextInt(4), random.nextLong(3), "/" + random.nextInt(3));
                if (random.nextInt(20) == 0) {
                    traces.endBlock();
                }
            }
            traces.endBlock();
            long within = random.nextLong(400);
            List<@Nullable Object[]> rows = new ArrayList<>(Queries.run(
                            "events | project Sequence, ms = tolong((Timestamp - datetime(2026-01-01)) / 1ms), Status,"
                                    + " Url, Cpu",
                            traces.recording,
                            traces.decoder)
                    .rows());

            var result = Queries.run(
                    "events | where Status == 0 | as a | then no (Status == 1 and Url == a.Url and Cpu >= a.Cpu)"
                            + " within " + within + "ms | project Sequence",
                    traces.recording,
                    traces.decoder);

            List<Object> actual = new ArrayList<>();
            result.rows().forEach(row -> actual.add(String.valueOf(row[0])));
            assertThat(actual).as("seed %s", seed).isEqualTo(expected(rows, within));
        }
    }

    private static List<Object> expected(List<@Nullable Object[]> rows, long within) {
        long last = rows.stream().mapToLong(row -> number(row, 1)).max().orElse(0);
        List<Object> expected = new ArrayList<>();
        for (@Nullable Object[] row : rows) {
            long deadline = number(row, 1) + within;
            boolean answered = rows.stream()
                    .anyMatch(other -> number(other, 2) == 1
                            && String.valueOf(row[3]).equals(other[3])
                            && number(other, 4) >= number(row, 4)
                            && number(other, 1) <= deadline
                            && (number(other, 1) > number(row, 1)
                                    || number(other, 1) == number(row, 1) && number(other, 0) > number(row, 0)));
            if (number(row, 2) == 0 && !answered && deadline <= last) {
                expected.add(String.valueOf(row[0]));
            }
        }
        return expected;
    }

    private static long number(@Nullable Object[] row, int column) {
        return row[column] instanceof Long number ? number : -1;
    }
}
