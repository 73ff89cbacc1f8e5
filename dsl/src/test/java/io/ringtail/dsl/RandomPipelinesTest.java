package io.ringtail.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random pipelines that combine tables, against an interpreter that takes row by row. All tables have the columns k, s
 * and v, and every operator keeps to them, so that any can follow any: filters with queries in them, functions that the
 * query defines, joins, lookups, unions, expanded arrays and groups; over written rows and over events in random blocks.
 */
class RandomPipelinesTest {
    private static final int RUNS = 80;
    private static final int QUERIES = 15;

    private static final List<String> JOINS =
            List.of("inner", "leftouter", "rightouter", "fullouter", "leftsemi", "leftanti", "rightsemi", "rightanti");

    private record Row(@Nullable Long k, String s, @Nullable Long v) {
        @Override
        public String toString() {
            return k + "/" + s + "/" + v;
        }
    }

    /** What is asked, and what it means. */
    private record Asked(String text, List<Row> rows) {
        Asked then(String operator, Function<List<Row>, List<Row>> meaning) {
            return new Asked(text + " | " + operator, meaning.apply(rows));
        }
    }

    @Test
    void combinesTablesAsARowAtATimeInterpreterDoes() throws IOException {
        long first = new SplittableRandom().nextLong();
        for (long seed = first; seed < first + RUNS; seed++) {
            new Run(new SplittableRandom(seed), "seed " + seed).checkAll();
        }
    }

    private static final class Run {
        private final SplittableRandom random;
        private final String seed;
        private final Traces traces = new Traces();
        private final List<Row> events = new ArrayList<>();
        private final List<Row> one;
        private final List<Row> other;

        Run(SplittableRandom random, String seed) {
            this.random = random;
            this.seed = seed;
            one = written();
            other = written();
            for (long sequence = 0; sequence < random.nextInt(1, 40); sequence++) {
                long status = random.nextInt(3);
                String url = url();
                traces.request(sequence, 1, status, url);
                events.add(new Row(status, url, sequence));
                if (random.nextInt(5) == 0) {
                    traces.endBlock();
                }
            }
            traces.endBlock();
        }

        private String url() {
            return random.nextBoolean() ? "a" : "b";
        }

        private List<Row> written() {
            List<Row> rows = new ArrayList<>();
            for (int i = random.nextInt(8); i >= 0; i--) {
                rows.add(new Row(mayBeNull(random.nextInt(3)), url(), mayBeNull(random.nextInt(20))));
            }
            return rows;
        }

        private @Nullable Long mayBeNull(long value) {
            return random.nextInt(5) == 0 ? null : value;
        }

        void checkAll() throws IOException {
            for (int i = 0; i < QUERIES; i++) {
                Asked asked = pipeline(3);
                String query = statements() + asked.text;

                List<String> actual = new ArrayList<>();
                for (@Nullable
                Object[] row :
                        Queries.run(query, traces.recording, traces.decoder).rows()) {
                    actual.add(row[0] + "/" + row[1] + "/" + row[2]);
                }

                List<String> expected = asked.rows.stream().map(Row::toString).toList();
                assertThat(actual).as("%s: %s", seed, query).containsExactlyInAnyOrderElementsOf(expected);
            }
        }

        private String statements() {
            return "let T1 = " + datatable(one) + "; let T2 = " + datatable(other)
                    + "; let E = ['Provider-1'] | project k = Status, s = Url, v = Sequence"
                    + "; let above = (T: (k: long, s: string, v: long), least: long = 5) { T | where v > least }"
                    + "; let of = (name: string) { union T1, T2 | where s == name }; ";
        }

        private static String datatable(List<Row> rows) {
            return rows.stream()
                    .map(row -> "long(" + row.k + "), '" + row.s + "', long(" + row.v + ")")
                    .collect(Collectors.joining(", ", "datatable(k: long, s: string, v: long)[", "]"));
        }

        private Asked pipeline(int operators) {
            Asked asked = origin();
            for (int i = random.nextInt(operators + 1); i > 0; i--) {
                asked = next(asked);
            }
            return asked;
        }

        private Asked origin() {
            return switch (random.nextInt(6)) {
                case 0 -> new Asked("T2", other);
                case 1 -> new Asked("E", events);
                case 2 -> {
                    String name = url();
                    yield new Asked("of('" + name + "')", kept(both(one, other), row -> row.s.equals(name)));
                }
                case 3 -> new Asked("above(T1)", kept(one, row -> row.v != null && row.v > 5));
                case 4 -> {
                    long least = random.nextInt(20);
                    yield new Asked("above(least = " + least + ", T = E)", kept(events, row -> value(row.v) > least));
                }
                default -> new Asked("T1", one);
            };
        }

        private Asked next(Asked asked) {
            return switch (random.nextInt(9)) {
                case 0 -> where(asked);
                case 1 -> among(asked);
                case 2 -> abovesTheGreatest(asked);
                case 3 -> join(asked);
                case 4 -> lookup(asked);
                case 5 -> union(asked);
                case 6 -> expanded(asked);
                case 7 -> summarized(asked);
                default ->
                    asked.then(
                            "extend v = k + v, k = v",
                            rows -> rows.stream()
                                    .map(row -> new Row(
                                            row.v, row.s, row.k == null || row.v == null ? null : row.k + row.v))
                                    .toList());
            };
        }

        private Asked where(Asked asked) {
            long wanted = random.nextInt(3);
            return switch (random.nextInt(4)) {
                case 0 -> asked.then("where k == " + wanted, rows -> kept(rows, row -> equal(row.k, wanted)));
                case 1 -> asked.then("where k != " + wanted, rows -> kept(rows, row -> !equal(row.k, wanted)));
                case 2 ->
                    asked.then(
                            "where v > " + wanted + " or isnull(k)",
                            rows -> kept(rows, row -> row.v != null && row.v > wanted || row.k == null));
                default -> asked.then("where s == 'a'", rows -> kept(rows, row -> row.s.equals("a")));
            };
        }

        /** A query gives the values to choose from; null is equal to none of them. */
        private Asked among(Asked asked) {
            boolean negated = random.nextBoolean();
            Asked inner = pipeline(1);
            return asked.then(
                    "where k " + (negated ? "!" : "") + "in ((" + inner.text + " | project k))",
                    rows -> kept(
                            rows,
                            row -> negated
                                    != inner.rows.stream()
                                            .anyMatch(found -> found.k != null && equal(row.k, found.k))));
        }

        private Asked abovesTheGreatest(Asked asked) {
            Asked inner = pipeline(1);
            List<Long> values = inner.rows.stream()
                    .map(row -> row.v)
                    .filter(Objects::nonNull)
                    .toList();
            return asked.then(
                    "where v >= toscalar(" + inner.text + " | summarize max(v))",
                    rows -> kept(
                            rows,
                            row -> !values.isEmpty()
                                    && row.v != null
                                    && row.v
                                            >= values.stream()
                                                    .mapToLong(Long::longValue)
                                                    .max()
                                                    .orElseThrow()));
        }

        private Asked join(Asked asked) {
            String kind = JOINS.get(random.nextInt(JOINS.size()));
            Asked right = pipeline(1);
            boolean oneSide = kind.endsWith("semi") || kind.endsWith("anti");
            String kept = oneSide ? "" : " | project k, s = s1, v = v1";
            return asked.then(
                    "join kind=" + kind + " (" + right.text + ") on k" + kept, rows -> joined(kind, rows, right.rows));
        }

        private static List<Row> joined(String kind, List<Row> left, List<Row> right) {
            List<Row> result = new ArrayList<>();
            if (kind.endsWith("semi") || kind.endsWith("anti")) {
                List<Row> side = kind.startsWith("left") ? left : right;
                List<Row> opposite = kind.startsWith("left") ? right : left;
                return kept(
                        side, row -> kind.endsWith("semi") == opposite.stream().anyMatch(found -> pairs(row, found)));
            }
            for (Row row : left) {
                List<Row> found = kept(right, match -> pairs(row, match));
                found.forEach(match -> result.add(new Row(row.k, match.s, match.v)));
                if (found.isEmpty() && (kind.equals("leftouter") || kind.equals("fullouter"))) {
                    result.add(new Row(row.k, "", null));
                }
            }
            if (kind.equals("rightouter") || kind.equals("fullouter")) {
                kept(right, row -> left.stream().noneMatch(found -> pairs(found, row)))
                        .forEach(row -> result.add(new Row(null, row.s, row.v)));
            }
            return result;
        }

        private static boolean pairs(Row row, Row other) {
            return Objects.equals(row.k, other.k);
        }

        private Asked lookup(Asked asked) {
            Asked right = pipeline(1);
            return asked.then(
                    "lookup (" + right.text + " | project k, t = s, w = v) on k | project k, s = t, v = w",
                    rows -> joined("leftouter", rows, right.rows));
        }

        private Asked union(Asked asked) {
            Asked more = pipeline(1);
            return asked.then("union (" + more.text + "), T2", rows -> both(both(rows, more.rows), other));
        }

        /** An array of what the two columns hold, and a row for each of its elements. */
        private Asked expanded(Asked asked) {
            return asked.then(
                    "extend l = pack_array(v, k) | mv-expand x = l to typeof(long) | project k, s, v = x",
                    rows -> rows.stream()
                            .flatMap(row -> java.util.stream.Stream.of(row, new Row(row.k, row.s, row.k)))
                            .toList());
        }

        private Asked summarized(Asked asked) {
            return asked.then("summarize v = sum(v) by k, s", rows -> {
                Map<String, List<Row>> groups = rows.stream()
                        .collect(Collectors.groupingBy(
                                row -> row.k + "/" + row.s, LinkedHashMap::new, Collectors.toList()));
                return groups.values().stream()
                        .map(group -> new Row(
                                group.getFirst().k,
                                group.getFirst().s,
                                group.stream().mapToLong(row -> value(row.v)).sum()))
                        .sorted(Comparator.comparing(Row::toString))
                        .toList();
            });
        }

        private static boolean equal(@Nullable Long one, long other) {
            return one != null && one == other;
        }

        private static long value(@Nullable Long number) {
            return number == null ? 0 : number;
        }

        private static List<Row> kept(List<Row> rows, Predicate<Row> condition) {
            return rows.stream().filter(condition).toList();
        }

        private static List<Row> both(List<Row> rows, List<Row> more) {
            List<Row> all = new ArrayList<>(rows);
            all.addAll(more);
            return all;
        }
    }
}
