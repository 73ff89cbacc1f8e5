package io.ringtail.etw.merge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringtail.etw.file.EtlFile;
import io.ringtail.etw.file.LittleEndian;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.ExtendedItems;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.event.Ticks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every container fact that is known of the real traces. */
class RealTracesTest {
    private static final int PERFINFO_HAS_NO_PROCESS = -1;

    /** What the expectations state, gathered from our own reading. */
    private static final class Facts {
        private long events;
        private final Map<String, Long> byKind = new TreeMap<>();
        private final Map<String, Long> byCpu = new TreeMap<>();
        private final Map<String, Long> byKey = new TreeMap<>();
        private final Map<String, Long> items = new TreeMap<>();
        private final Map<String, String> traits = new TreeMap<>();
        private final Set<Integer> pids = new HashSet<>();
        private final List<String> first = new ArrayList<>();
        private final List<Long> times = new ArrayList<>();
        private long payloadBytes;
        private long payloadCrcs;
        private long frames;
    }

    @TestFactory
    Stream<DynamicTest> readsEveryRealTraceAsExpected() {
        Assumptions.assumeTrue(RealTraces.areThere(), "no real traces in " + RealTraces.FOLDER);
        return RealTraces.expected().map(file -> DynamicTest.dynamicTest(name(file), () -> compare(file)));
    }

    @Test
    void givesTheSameOrderWithAndWithoutSurvey() throws IOException {
        Assumptions.assumeTrue(RealTraces.areThere(), "no real traces in " + RealTraces.FOLDER);
        try (TraceFiles plain = RealTraces.open("net.4.5.2.x64.etl.zip");
                TraceFiles surveyed = RealTraces.open("net.4.5.2.x64.etl.zip")) {
            surveyed.survey(RecordObserver.NONE);

            assertThat(gather(surveyed).times).isEqualTo(gather(plain).times).isSorted();
        }
    }

    @Test
    void mergesTheFilesOfOneSessionByTheirCommonClock() throws IOException {
        Assumptions.assumeTrue(RealTraces.areThere(), "no real traces in " + RealTraces.FOLDER);
        try (TraceFiles traces = RealTraces.open("diaghub.kernel.1.etl.gz", "diaghub.user_injected.1.etl")) {
            traces.survey(RecordObserver.NONE);

            Facts facts = gather(traces);

            assertThat(traces.files().get(0).sharesClockWith(traces.files().get(1)))
                    .isTrue();
            assertThat(facts.events).isEqualTo(16335 + 4);
            assertThat(facts.times).isSorted();
            assertThat(traces.files().get(0).plan().totalRecords()).isEqualTo(16335);
        }
    }

    private static void compare(JsonNode expected) throws IOException {
        try (TraceFiles traces = RealTraces.open(name(expected))) {
            EtlFile file = traces.files().get(0);
            compareHeader(expected, file);

            Facts facts = gather(traces);

            assertThat(facts.events).isEqualTo(expected.get("events_total").asLong());
            assertThat(facts.byKind).isEqualTo(counts(expected.get("events_by_header_kind")));
            assertThat(facts.byCpu).isEqualTo(counts(expected.get("events_by_cpu")));
            assertThat(facts.items).isEqualTo(counts(expected.get("extended_items")));
            assertThat(facts.byKey).isEqualTo(counts(expected.get("events_by_key")));
            assertThat(facts.frames)
                    .isEqualTo(expected.get("stack_frames_in_extended_data").asLong());
            assertThat(facts.payloadBytes)
                    .isEqualTo(expected.get("payload_bytes_total").asLong());
            assertThat(facts.payloadCrcs)
                    .isEqualTo(expected.get("payload_crc32_sum_u64").asLong());
            assertThat(facts.pids)
                    .hasSize(expected.get("distinct_pids_in_headers").asInt());
            assertThat(facts.traits).isEqualTo(texts(expected.path("provider_traits_names")));
            assertThat(facts.first).isEqualTo(firstTen(expected));
            assertThat(facts.times).isSorted();
            assertThat(digest(facts.times))
                    .isEqualTo(expected.get("filetime_sorted_sha256").asText());
            assertThat(iso(facts.times.getFirst()))
                    .isEqualTo(expected.get("first_event_time").asText());
            assertThat(iso(facts.times.getLast()))
                    .isEqualTo(expected.get("last_event_time").asText());
            assertThat(traces.problems()).isEmpty();
        }
    }

    private static void compareHeader(JsonNode expected, EtlFile file) {
        JsonNode header = expected.get("header");
        Map<String, String> facts = file.facts();
        assertThat(facts)
                .containsEntry("sizeBytes", expected.get("raw_bytes").asText())
                .containsEntry("bufferSize", header.get("BufferSize").asText())
                .containsEntry("pointerSize", header.get("PointerSize").asText())
                .containsEntry(
                        "logFileMode",
                        Long.decode(header.get("LogFileMode").asText()).toString())
                .containsEntry("osVersion", header.get("Version").asText())
                .containsEntry("osBuild", header.get("ProviderVersion").asText())
                .containsEntry("cpus", header.get("NumberOfProcessors").asText())
                .containsEntry("clock", "qpc")
                .containsEntry("perfFreq", header.get("PerfFreq").asText())
                .containsEntry("startTime", header.get("StartTime").asText())
                .containsEntry("endTime", header.get("EndTime").asText())
                .containsEntry("bootTime", header.get("BootTime").asText())
                .containsEntry("eventsLost", header.get("EventsLost").asText())
                .containsEntry("buffersLost", header.get("BuffersLost").asText())
                .containsEntry("buffers", expected.get("buffers").asText())
                .containsEntry(
                        "compressedBuffers", expected.get("compressed_buffers").asText())
                .containsEntry("loggerName", header.get("LoggerName").asText());
        assertThat(file.header().logFileName())
                .isEqualTo(header.get("LogFileName").asText());
        assertThat(file.header().timerResolution())
                .isEqualTo(header.get("TimerResolution").asLong());
        assertThat(file.header().maximumFileSize())
                .isEqualTo(header.get("MaximumFileSize").asLong());
        assertThat(file.header().buffersWritten())
                .isEqualTo(header.get("BuffersWritten").asLong());
        assertThat(file.header().cpuSpeedMegahertz())
                .isEqualTo(header.get("CpuSpeedInMHz").asLong());
        assertThat(file.header().biasMinutes())
                .isEqualTo(header.get("BiasMinutes").asInt());
    }

    private static Facts gather(TraceFiles traces) throws IOException {
        Facts facts = new Facts();
        EventView event = new EventView();
        try (BlockCursor cursor = traces.scan(Scan.ALL_EVENTS)) {
            while (cursor.next()) {
                for (int row = 0; row < cursor.block().count(); row++) {
                    event.wrap(cursor.block(), row);
                    assertThat(event.sequence()).isEqualTo(facts.events);
                    gather(event, traces.catalog().type(event.type()), facts);
                }
            }
        }
        return facts;
    }

    private static void gather(EventView event, EventType type, Facts facts) {
        facts.events++;
        facts.byKind.merge(type.kind().label(type.pointerBytes()), 1L, Long::sum);
        facts.byCpu.merge(Integer.toString(event.cpu()), 1L, Long::sum);
        facts.byKey.merge(key(type), 1L, Long::sum);
        byte[] payload = event.payload();
        CRC32 crc = new CRC32();
        crc.update(payload);
        facts.payloadBytes += payload.length;
        facts.payloadCrcs += crc.getValue();
        facts.times.add(Ticks.toFiletime(event.timeTicks()));
        if (facts.first.size() < 10) {
            facts.first.add(Ticks.iso(event.timeTicks()) + " " + event.cpu() + " " + key(type));
        }
        if (type.kind() != HeaderKind.PERFINFO) {
            facts.pids.add(event.pid());
        } else {
            assertThat(event.pid()).isEqualTo(PERFINFO_HAS_NO_PROCESS);
        }
        gatherItems(event, type, facts);
    }

    private static void gatherItems(EventView event, EventType type, Facts facts) {
        if (type.isTraceLogging()) {
            facts.items.merge("EVENT_SCHEMA_TL", 1L, Long::sum);
        }
        byte[] items = event.extended();
        int at = 0;
        while (at < items.length) {
            int item = LittleEndian.unsignedShort(items, at);
            int bytes = LittleEndian.unsignedShort(items, at + 2);
            switch (item) {
                case ExtendedItems.RELATED_ACTIVITY_ID -> facts.items.merge("RELATED_ACTIVITYID", 1L, Long::sum);
                case ExtendedItems.PROVIDER_TRAITS -> {
                    facts.items.merge("PROV_TRAITS", 1L, Long::sum);
                    String name = new String(items, at + 6, bytes - 2, StandardCharsets.UTF_8);
                    facts.traits.put(type.provider().toString(), name.substring(0, name.indexOf('\0')));
                }
                case ExtendedItems.STACK64 -> {
                    facts.items.merge("STACK_TRACE64", 1L, Long::sum);
                    facts.frames += (bytes - 8) / 8;
                }
                default -> assertThat(item).isGreaterThanOrEqualTo(ExtendedItems.ACTIVITY_ID);
            }
            at += 4 + bytes;
        }
    }

    /** As expected.json spells it. */
    private static String key(EventType type) {
        if (type.kind().isKernel()) {
            return String.format("kernel:%02x/%02x/v%d", type.task(), type.opcode(), type.version());
        }
        if (type.isTraceLogging()) {
            return "tracelogging:" + type.provider() + "/" + traceLoggingName(type.traceLogging());
        }
        String family = type.kind().isClassic() ? "classic:" : "manifest:";
        return family + type.provider() + "/" + type.id() + "/v" + type.version();
    }

    private static String traceLoggingName(byte[] metadata) {
        int from = 2;
        while (metadata[from++] < 0) {}
        int to = from;
        while (metadata[to] != 0) {
            to++;
        }
        return new String(metadata, from, to - from, StandardCharsets.UTF_8);
    }

    private static String digest(List<Long> filetimes) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * filetimes.size()).order(ByteOrder.LITTLE_ENDIAN);
        filetimes.forEach(bytes::putLong);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, Long> counts(JsonNode object) {
        Map<String, Long> counts = new TreeMap<>();
        object.properties()
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue().asLong()));
        return counts;
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new TreeMap<>();
        object.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    private static List<String> firstTen(JsonNode expected) {
        List<String> first = new ArrayList<>();
        for (JsonNode event : expected.get("first_10_in_time_order")) {
            first.add(event.get("time").asText() + " " + event.get("cpu").asText() + " "
                    + event.get("key").asText());
        }
        return first;
    }

    private static String iso(long filetime) {
        return Ticks.iso(Ticks.ofFiletime(filetime));
    }

    private static String name(JsonNode file) {
        return file.get("file").asText();
    }
}
