package io.ringtail.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ringtail.dsl.engine.QueryLimitException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AggregatesAtScaleTest {
    private final MemoryRecording recording = new MemoryRecording();
    private final FakeDecoder decoder = new FakeDecoder(recording.catalog());

    @Test
    void isExactBelowTenThousandValues() throws IOException {
        assertThat(number("range x from 1 to 9999 step 1 | summarize percentile(x, 95)"))
                .isEqualTo(9500);
    }

    @Test
    void staysWithinASixtyFourthAbove() throws IOException {
        for (String type : new String[] {"x", "x * 1.0", "-x", "x * 1s"}) {
            String query =
                    "range x from 1 to 200000 step 1 | summarize p = percentile(" + type + ", 95) | project tolong(p)";
            double exact = type.equals("-x") ? -10_001 : type.equals("x * 1s") ? 190_000 * 1e7 : 190_000;

            assertThat((double) number(query)).as(type).isCloseTo(exact, within(Math.abs(exact) / 64));
        }
    }

    @Test
    void countsDifferentValuesExactlyAndThenWithinAFewPercent() throws IOException {
        assertThat(number("range x from 1 to 60000 step 1 | summarize dcount(x % 50000)"))
                .isEqualTo(50_000);
        assertThat((double) number("range x from 1 to 300000 step 1 | summarize dcount(x)"))
                .isCloseTo(300_000, within(9_000.0));
    }

    @Test
    void sortsAndTakesTheTopOfManyRows() throws IOException {
        assertThat(number("range x from 1 to 200000 step 1 | extend y = x * 7919 % 200003 | top 1 by y | project y"))
                .isEqualTo(200_002);
        assertThat(
                        number(
                                "range x from 1 to 200000 step 1 | extend y = x * 7919 % 200003 | sort by y asc | take 1 | project y"))
                .isEqualTo(1);
    }

    /** Keys that rise from row to row make each row better than all before it. */
    @Test
    void topKeepsTheFirstOfEqualRowsWhicheverWayTheKeysRun() throws IOException {
        for (String key : List.of("x / 7", "-(x / 7)", "x % 11", "0")) {
            for (int limit : new int[] {1, 3, 100, 5_000}) {
                List<Long> expected = LongStream.rangeClosed(1, 20_000)
                        .boxed()
                        .sorted(Comparator.comparingLong(x -> -keyOf(key, x)))
                        .limit(limit)
                        .toList();
                String query =
                        "range x from 1 to 20000 step 1 | extend k = " + key + " | top " + limit + " by k | project x";

                assertThat(Queries.run(query, recording, decoder).rows())
                        .as(query)
                        .extracting(row -> row[0])
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void sortsManyMoreRowsThanFitIntoMemoryWhereTheFirstAreTaken() throws IOException {
        String query = "range x from 1 to 300000 step 1 | extend text = strcat('some text of row ', x)"
                + " | order by x desc | project x, text | take 2";
        Query.Parse.Ok parsed = (Query.Parse.Ok) Query.parse(query);
        QueryOptions options = QueryOptions.DEFAULT.withLimits(1 << 20, 1_000_000);
        Query.Binding.Ok bound = (Query.Binding.Ok) parsed.query().bind(recording, decoder, options);

        assertThat(bound.query().run().rows())
                .containsExactly(
                        new Object[] {300_000L, "some text of row 300000"},
                        new Object[] {299_999L, "some text of row 299999"});
    }

    private static long keyOf(String key, long x) {
        return switch (key) {
            case "x / 7" -> x / 7;
            case "-(x / 7)" -> -(x / 7);
            case "x % 11" -> x % 11;
            default -> 0;
        };
    }

    @Test
    void groupsByNumbersOfAnySize() throws IOException {
        String query = "range x from 1 to 100000 step 1 | summarize n = count() by k = (x % 5 - 2) * 70000,"
                + " small = iff(x % 2 == 0, x % 3, long(null))";

        List<String> groups = Queries.run(
                        query + " | order by k asc, small asc nulls first | project n, k, small", recording, decoder)
                .rows()
                .stream()
                .map(Arrays::toString)
                .toList();

        assertThat(groups).hasSize(20).startsWith("[10000, -140000, null]", "[3333, -140000, 0]");
        assertThat(groups)
                .endsWith("[10000, 140000, null]", "[3333, 140000, 0]", "[3334, 140000, 1]", "[3333, 140000, 2]");
    }

    @Test
    void countsWhatListsSetsBagsAndDistinctCountsKeep() throws IOException {
        for (String aggregate : new String[] {
            "make_list(tostring(x))",
            "make_set(tostring(x))",
            "make_list_with_nulls(x)",
            "make_bag(bag_pack(tostring(x), x))",
            "percentilew(x, x, 50)",
            "count_distinct(x) by x % 1000"
        }) {
            String query = "range x from 1 to 100000 step 1 | summarize " + aggregate;
            Query.Parse.Ok parsed = (Query.Parse.Ok) Query.parse(query);
            QueryOptions options = QueryOptions.DEFAULT.withLimits(1 << 20, 1_000_000);
            Query.Binding.Ok bound = (Query.Binding.Ok) parsed.query().bind(recording, decoder, options);

            assertThatThrownBy(() -> bound.query().run())
                    .as(aggregate)
                    .isInstanceOf(QueryLimitException.class)
                    .hasMessageStartingWith("'summarize' keeps more than 1 MiB of rows in memory");
        }
    }

    private long number(String query) throws IOException {
        Object value = Queries.run(query, recording, decoder).rows().getFirst()[0];
        return value instanceof Long whole ? whole : ((Number) java.util.Objects.requireNonNull(value)).longValue();
    }
}
