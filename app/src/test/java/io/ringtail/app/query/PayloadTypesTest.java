package io.ringtail.app.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.app.input.Selection;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.Style;
import io.ringtail.dsl.result.Format;
import io.ringtail.etw.schema.InType;
import io.ringtail.etw.schema.OutType;
import io.ringtail.etw.write.EtlOptions;
import io.ringtail.etw.write.EtlWriter;
import io.ringtail.etw.write.EventInfo;
import io.ringtail.etw.write.EventProperty;
import io.ringtail.etw.write.EventProperty.Extent.Fixed;
import io.ringtail.etw.write.EventProperty.Extent.InProperty;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.event.Ticks;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every type of a payload as it stands in JSON, each in an event of its own with its schema in the trace. */
class PayloadTypesTest {
    private static final UUID PROVIDER = UUID.fromString("01020304-0506-0708-090a-0b0c0d0e0f10");
    private static final long START = Ticks.of(Instant.parse("2026-03-02T09:00:00Z"));

    /** An event's fields, its bytes, and what a query gives for them. */
    private record Row(
            int pointerBytes, List<EventProperty> fields, int topLevel, String hex, String json, String problem) {}

    @TempDir
    Path folder;

    private final List<Row> rows = new ArrayList<>();

    @Test
    void numbers() throws IOException {
        is(InType.INT8, OutType.NONE, "fe", "-2");
        is(InType.UINT8, OutType.NONE, "fe", "254");
        is(InType.UINT8, OutType.HEX8, "fe", "254");
        is(InType.UINT8, OutType.BOOLEAN, "02", "true");
        is(InType.UINT8, OutType.STRING, "4d", "77"); // as TraceEvent prints it
        is(InType.INT16, OutType.NONE, "cdff", "-51");
        is(InType.UINT16, OutType.NONE, "cdff", "65485");
        is(InType.UINT16, OutType.HEX16, "cdff", "65485");
        is(InType.UINT16, OutType.PORT, "01bb", "443");
        is(InType.UINT16, OutType.STRING, "ac20", "\"\u20ac\""); // likewise
        is(InType.INT32, OutType.NONE, "9affffff", "-102");
        is(InType.INT32, OutType.BOOLEAN, "00000000", "false");
        is(InType.INT32, OutType.HRESULT, "02000780", "2147942402");
        is(InType.INT32, OutType.NTSTATUS, "050000c0", "3221225477");
        is(InType.UINT32, OutType.NONE, "9affffff", "4294967194");
        is(InType.UINT32, OutType.HEX32, "9affffff", "4294967194");
        is(InType.UINT32, OutType.PID, "04000000", "4");
        is(InType.UINT32, OutType.TID, "04000000", "4");
        is(InType.UINT32, OutType.IPV4, "0a800075", "\"10.128.0.117\"");
        is(InType.UINT32, OutType.ERROR_CODE, "05000000", "5");
        is(InType.UINT32, OutType.WIN32_ERROR, "05000000", "5");
        is(InType.UINT32, OutType.NTSTATUS, "220000c0", "3221225506");
        is(InType.UINT32, OutType.HRESULT, "05400080", "2147500037");
        is(InType.INT64, OutType.NONE, "34ffffffffffffff", "-204");
        is(InType.UINT64, OutType.NONE, "34ffffffffffffff", "\"18446744073709551412\"");
        is(InType.UINT64, OutType.HEX64, "3400000000000000", "52");
        is(InType.UINT64, OutType.CODE_POINTER, "3400000000000000", "52");
        is(InType.HEX32, OutType.NONE, "9affffff", "4294967194");
        is(InType.HEX64, OutType.NONE, "9aff000000000000", "65434");
        is(InType.FLOAT, OutType.NONE, "0000c03f", "1.5");
        is(InType.FLOAT, OutType.NONE, "0000c07f", "\"NaN\"");
        is(InType.DOUBLE, OutType.NONE, "000000000000d0bf", "-0.25");
        is(InType.DOUBLE, OutType.NONE, "000000000000f0ff", "\"-Infinity\"");
        is(InType.BOOL32, OutType.NONE, "00010000", "true");
        is(InType.BOOL32, OutType.BOOLEAN, "00000000", "false");

        check();
    }

    @Test
    void widthsOfPointersAreThoseOfTheRecord() throws IOException {
        is(8, InType.POINTER, "0090482100f8ffff", "-8795534618624");
        is(4, InType.POINTER, "00904821", "558403584");
        is(4, InType.POINTER, "ffffffff", "4294967295");
        is(8, InType.SIZE, "0500000000000000", "5");
        is(4, InType.SIZE, "05000000", "5");
        is(4, InType.TOKEN_USER_SID, "0000000000000000 0102 000000000005 20000000 20020000".substring(0, 8), "null");
        is(4, InType.TOKEN_USER_SID, "0100000000000000 0101000000000005 12000000", "\"S-1-5-18\"");
        is(8, InType.TOKEN_USER_SID, "01000000000000000000000000000000 0101000000000005 12000000", "\"S-1-5-18\"");

        check();
    }

    @Test
    void timesIdentitiesAndAddresses() throws IOException {
        is(InType.FILETIME, OutType.NONE, "7010fa4d8ba5d701", "\"2021-09-09T14:59:35.7990000Z\"");
        is(InType.FILETIME, OutType.NONE, "0000000000000000", "\"1601-01-01T00:00:00.0000000Z\"");
        is(InType.INT64, OutType.DATE_TIME, "7010fa4d8ba5d701", "\"2021-09-09T14:59:35.7990000Z\"");
        is(InType.UINT64, OutType.DATE_TIME_UTC, "7010fa4d8ba5d701", "\"2021-09-09T14:59:35.7990000Z\"");
        is(InType.SYSTEMTIME, OutType.NONE, "e507090004000900 0e003b0023001f03", "\"2021-09-09T14:59:35.7990000Z\"");
        is(InType.SYSTEMTIME, OutType.NONE, "e507020004001e00 0e003b0023001f03", "null"); // no 30th of February
        is(InType.GUID, OutType.NONE, "c414d60af40e25428013f44f37cb0397", "\"0ad614c4-0ef4-4225-8013-f44f37cb0397\"");
        is(InType.SID, OutType.NONE, "0102000000000005 20000000 20020000", "\"S-1-5-32-544\"");
        is(InType.BINARY, 16, OutType.IPV6, "20010db8000000000000000000000001", "\"2001:db8::1\"");
        is(InType.BINARY, 0, OutType.IPV6, "00000000000000000000000000000000", "\"::\"");
        is(InType.BINARY, 16, OutType.SOCKET_ADDRESS, "02000050 7f000001 0000000000000000", "\"127.0.0.1:80\"");
        is(
                InType.BINARY,
                28,
                OutType.SOCKET_ADDRESS,
                "170001bb 00000000 fe800000000000000000000000000001 00000000",
                "\"[fe80::1]:443\"");
        is(InType.BINARY, 4, OutType.SOCKET_ADDRESS, "63000050", "\"63000050\"");

        check();
    }

    @Test
    void texts() throws IOException {
        is(InType.UTF16, OutType.NONE, "4d0061007200730000 00".replace(" ", ""), "\"Mars\"");
        is(InType.UTF16, OutType.NONE, "4d006100", "\"Ma\""); // without its end
        is(InType.UTF16, 2, OutType.STRING, "4d006100", "\"Ma\"");
        is(InType.UTF16, OutType.XML, "3c0061002f003e000000", "\"<a/>\"");
        is(InType.ANSI, OutType.NONE, "80e400", "\"\u20ac\u00e4\"");
        is(InType.ANSI, OutType.UTF8, "e282ac00", "\"\u20ac\"");
        is(InType.ANSI, OutType.JSON, "7b7d00", "\"{}\"");
        is(InType.ANSI, 3, OutType.STRING, "414200", "\"AB\"");
        is(InType.COUNTED_UTF16, OutType.NONE, "0400 4d006100", "\"Ma\"");
        is(InType.COUNTED_ANSI, OutType.NONE, "0200 4d61", "\"Ma\"");
        is(InType.MOF_COUNTED_UTF16, OutType.NONE, "0400 4d006100", "\"Ma\"");
        is(InType.MOF_COUNTED_ANSI, OutType.NONE, "0200 4d61", "\"Ma\"");
        is(InType.REVERSED_COUNTED_UTF16, OutType.NONE, "0004 4d006100", "\"Ma\"");
        is(InType.REVERSED_COUNTED_ANSI, OutType.NONE, "0002 4d61", "\"Ma\"");
        is(InType.UNTERMINATED_UTF16, OutType.NONE, "4d006100", "\"Ma\"");
        is(InType.UNTERMINATED_ANSI, OutType.NONE, "4d61", "\"Ma\"");
        is(InType.UTF16_CHAR, OutType.NONE, "4d00", "\"M\"");
        is(InType.ANSI_CHAR, OutType.NONE, "4d", "\"M\"");

        check();
    }

    @Test
    void bytes() throws IOException {
        is(InType.BINARY, 3, OutType.HEX, "00ff7f", "\"00ff7f\"");
        is(InType.COUNTED_BINARY, OutType.NONE, "0300 00ff7f", "\"00ff7f\"");
        is(InType.HEXDUMP, OutType.NONE, "03000000 00ff7f", "\"00ff7f\"");
        is(InType.NULL, OutType.NONE, "", "\"\"");

        check();
    }

    @Test
    void arraysAndStructures() throws IOException {
        EventProperty v = EventProperty.of("V", InType.UINT16);
        EventProperty n = EventProperty.of("N", InType.UINT8);
        rows.add(new Row(8, List.of(v.counted(new Fixed(2))), 1, "0100 0200", "{\"V\":[1,2]}", ""));
        rows.add(new Row(8, List.of(n, v.counted(new InProperty(0))), 2, "02 0100 0200", "{\"N\":2,\"V\":[1,2]}", ""));
        rows.add(new Row(8, List.of(n, v.counted(new InProperty(0))), 2, "00", "{\"N\":0,\"V\":[]}", ""));
        EventProperty text = EventProperty.of("T", InType.UTF16);
        rows.add(new Row(8, List.of(n, text.sized(new InProperty(0))), 2, "01 4100", "{\"N\":1,\"T\":\"A\"}", ""));
        rows.add(new Row(8, List.of(text.counted(new Fixed(2))), 1, "41000000 0000", "{\"T\":[\"A\",\"\"]}", ""));
        EventProperty struct = EventProperty.struct("S", 2, 2);
        rows.add(new Row(
                8,
                List.of(n, struct.counted(new InProperty(0)), v, text),
                2,
                "02 0100 41000000 0200 0000",
                "{\"N\":2,\"S\":[{\"V\":1,\"T\":\"A\"},{\"V\":2,\"T\":\"\"}]}",
                ""));
        EventProperty outer = EventProperty.struct("O", 1, 1);
        EventProperty inner = EventProperty.struct("I", 2, 1);
        rows.add(new Row(8, List.of(outer, inner, v), 1, "0700", "{\"O\":{\"I\":{\"V\":7}}}", ""));
        EventProperty guids = EventProperty.of("G", InType.GUID).counted(new Fixed(1));
        rows.add(new Row(
                8,
                List.of(guids),
                1,
                "c414d60af40e25428013f44f37cb0397",
                "{\"G\":\"0ad614c4-0ef4-4225-8013-f44f37cb0397\"}",
                ""));

        check();
    }

    @Test
    void payloadsThatDoNotFitTheirSchemaKeepWhatTheyHaveAndSaySo() throws IOException {
        EventProperty a = EventProperty.of("A", InType.UINT32);
        EventProperty b = EventProperty.of("B", InType.UINT32);
        rows.add(new Row(
                8,
                List.of(a, b),
                2,
                "01000000 0200",
                "{\"A\":1}",
                "payload ends inside field 'B', which wants 4 bytes at 4 of 6"));
        rows.add(new Row(8, List.of(a), 1, "01000000 020304", "{\"A\":1}", "payload has 3 bytes beyond its schema"));
        rows.add(new Row(8, List.of(a), 1, "", "{}", "payload ends inside field 'A', which wants 4 bytes at 0 of 0"));
        rows.add(new Row(8, List.of(), 0, "", "{}", ""));
        EventProperty array = b.counted(new InProperty(0));
        rows.add(new Row(
                8,
                List.of(a, array),
                2,
                "03000000 05000000 06000000 07",
                "{\"A\":3,\"B\":[5,6]}",
                "payload ends inside field 'B', which wants 12 bytes at 4 of 13"));
        EventProperty binary = EventProperty.of("B", InType.BINARY).sized(new InProperty(0));
        rows.add(new Row(
                8,
                List.of(a, binary),
                2,
                "ffffff7f 00",
                "{\"A\":2147483647}",
                "payload ends inside field 'B', which wants 2147483647 bytes at 4 of 5"));

        check();
    }

    private void is(InType in, OutType out, String hex, String json) {
        is(in, 0, out, hex, json);
    }

    private void is(InType in, int length, OutType out, String hex, String json) {
        EventProperty field = EventProperty.of("V", in, out).sized(new Fixed(length));
        rows.add(new Row(8, List.of(field), 1, hex, json.equals("null") ? "{}" : "{\"V\":" + json + "}", ""));
    }

    private void is(int pointerBytes, InType in, String hex, String json) {
        EventProperty field = EventProperty.of("V", in);
        rows.add(
                new Row(pointerBytes, List.of(field), 1, hex, json.equals("null") ? "{}" : "{\"V\":" + json + "}", ""));
    }

    private void check() throws IOException {
        Path trace = folder.resolve("types.etl");
        List<String> wanted = new ArrayList<>();
        try (EtlWriter writer = EtlWriter.create(trace, EtlOptions.of(EtlOptions.systemTime(START), 1))) {
            for (int i = 0; i < rows.size(); i++) {
                Row row = rows.get(i);
                write(writer, i, row);
                wanted.add("{\"EventId\":" + i + ",\"Payload\":" + row.json + ",\"DecodeProblem\":\"" + row.problem
                        + "\"}");
            }
        }

        assertThat(query(trace)).containsExactlyElementsOf(wanted);
    }

    private static void write(EtlWriter writer, int id, Row row) throws IOException {
        EventType type = new EventType(
                HeaderKind.EVENT, row.pointerBytes, PROVIDER, id, 0, 0, 4, 0, 1, 0, EventType.NO_TRACE_LOGGING);
        EventInfo info = new EventInfo(type, "Contoso", "", "", List.of(), "Task", "", "", row.fields, row.topLevel);
        EventRecord record = new EventRecord().clear();
        record.timeTicks = START + id;
        byte[] schema = info.payload();
        writer.write(EventInfo.recordType(8), record.payload(schema, 0, schema.length));
        byte[] payload = HexFormat.of().parseHex(row.hex.replace(" ", ""));
        writer.write(type, record.payload(payload, 0, payload.length));
    }

    private static List<String> query(Path trace) throws IOException {
        StringWriter out = new StringWriter();
        Console console =
                new Console(new PrintWriter(out), new PrintWriter(new StringWriter()), 0, Style.PLAIN, false, () -> 0);
        new QueryCommand(
                        "events | where Provider == 'Contoso' | project EventId, Payload, DecodeProblem",
                        new Selection(Optional.empty(), List.of(trace)),
                        Format.JSONL,
                        ZoneOffset.UTC)
                .run(console);
        console.flush();
        return out.toString().lines().toList();
    }
}
