package io.ringtail.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringtail.dsl.engine.QueryLimitException;
import io.ringtail.dsl.syntax.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Joins and unions of events, and their limits. What they mean is in {@code combining.txt}. */
class CombiningTest {
    private final Traces traces = Traces.small();

    private String ask(String query) throws IOException {
        return Queries.compact(query, traces.recording, traces.decoder);
    }

    private BoundQuery bind(String query, QueryOptions options) throws IOException {
        Query.Parse.Ok parsed = (Query.Parse.Ok) Query.parse(query);
        Query.Binding binding = parsed.query().bind(traces.recording, traces.decoder, options);
        if (binding instanceof Query.Binding.Ok ok) {
            return ok.query();
        }
        throw new AssertionError(binding.toString());
    }

    @Test
    void joinsEventsByTheirColumnsAndShowsFieldsOfBothSides() throws IOException {
        assertThat(
                        ask(
                                "['Provider-1'] | join kind=inner ['Provider-1'] on Sequence | project Sequence, Status, Status1, Url1"))
                .isEqualTo("Sequence:long,Status:long,Status1:long,Url1:string |"
                        + " [0,200,200,\"/cart\"],[1,503,503,\"/pay\"]");
        assertThat(ask("events | join kind=inner (events | summarize n = count() by ProcessId) on ProcessId"
                        + " | project Sequence, n"))
                .isEqualTo("Sequence:long,n:long | [0,2],[1,2],[2,1]");
    }

    @Test
    void unitesEventsAndFindsTheirFields() throws IOException {
        assertThat(ask("union withsource=From ['Provider-1'], ['Provider-2'] | where isnotempty(Url)"
                        + " | project From, Sequence, Url"))
                .isEqualTo("From:string,Sequence:long,Url:string |"
                        + " [\"Provider-1\",0,\"/cart\"],[\"Provider-1\",1,\"/pay\"]");
        assertThat(ask("union ['Provider-*'] | count")).isEqualTo("Count:long | [3]");
    }

    @Test
    void comparesWithTheAnswerOfAQuery() throws IOException {
        assertThat(ask("events | where ProcessId in ((events | where Sequence == 0 | project ProcessId)) | count"))
                .isEqualTo("Count:long | [2]");
        assertThat(ask("events | where Sequence == toscalar(events | summarize max(Sequence)) | project Sequence"))
                .isEqualTo("Sequence:long | [2]");
    }

    @Test
    void runsOperatorsForEachValue() throws IOException {
        assertThat(ask("events | partition by Provider (top 1 by Sequence | project Sequence, Url)"))
                .isEqualTo("Sequence:long,Url:string | [1,\"/pay\"],[2,\"\"]");
    }

    @Test
    void keepsNoMoreOfTheRightSideThanItMay() {
        String query = "range x from 1 to 100000 step 1 | join kind=inner (range x from 1 to 100000 step 1) on x";

        assertThatThrownBy(() -> bind(query, QueryOptions.DEFAULT.withLimits(1 << 20, 1_000_000))
                        .run())
                .isInstanceOf(QueryLimitException.class)
                .hasMessage("'join' keeps more than 1 MiB of rows in memory; take fewer rows with 'where' or 'take',"
                        + " keep fewer columns with 'project', or raise --max-memory");
    }

    @Test
    void takesParametersByName() throws IOException {
        String query = "declare query_parameters(n: long, s: string = \"q\"); print n, s";
        QueryOptions given = QueryOptions.DEFAULT.withParameters(Map.of("n", "7", "s", "a b"));

        assertThat(Queries.compact(bind(query, given).run())).isEqualTo("print_0:long,print_1:string | [7,\"a b\"]");
        assertThat(problems(query, Map.of("n", "seven")))
                .isEqualTo("query:1:26: the parameter 'n' is 'seven', which is no long");
        assertThat(problems(query, Map.of("n", "7", "m", "1")))
                .isEqualTo("query:1:1: the query declares no parameter 'm'; put before it: declare"
                        + " query_parameters(m: string);");
    }

    private String problems(String query, Map<String, String> parameters) throws IOException {
        Query.Parse.Ok parsed = (Query.Parse.Ok) Query.parse(query);
        QueryOptions options = QueryOptions.DEFAULT.withParameters(parameters);
        return parsed.query().bind(traces.recording, traces.decoder, options) instanceof Query.Binding.Bad bad
                ? String.join(
                        "\n", bad.problems().stream().map(Problem::toString).toList())
                : "";
    }

    @Test
    void warnsOfAJoinThatDropsRowsSilently() throws IOException {
        String bare = "events | join (events) on Sequence";

        assertThat(bind(bare, QueryOptions.DEFAULT).warnings().stream().map(Problem::toString))
                .containsExactly("query:1:10: 'join' without a kind keeps of the left rows that are equal by the keys"
                        + " one alone; write 'join kind=inner' for all pairs, or 'join kind=innerunique' if that is"
                        + " meant");
        assertThat(bind(bare.replace("join", "join kind=innerunique"), QueryOptions.DEFAULT)
                        .warnings())
                .isEmpty();
    }

    @Test
    void refusesQueriesThatUnfoldWithoutEnd() throws IOException {
        StringBuilder query = new StringBuilder("let t0 = print 1; ");
        for (int i = 1; i <= 40; i++) {
            query.append("let t%d = union t%d, t%d; ".formatted(i, i - 1, i - 1));
        }
        query.append("t40");

        assertThat(Queries.problems(query.toString(), traces.recording, traces.decoder))
                .contains("queries stand in queries more than 10,000 times");
    }

    /** Were an argument bound twice at each level, this would never end. */
    @Test
    void bindsEachArgumentOnce() throws IOException {
        String nested = "'none'";
        for (int i = 40; i > 0; i--) {
            nested = "iff(x == " + i + ", '" + i + "', " + nested + ")";
        }

        assertThat(ask("range x from 39 to 41 step 1 | extend y = " + nested))
                .isEqualTo("x:long,y:string | [39,\"39\"],[40,\"40\"],[41,\"none\"]");
    }

    @Test
    void refusesWhatIsDeeperThanTheStack() throws IOException {
        assertThat(problemsOf("print a" + ".b".repeat(5_000)))
                .isEqualTo("query:1:1010: this is a part of more than 500 others");
        assertThat(problemsOf("print x = 1" + " | where x > 0".repeat(2_000)))
                .isEqualTo("query:1:14015: more than 1000 operators stand in a row");
        assertThat(problemsOf("print x = 1" + " | extend x = x + 1".repeat(900)))
                .endsWith("what is computed here rests on more than 1500 steps before it");
        assertThat(problemsOf("print x = 1" + " | extend x = x + 1".repeat(700)))
                .isEmpty();
    }

    private String problemsOf(String query) throws IOException {
        return Queries.problems(query, traces.recording, traces.decoder);
    }

    @Test
    void joinsAsNestedLoopsWould() throws IOException {
        SplittableRandom random = new SplittableRandom();
        long seed = random.nextLong();
        SplittableRandom seeded = new SplittableRandom(seed);
        for (int run = 0; run < 60; run++) {
            List<String[]> left = rows(seeded);
            List<String[]> right = rows(seeded);
            for (String kind : List.of("inner", "leftouter", "rightouter", "fullouter", "leftsemi", "leftanti")) {
                String query = "datatable(k:long, s:string, v:long)[" + text(left) + "] | join kind=" + kind
                        + " (datatable(k:long, s:string, v:long)[" + text(right) + "]) on k, s"
                        + " | extend row = pack_all() | project r = tostring(row)";
                if (left.isEmpty() || right.isEmpty()) {
                    continue;
                }
                List<String> actual = new ArrayList<>();
                for (Object[] row :
                        Queries.run(query, traces.recording, traces.decoder).rows()) {
                    actual.add(String.valueOf(row[0]));
                }
                assertThat(sorted(actual)).as("%s: %s", seed, query).isEqualTo(sorted(expected(kind, left, right)));
            }
        }
    }

    private static List<String> sorted(List<String> rows) {
        List<String> sorted = new ArrayList<>(rows);
        sorted.sort(null);
        return sorted;
    }

    private static List<String[]> rows(SplittableRandom random) {
        List<String[]> rows = new ArrayList<>();
        for (int i = random.nextInt(8); i > 0; i--) {
            String key = random.nextInt(5) == 0 ? "null" : String.valueOf(random.nextInt(3));
            rows.add(new String[] {key, String.valueOf((char) ('a' + random.nextInt(2))), String.valueOf(i)});
        }
        return rows;
    }

    private static String text(List<String[]> rows) {
        List<String> cells = new ArrayList<>();
        for (String[] row : rows) {
            cells.add("long(" + row[0] + "), \"" + row[1] + "\", " + row[2]);
        }
        return String.join(", ", cells);
    }

    private static List<String> expected(String kind, List<String[]> left, List<String[]> right) {
        List<String> rows = new ArrayList<>();
        TreeSet<Integer> matched = new TreeSet<>();
        for (String[] one : left) {
            boolean any = false;
            for (int i = 0; i < right.size(); i++) {
                String[] other = right.get(i);
                if (one[0].equals(other[0]) && one[1].equals(other[1])) {
                    any = true;
                    matched.add(i);
                    if (!kind.startsWith("left") || kind.equals("leftouter")) {
                        rows.add(bag(one, other));
                    }
                }
            }
            if (kind.equals("leftsemi") && any || kind.equals("leftanti") && !any) {
                rows.add("{" + side(one, "") + "}");
            }
            if (!any && (kind.equals("leftouter") || kind.equals("fullouter"))) {
                rows.add(bag(one, new String[] {"null", "", "null"}));
            }
        }
        if (kind.equals("rightouter") || kind.equals("fullouter")) {
            for (int i = 0; i < right.size(); i++) {
                if (!matched.contains(i)) {
                    rows.add(bag(new String[] {"null", "", "null"}, right.get(i)));
                }
            }
        }
        return rows;
    }

    private static String bag(String[] left, String[] right) {
        return "{" + side(left, "") + "," + side(right, "1") + "}";
    }

    private static String side(String[] row, String suffix) {
        return "\"k%s\":%s,\"s%s\":\"%s\",\"v%s\":%s".formatted(suffix, row[0], suffix, row[1], suffix, row[2]);
    }
}
