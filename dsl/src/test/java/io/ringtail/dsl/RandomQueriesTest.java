package io.ringtail.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.dsl.result.QueryResult;
import io.ringtail.dsl.value.Values;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random filters and groupings over random events in random blocks, against an interpreter that takes row by row. */
class RandomQueriesTest {
    private static final String[] COLUMNS = {"ProcessId", "Cpu", "EventId", "Provider", "Status", "Url", "Timestamp"};

    @Test
    void agreesWithARowAtATimeInterpreter() throws IOException {
        for (long seed = 1; seed <= 60; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Traces traces = randomTraces(random);
            List<Map<String, @Nullable Object>> rows = rows(traces);
            for (int i = 0; i < 20; i++) {
                checkOne(random, traces, rows, "seed " + seed);
            }
        }
    }

    private record Condition(String text, Predicate<Map<String, @Nullable Object>> test) {}

    private static void checkOne(
            SplittableRandom random, Traces traces, List<Map<String, @Nullable Object>> rows, String seed)
            throws IOException {
        Condition condition = condition(random, 2);
        String key = COLUMNS[random.nextInt(6)];
        String second = COLUMNS[random.nextInt(4)];
        String query =
                "events | where " + condition.text + " | summarize n = count(), s = sum(Sequence), m = max(ProcessId),"
                        + " d = dcount(Cpu) by a = " + key + ", b = " + second;

        Map<String, String> actual = new TreeMap<>();
        QueryResult result = Queries.run(query, traces.recording, traces.decoder);
        for (@Nullable Object[] row : result.rows()) {
            actual.put(
                    Values.text(row[0]) + "/" + row[0] + "/" + Values.text(row[1]),
                    row[2] + " " + row[3] + " " + row[4] + " " + row[5]);
        }

        assertThat(actual).as("%s: %s", seed, query).isEqualTo(expected(condition, key, second, rows));
    }

    private static Map<String, String> expected(
            Condition condition, String key, String second, List<Map<String, @Nullable Object>> rows) {
        Map<String, List<Map<String, @Nullable Object>>> groups = new LinkedHashMap<>();
        for (Map<String, @Nullable Object> row : rows) {
            if (condition.test.test(row)) {
                String group = Values.text(row.get(key)) + "/" + row.get(key) + "/" + Values.text(row.get(second));
                groups.computeIfAbsent(group, g -> new ArrayList<>()).add(row);
            }
        }
        Map<String, String> expected = new TreeMap<>();
        groups.forEach((group, members) -> {
            long sum = members.stream()
                    .mapToLong(row -> number(row.get("Sequence")))
                    .sum();
            long max = members.stream()
                    .filter(row -> row.get("ProcessId") != null)
                    .mapToLong(row -> number(row.get("ProcessId")))
                    .max()
                    .orElse(Long.MIN_VALUE);
            long distinct =
                    members.stream().map(row -> row.get("Cpu")).distinct().count();
            expected.put(
                    group, members.size() + " " + sum + " " + (max == Long.MIN_VALUE ? "null" : max) + " " + distinct);
        });
        return expected;
    }

    private static long number(@Nullable Object value) {
        return value instanceof Long number ? number : 0;
    }

    private static Condition condition(SplittableRandom random, int depth) {
        if (depth > 0 && random.nextInt(3) > 0) {
            Condition left = condition(random, depth - 1);
            Condition right = condition(random, depth - 1);
            boolean and = random.nextBoolean();
            return new Condition(
                    "(" + left.text + (and ? " and " : " or ") + right.text + ")",
                    row -> and
                            ? left.test.test(row) && right.test.test(row)
                            : left.test.test(row) || right.test.test(row));
        }
        return switch (random.nextInt(7)) {
            case 0 -> numeric("ProcessId", random.nextLong(6), random);
            case 1 -> numeric("Cpu", random.nextLong(4), random);
            case 2 -> numeric("EventId", List.of(10L, 12L, 20L).get(random.nextInt(3)), random);
            case 3 -> numeric("Sequence", random.nextLong(200), random);
            case 4 -> text("Provider", "Provider-" + random.nextInt(1, 4), random);
            case 5 -> text("Url", "/" + random.nextInt(4), random);
            default -> timed(random.nextLong(300), random);
        };
    }

    /** Null is unequal to any number, and neither below nor above. */
    private static Condition numeric(String column, long wanted, SplittableRandom random) {
        String operator = List.of("==", "!=", "<", "<=", ">", ">=").get(random.nextInt(6));
        return new Condition(column + " " + operator + " " + wanted, row -> compare(row.get(column), operator, wanted));
    }

    private static boolean compare(@Nullable Object value, String operator, long wanted) {
        if (!(value instanceof Long number)) {
            return operator.equals("!=");
        }
        return switch (operator) {
            case "==" -> number == wanted;
            case "!=" -> number != wanted;
            case "<" -> number < wanted;
            case "<=" -> number <= wanted;
            case ">" -> number > wanted;
            default -> number >= wanted;
        };
    }

    private static Condition text(String column, String wanted, SplittableRandom random) {
        return switch (random.nextInt(3)) {
            case 0 -> new Condition(column + " == '" + wanted + "'", row -> wanted.equals(row.get(column)));
            case 1 ->
                new Condition(
                        column + " contains '" + wanted + "'",
                        row -> Values.text(row.get(column)).contains(wanted));
            default -> new Condition(column + " !in ('" + wanted + "')", row -> !wanted.equals(row.get(column)));
        };
    }

    private static Condition timed(long millis, SplittableRandom random) {
        String time = "datetime(2026-01-01) + " + millis + "ms";
        long ticks = Traces.START + millis * 10_000;
        return random.nextBoolean()
                ? new Condition("Timestamp >= " + time, row -> ticks(row) >= ticks)
                : new Condition("Timestamp < " + time, row -> ticks(row) < ticks);
    }

    private static long ticks(Map<String, @Nullable Object> row) {
        return row.get("Timestamp") instanceof io.ringtail.ring.payload.Cell.Datetime time ? time.ticks() : 0;
    }

    private static Traces randomTraces(SplittableRandom random) {
        Traces traces = new Traces();
        for (int i = random.nextInt(200); i >= 0; i--) {
            int pid = random.nextInt(6) - 1;
            long millis = random.nextLong(300);
            switch (random.nextInt(3)) {
                case 0 -> traces.request(millis, pid, random.nextLong(3), "/" + random.nextInt(4));
                case 1 -> traces.disk(millis, pid, random.nextLong(3), 0, "f");
                default -> traces.classic(millis, pid);
            }
            if (random.nextInt(10) == 0) {
                traces.endBlock();
            }
        }
        return traces.endBlock();
    }

    /** The rows as the plainest of all queries gives them. */
    private static List<Map<String, @Nullable Object>> rows(Traces traces) throws IOException {
        QueryResult result = Queries.run(
                "events | extend Status, Url | project " + String.join(", ", COLUMNS) + ", Sequence",
                traces.recording,
                traces.decoder);
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (@Nullable Object[] values : result.rows()) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            for (int i = 0; i < values.length; i++) {
                row.put(result.columns().get(i).name(), values[i]);
            }
            rows.add(row);
        }
        return rows;
    }
}
