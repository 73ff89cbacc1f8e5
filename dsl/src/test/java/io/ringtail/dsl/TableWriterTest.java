package io.ringtail.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.result.Format;
import io.ringtail.dsl.result.Meta;
import io.ringtail.dsl.result.QueryResult;
import io.ringtail.dsl.result.Table;
import io.ringtail.dsl.result.TableWriter;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ScalarType;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TableWriterTest {
    private static final QueryResult RESULT = new QueryResult(
            List.of(
                    Column.of("Time", ScalarType.DATETIME),
                    Column.of("Text", ScalarType.STRING),
                    new Column("Flags", ScalarType.LONG, true),
                    Column.of("Size", ScalarType.DECIMAL),
                    Column.of("Any", ScalarType.DYNAMIC)),
            List.of(
                    new @Nullable Object[] {
                        new Cell.Datetime(Traces.START + 1),
                        "a \"b\", c",
                        255L,
                        new BigDecimal("18446744073709551615"),
                        List.of(1L, "x")
                    },
                    new @Nullable Object[] {null, "line\nbreak \u001b[31m", -1L, null, new byte[] {1, (byte) 0xAB}}),
            new Meta(3, 1, true));

    @Test
    void writesJson() throws IOException {
        assertThat(written(TableWriter.of(Format.JSON)).lines())
                .containsExactly(
                        "{\"columns\":[{\"name\":\"Time\",\"type\":\"datetime\"},{\"name\":\"Text\",\"type\":\"string\"},"
                                + "{\"name\":\"Flags\",\"type\":\"long\"},{\"name\":\"Size\",\"type\":\"decimal\"},"
                                + "{\"name\":\"Any\",\"type\":\"dynamic\"}],\"rows\":[",
                        "[\"2026-01-01T00:00:00.0000001Z\",\"a \\\"b\\\", c\",255,\"18446744073709551615\",[1,\"x\"]],",
                        "[null,\"line\\nbreak \\u001b[31m\",-1,null,\"01ab\"]],\"meta\":{\"lost\":3,\"late\":1,\"partial\":true}}");
    }

    @Test
    void writesJsonLines() throws IOException {
        assertThat(written(TableWriter.of(Format.JSONL)).lines().toList().getLast())
                .isEqualTo(
                        "{\"Time\":null,\"Text\":\"line\\nbreak \\u001b[31m\",\"Flags\":-1,\"Size\":null,\"Any\":\"01ab\"}");
    }

    @Test
    void writesCsvWithQuotesWhereTheyAreNeeded() throws IOException {
        assertThat(written(TableWriter.of(Format.CSV)))
                .startsWith(
                        "Time,Text,Flags,Size,Any\r\n2026-01-01T00:00:00.0000001Z,\"a \"\"b\"\", c\",255,18446744073709551615,"
                                + "\"[1,\"\"x\"\"]\"\r\n,\"line\nbreak ");
    }

    @Test
    void fitsATableToTheTerminal() throws IOException {
        List<String> lines = written(new TableWriter(Format.TABLE, 60, ZoneOffset.UTC))
                .lines()
                .toList();

        assertThat(lines).filteredOn(line -> !line.startsWith("… ")).allMatch(line -> line.length() <= 60);
        assertThat(lines.getFirst()).startsWith("Time").contains("Flags");
        assertThat(lines.get(2)).contains("0xff");
        assertThat(lines.get(3)).doesNotContain("\u001b").contains("…", "0xffffffffffffffff");
    }

    @Test
    void leavesColumnsOutRatherThanCutAllOfThemShort() throws IOException {
        List<Column> columns = new ArrayList<>();
        @Nullable Object[] row = new @Nullable Object[12];
        for (int i = 0; i < row.length; i++) {
            columns.add(Column.of("Column" + i, ScalarType.STRING));
            row[i] = i == 1 ? "" : "a value of some length " + i;
        }
        StringBuilder out = new StringBuilder();

        new TableWriter(Format.TABLE, 50, ZoneOffset.UTC)
                .write(new QueryResult(columns, List.of(row, row), Meta.COMPLETE), out);

        assertThat(out.toString().lines())
                .containsExactly(
                        "Column0      Column2      Column3      Column4",
                        "-----------  -----------  -----------  -----------",
                        "a value of…  a value of…  a value of…  a value of…",
                        "a value of…  a value of…  a value of…  a value of…",
                        "… no room for Column1, Column5, Column6, Column7, Column8, Column9, Column10, Column11;"
                                + " choose with '| project', or take --format jsonl",
                        "… what ends so is cut; --format json has it whole");
    }

    @Test
    void neverCutsTimesAndNumbers() throws IOException {
        Cell.Datetime time = new Cell.Datetime(Ticks.of(Instant.parse("2026-03-02T09:10:11.5Z")));
        @Nullable Object[] row = {"a text that is long enough", time, 1234567890123L, "another one"};
        for (int width : new int[] {20, 40, 45, 50, 60, 70, 80}) {
            StringBuilder out = new StringBuilder();

            new TableWriter(Format.TABLE, width, ZoneOffset.UTC)
                    .write(
                            QueryResult.complete(
                                    List.of(
                                            Column.of("Text", ScalarType.STRING),
                                            Column.of("Timestamp", ScalarType.DATETIME),
                                            Column.of("ANumberWithALongName", ScalarType.LONG),
                                            Column.of("Other", ScalarType.STRING)),
                                    Collections.singletonList(row)),
                            out);

            String values = out.toString().lines().skip(2).findFirst().orElse("");
            assertThat(values)
                    .as("at " + width)
                    .satisfiesAnyOf(
                            line -> assertThat(line).contains("2026-03-02 09:10:11.5000000"),
                            line -> assertThat(out.toString()).contains("no room for Timestamp"));
            assertThat(values)
                    .as("at " + width)
                    .satisfiesAnyOf(
                            line -> assertThat(line).contains("1234567890123"),
                            line -> assertThat(out.toString()).containsPattern("no room for .*ANumberWithALongName"));
        }
    }

    @Test
    void alignsWideAndCombiningCharacters() throws IOException {
        StringBuilder out = new StringBuilder();

        new TableWriter(Format.TABLE, 200, ZoneOffset.UTC)
                .write(
                        QueryResult.complete(
                                List.of(Column.of("Name", ScalarType.STRING), Column.of("n", ScalarType.LONG)),
                                List.of(
                                        new @Nullable Object[] {"日本語", 1L},
                                        new @Nullable Object[] {"e\u0301te\u0301", 2L},
                                        new @Nullable Object[] {"🚀", 3L})),
                        out);

        assertThat(out.toString().lines())
                .containsExactly("Name    n", "------  -", "日本語  1", "e\u0301te\u0301     2", "🚀      3");
    }

    @Test
    void showsTheRowsThatCameBeforeAQueryEndedTooEarly() {
        StringBuilder out = new StringBuilder();
        Table cut = new Table() {
            @Override
            public List<Column> columns() {
                return List.of(Column.of("n", ScalarType.LONG));
            }

            @Override
            public void forEachRow(RowConsumer consumer) throws IOException {
                consumer.accept(new @Nullable Object[] {1L});
                throw new IllegalStateException("too early");
            }

            @Override
            public Meta meta() {
                return Meta.COMPLETE;
            }
        };

        assertThatThrownBy(() -> new TableWriter(Format.TABLE, 80, ZoneOffset.UTC).write(cut, out))
                .hasMessage("too early");
        assertThat(out.toString()).isEqualTo("n\n-\n1\n");
    }

    @Test
    void printsTimesInTheWantedZone() throws IOException {
        assertThat(written(new TableWriter(Format.TABLE, 200, ZoneId.of("America/New_York"))))
                .contains("2025-12-31 19:00:00.0000001")
                .contains("line\\nbreak \\x1b[31m");
    }

    private static String written(TableWriter writer) throws IOException {
        StringBuilder out = new StringBuilder();
        writer.write(RESULT, out);
        return out.toString();
    }
}
