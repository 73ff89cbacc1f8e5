package io.ringtail.app.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.etw.schema.InType;
import io.ringtail.etw.schema.SchemaFiles;
import io.ringtail.etw.schema.SchemaSource;
import io.ringtail.etw.write.EtlOptions;
import io.ringtail.etw.write.EtlWriter;
import io.ringtail.etw.write.EventInfo;
import io.ringtail.etw.write.EventMap;
import io.ringtail.etw.write.EventProperty;
import io.ringtail.etw.write.EventProperty.Extent.Fixed;
import io.ringtail.etw.write.EventSourceManifest;
import io.ringtail.etw.write.PayloadBuilder;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.event.Ticks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fields whose values have names, by every source of schemas: shown as names, asked by names and by numbers. */
class MappedFieldsTest {
    private static final UUID BLOCKS = UUID.fromString("00000000-0000-0000-0000-0000000000b1");
    private static final UUID SOURCE = UUID.fromString("00000000-0000-0000-0000-0000000000b2");
    private static final UUID IMPORTED = UUID.fromString("00000000-0000-0000-0000-0000000000b3");
    private static final long START = Ticks.of(Instant.parse("2026-03-02T09:00:00Z"));
    private static final long KEYWORDS = 0x8000_0000_0000_0002L | 1L << 48;

    /** An EventSource's manifest has all keywords. */
    private static final String ALL =
            "ResponseTime|WDIContext|WDIDiag|SQM|AuditFailure|AuditSuccess|CorrelationHint|EventlogClassic";

    private static final String MANIFEST = """
            <instrumentationManifest><instrumentation><events>
              <provider name="%s" guid="{%s}" symbol="x" resourceFileName="x" messageFileName="x">
                <levels><level name="Chatty" symbol="y" value="17" message="$(string.chatty)"/></levels>
                <keywords><keyword name="Sales" mask="0x2" message="$(string.sales)"/></keywords>
                <maps>
                  <valueMap name="States"><map value="1" message="$(string.on)"/><map value="2" message="$(string.off)"/></valueMap>
                  <bitMap name="Options"><map value="0x1" message="$(string.gift)"/><map value="0x80000000" message="$(string.fast)"/></bitMap>
                </maps>
                <templates><template tid="t">
                  <data name="Status" inType="win:UInt32" map="States"/>
                  <data name="Options" inType="win:Int32" map="Options"/>
                  <data name="History" inType="win:UInt8" map="States" count="2"/>
                </template></templates>
                <tasks><task name="Order" value="1"/></tasks>
                <events><event value="7" task="Order" template="t" level="Chatty" keywords="Sales" message="$(string.m)"/></events>
              </provider>
            </events></instrumentation>
            <localization><resources culture="en-US"><stringTable>
              <string id="on" value="Running"/><string id="off" value="Stopped"/>
              <string id="gift" value="Gift"/><string id="fast" value="Fast lane"/>
              <string id="chatty" value="Very chatty"/><string id="sales" value="Sales"/>
              <string id="m" value="is %%1, with %%2"/>
            </stringTable></resources></localization></instrumentationManifest>
            """;

    @TempDir
    Path folder;

    private Asked asked = new Asked();

    @BeforeEach
    void write() throws IOException {
        Path trace = folder.resolve("maps.etl");
        try (EtlWriter writer = EtlWriter.create(trace, EtlOptions.of(EtlOptions.systemTime(START), 1))) {
            put(writer, 0, type(BLOCKS), payload(1, 0x8000_0001));
            put(writer, 1, type(SOURCE), payload(2, 4));
            put(writer, 2, type(IMPORTED), payload(3, 0));
            put(writer, 3, type(IMPORTED), payload(1, 1));
            byte[] xml = MANIFEST.formatted("Contoso-Source", SOURCE).getBytes(StandardCharsets.UTF_8);
            for (byte[] chunk : EventSourceManifest.payloads(xml, 1000)) {
                put(writer, 4, EventSourceManifest.type(8, SOURCE), chunk);
            }
            put(writer, 5, EventInfo.recordType(8), block().payload());
            EventMap states = new EventMap(BLOCKS, "States", false, Map.of(1, "Running ", 2, "Stopped "));
            put(writer, 6, EventMap.recordType(8), states.payload());
            Map<Integer, String> bits = new LinkedHashMap<>();
            bits.put(1, "Gift ");
            bits.put(0x8000_0000, "Fast lane ");
            EventMap options = new EventMap(BLOCKS, "Options", true, bits);
            put(writer, 7, EventMap.recordType(8), options.payload());
        }
        Path manifest = Files.writeString(folder.resolve("imported.man"), MANIFEST.formatted("Contoso-Man", IMPORTED));
        SchemaSource schemas = catalog -> SchemaFiles.read(List.of(manifest));
        asked = new Asked(schemas, trace);
    }

    @Test
    void areShownAsNamesInEveryFormat() throws IOException {
        assertThat(asked.json(
                        "events | where EventId == 7 | project Status, Options, History, Payload.Status, Message"))
                .containsExactly(
                        "{\"Status\":\"Running\",\"Options\":\"Gift|Fast lane\",\"History\":[\"Running\",9],"
                                + "\"Payload_Status\":\"Running\",\"Message\":\"is Running, with Gift|Fast lane\"}",
                        "{\"Status\":\"Stopped\",\"Options\":\"0x4\",\"History\":[\"Running\",9],"
                                + "\"Payload_Status\":\"Stopped\",\"Message\":\"is Stopped, with 0x4\"}",
                        "{\"Status\":3,\"Options\":\"0x0\",\"History\":[\"Running\",9],"
                                + "\"Payload_Status\":3,\"Message\":\"is 3, with 0x0\"}",
                        "{\"Status\":\"Running\",\"Options\":\"Gift\",\"History\":[\"Running\",9],"
                                + "\"Payload_Status\":\"Running\",\"Message\":\"is Running, with Gift\"}");
        assertThat(asked.rows("events | where EventId == 7 | project Status, Payload | take 1"))
                .containsExactly(
                        "Status,Payload",
                        "Running,\"{\"\"Status\"\":\"\"Running\"\",\"\"Options\"\":\"\"Gift|Fast lane\"\","
                                + "\"\"History\"\":[\"\"Running\"\",9]}\"");
    }

    @Test
    void areFoundByNameAndByNumber() throws IOException {
        assertThat(seconds("Status == 'Running'")).isEqualTo("0,3");
        assertThat(seconds("Status == 1")).isEqualTo("0,3");
        assertThat(seconds("Payload.Status == 'Running'")).isEqualTo("0,3");
        assertThat(seconds("Payload.Status == 1")).isEqualTo("0,3");
        assertThat(seconds("Status != 'Running'")).isEqualTo("1,2");
        assertThat(seconds("Status != 1")).isEqualTo("1,2");
        assertThat(seconds("Status >= 2")).isEqualTo("1,2");
        assertThat(seconds("Status between (2 .. 3)")).isEqualTo("1,2");
        assertThat(seconds("Status in (2, 3)")).isEqualTo("1,2");
        assertThat(seconds("Status in ('Stopped', 'Other')")).isEqualTo("1");
        assertThat(seconds("Status in~ ('STOPPED')")).isEqualTo("1");
        assertThat(seconds("Status !in (2, 'Running')")).isEqualTo("2");
        assertThat(seconds("Status =~ 'running'")).isEqualTo("0,3");
        assertThat(seconds("Status startswith 'Stop'")).isEqualTo("1");
        assertThat(seconds("Options has 'Gift'")).isEqualTo("0,3");
        assertThat(seconds("binary_and(tolong(Options), 1) == 1")).isEqualTo("0,3");
        assertThat(seconds("History[0] == 'Running' and History[0] == 1")).isEqualTo("0,1,2,3");
    }

    @Test
    void areComputedWithAsNumbersAndGroupedByWhatIsShown() throws IOException {
        assertThat(
                        asked.rows(
                                "events | where EventId == 7 | summarize n = count() by Status | sort by n desc, tolong(Status) asc"))
                .containsExactly("Status,n", "Running,2", "Stopped,1", "3,1");
        assertThat(asked.rows("events | where EventId == 7 | project tolong(Status), toint(Status), tostring(Status),"
                        + " Status + 1, gettype(Status), isnull(Status) | take 2"))
                .containsExactly(
                        "Status,Status1,Status2,Column1,type_Status,Column2",
                        "1,1,Running,2,int,false",
                        "2,2,Stopped,3,int,false");
        assertThat(asked.rows("events | where EventId == 7"
                        + " | summarize sum(tolong(Status)), max(Status), dcount(Status), make_set(Status)"))
                .containsExactly(
                        "sum_Status,max_Status,dcount_Status,set_Status",
                        "7,3,3,\"[\"\"Running\"\",\"\"Stopped\"\",3]\"");
        assertThat(asked.rows("events | where EventId == 7 | sort by Status desc | project Status"))
                .containsExactly("Status", "3", "Stopped", "Running", "Running");
    }

    @Test
    void levelsAndKeywordsHaveNamesToo() throws IOException {
        assertThat(asked.rows("events | where EventId == 7 | project Provider, LevelName, KeywordNames"))
                .containsExactly(
                        "Provider,LevelName,KeywordNames",
                        "Contoso-Blocks,Very chatty,Sales|Response Time",
                        "Contoso-Source,Very chatty,Sales|ResponseTime",
                        "Contoso-Man,Very chatty,Sales|ResponseTime",
                        "Contoso-Man,Very chatty,Sales|ResponseTime");
        assertThat(asked.rows("events | where EventId == 65534 | summarize by LevelName, KeywordNames"))
                .containsExactly("LevelName,KeywordNames", "LogAlways," + ALL);
    }

    private String seconds(String condition) throws IOException {
        List<String> rows = asked.rows("events | where EventId == 7 and (" + condition + ")"
                + " | project tolong((Timestamp - datetime(2026-03-02 09:00)) / 1s)");
        return String.join(",", rows.subList(1, rows.size()));
    }

    private static EventType type(UUID provider) {
        return new EventType(HeaderKind.EVENT, 8, provider, 7, 0, 0, 17, 0, 1, KEYWORDS, EventType.NO_TRACE_LOGGING);
    }

    private static EventInfo block() {
        List<EventProperty> fields = List.of(
                EventProperty.of("Status", InType.UINT32).mapped("States"),
                EventProperty.of("Options", InType.INT32).mapped("Options"),
                EventProperty.of("History", InType.UINT8).mapped("States").counted(new Fixed(2)));
        return new EventInfo(
                type(BLOCKS),
                "Contoso-Blocks",
                "Very chatty",
                "",
                List.of("Sales ", "Response Time "),
                "Order",
                "",
                "is %1, with %2",
                fields,
                3);
    }

    private static byte[] payload(int status, int options) {
        return new PayloadBuilder(8)
                .int32(status)
                .int32(options)
                .int8(1)
                .int8(9)
                .toBytes();
    }

    private static void put(EtlWriter writer, int second, EventType type, byte[] payload) throws IOException {
        EventRecord record = new EventRecord().clear().payload(payload, 0, payload.length);
        record.timeTicks = START + second * Ticks.PER_SECOND;
        record.pid = 5;
        record.tid = 6;
        writer.write(type, record);
    }
}
