package io.ringtail.etw.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringtail.etw.schema.SchemaFormat;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.event.Schema;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.NamedNumber;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Payloads of real traces against what is known of them. Where the expectations spell a value differently, it is compared
 * by this rule: integers modulo 2^64, booleans as 0 and 1, FILETIMEs as their number, SYSTEMTIMEs as their eight parts,
 * socket addresses as the text that their bytes stand for.
 */
class RealPayloadsTest {
    /** The bytes of a sockaddr in the expectations, and the text in which a person reads it. */
    private static final Map<String, String> SOCKET_ADDRESSES = Map.of(
            "17000000000000002001489800000000000000001050105000000000",
            "[2001:4898::1050:1050]:0",
            "17000000000000002001489800000000000000001050505000000000",
            "[2001:4898::1050:5050]:0");

    @TestFactory
    Stream<DynamicTest> decodesEverySample() throws IOException {
        RealTraces.assumeThere();
        return RealTraces.expected().values().stream()
                .filter(file -> file.has("samples"))
                .map(file -> DynamicTest.dynamicTest(name(file), () -> decodesSamples(file)));
    }

    private static void decodesSamples(JsonNode file) throws IOException {
        Set<String> wanted = new HashSet<>();
        file.get("samples").forEach(samples -> samples.forEach(sample -> wanted.add(place(sample))));
        Map<String, List<Map<String, Object>>> payloads = new TreeMap<>();
        RealTraces.visit(name(file), (event, type, layout) -> {
            String place = Ticks.iso(event.timeTicks()) + " " + event.cpu();
            if (wanted.contains(place)) {
                payloads.computeIfAbsent(place + " " + RealTraces.key(type, layout), none -> new ArrayList<>())
                        .add(layout.payload(event));
            }
        });

        file.get("samples")
                .properties()
                .forEach(entry -> entry.getValue().forEach(sample -> {
                    String place = place(sample) + " " + entry.getKey();
                    assertThat(payloads).containsKey(place);
                    assertThat(payloads.get(place))
                            .as("%s %s", place, sample.get("fields"))
                            .anySatisfy(payload -> assertSame(sample.get("fields"), payload));
                }));
    }

    @TestFactory
    Stream<DynamicTest> readsEveryEventThatHasASchemaToTheLastByte() throws IOException {
        RealTraces.assumeThere();
        return RealTraces.expected().values().stream()
                .map(RealPayloadsTest::name)
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    Map<String, Integer> problems = new TreeMap<>();
                    RealTraces.visit(name, (event, type, layout) -> {
                        String problem = layout.problem(event);
                        if (!problem.isEmpty() && !problem.equals("no schema is known for this event")) {
                            problems.merge(layout.eventName(), 1, Integer::sum);
                        }
                    });

                    assertThat(problems)
                            .isEqualTo(
                                    name.equals("net.4.5.2.x64.etl.zip")
                                            ? Map.of("ClrEnableParameters", 2, "NgenBinder/NgenBind", 2)
                                            : Map.of());
                }));
    }

    /** The runtime's own manifest has two addresses for a stack, and no fields at all for a heap. */
    @Test
    void readsAllAddressesOfARuntimesStackAndTheHistoryOfAHeap() throws IOException {
        RealTraces.assumeThere();
        int[] counts = new int[2];
        RealTraces.visit("net.4.5.2.x64.etl.zip", (event, type, layout) -> {
            Map<String, Object> payload = layout.payload(event);
            if (layout.eventName().equals("ClrStack/Walk")) {
                counts[0]++;
                assertThat((List<?>) payload.get("Stack"))
                        .hasSize(Integer.parseInt(String.valueOf(payload.get("FrameCount"))));
            } else if (type.provider().toString().startsWith("763fd754") && type.id() == 4) {
                counts[1]++;
                assertThat((List<?>) payload.get("Values")).hasSize(5);
                assertThat(payload.get("ClrInstanceID")).isIn(9L, 11L);
                assertThat(payload).containsEntry("HeapIndex", 0L).containsKey("ExtraGen0Commit");
            }
        });

        assertThat(counts).containsExactly(14_983, 264);
    }

    @TestFactory
    Stream<DynamicTest> readsTraceLoggingToTheLastByte() throws IOException {
        RealTraces.assumeThere();
        return RealTraces.expected().values().stream()
                .filter(file -> file.get("tracelogging").get("events").asInt() > 0)
                .map(file -> DynamicTest.dynamicTest(name(file), () -> {
                    int[] counts = new int[2];
                    Map<String, String> names = new TreeMap<>();
                    RealTraces.visit(name(file), (event, type, layout) -> {
                        if (type.isTraceLogging()) {
                            counts[0]++;
                            counts[1] += layout.problem(event).isEmpty() ? 1 : 0;
                            names.put(type.provider().toString(), layout.provider());
                        }
                    });

                    JsonNode expected = file.get("tracelogging");
                    assertThat(counts)
                            .containsExactly(
                                    expected.get("events").asInt(),
                                    expected.get("exactly_consumed").asInt());
                    assertThat(names).isEqualTo(texts(file.get("provider_traits_names")));
                }));
    }

    @TestFactory
    Stream<DynamicTest> readsEventsOfEmbeddedSchemasAsFarAsTheSchemasGo() throws IOException {
        RealTraces.assumeThere();
        return RealTraces.expected().values().stream()
                .filter(file -> file.has("embedded_names"))
                .map(file -> DynamicTest.dynamicTest(name(file), () -> readsEmbedded(file)));
    }

    private static void readsEmbedded(JsonNode file) throws IOException {
        int[] counts = new int[2];
        Set<Schema> schemas = new HashSet<>();
        Map<String, String> found = new TreeMap<>();
        RealTraces.visit(
                name(file), schema -> isTdh(schema) && schemas.add(schema), List.of(), (event, type, layout) -> {
                    String key = RealTraces.key(type, layout);
                    if (file.get("embedded_names").has(key)) {
                        counts[0]++;
                        counts[1] += layout.problem(event).isEmpty() && isAsItsManifestSays(event, layout) ? 1 : 0;
                        found.put(key, layout.provider() + " " + layout.taskName() + " " + layout.opcodeName());
                    }
                });

        Map<String, String> names = new TreeMap<>();
        file.get("embedded_names").properties().forEach(entry -> names.put(entry.getKey(), names(entry.getValue())));
        JsonNode expected = file.get("embedded_tdh_schemas");
        assertThat(found).isEqualTo(names);
        assertThat(schemas).hasSize(expected.get("schemas").asInt());
        assertThat(counts)
                .containsExactly(
                        expected.get("manifest_events_with_schema").asInt(),
                        expected.get("exactly_consumed").asInt());
    }

    /** The expectations go by the trace's own schema, which has two addresses for stacks of any height. */
    private static boolean isAsItsManifestSays(EventView event, EtwLayout layout) {
        return !layout.eventName().equals("ClrStack/Walk")
                || layout.payload(event).get("Stack") instanceof List<?> addresses && addresses.size() == 2;
    }

    @Test
    void readsAnEventSourceByTheManifestOfItsProcess() throws IOException {
        RealTraces.assumeThere();
        Map<String, Integer> counts = new TreeMap<>();
        RealTraces.visit("BondEtwSample.etl.gz", (event, type, layout) -> {
            assertThat(layout.problem(event)).isEmpty();
            counts.merge(layout.provider() + "/" + layout.eventName(), 1, Integer::sum);
        });

        assertThat(counts.values()).containsExactlyInAnyOrder(10, 1, 1, 1);
        assertThat(counts.keySet()).noneMatch(name -> name.contains("EventID("));
    }

    @Test
    void readsHttpEventsByAnImportedManifest() throws IOException {
        RealTraces.assumeThere();
        byte[] manifest = Files.readAllBytes(RealTraces.FOLDER.resolve("HTTP_Server.man"));
        Schema imported =
                new Schema(SchemaFormat.MANIFEST.label(), Schema.ANY, Schema.ANY, Schema.Rank.IMPORTED, manifest);
        Map<String, Integer> problems = new TreeMap<>();
        Map<String, Integer> counts = new TreeMap<>();
        RealTraces.visit("CrossMachineHTTP.etl", schema -> true, List.of(imported), (event, type, layout) -> {
            problems.merge(layout.problem(event), 1, Integer::sum);
            counts.merge(layout.provider() + "/" + layout.eventName(), 1, Integer::sum);
            if (type.id() == 2) {
                assertThat(String.valueOf(layout.payload(event).get("Url"))).startsWith("http://");
                assertThat(layout.message(event)).contains("http://");
            }
        });

        assertThat(problems).containsOnlyKeys("");
        assertThat(counts.keySet())
                .filteredOn(name -> name.startsWith("Microsoft-Windows-HttpService/"))
                .hasSize(14);
    }

    private static boolean isTdh(Schema schema) {
        return schema.format().equals(SchemaFormat.TDH_EVENT.label());
    }

    private static String names(JsonNode names) {
        String opcode = names.get("opcode").isNull() ? "" : names.get("opcode").asText();
        return names.get("provider").asText() + " " + names.get("task").asText() + " " + opcode.replace("win:", "");
    }

    private static void assertSame(JsonNode expected, Map<String, Object> fields) {
        List<String> names = new ArrayList<>();
        expected.fieldNames().forEachRemaining(names::add);
        assertThat(fields.keySet()).containsExactlyElementsOf(names);
        expected.properties()
                .forEach(entry -> assertThat(same(entry.getValue(), fields.get(entry.getKey())))
                        .as("%s is %s, wanted %s", entry.getKey(), fields.get(entry.getKey()), entry.getValue())
                        .isTrue());
    }

    private static boolean same(JsonNode expected, @Nullable Object value) {
        return switch (value) {
            case null -> false;
            case NamedNumber named ->
                named.longValue() == expected.bigIntegerValue().longValue();
            case Long number -> number == expected.bigIntegerValue().longValue();
            case BigDecimal number -> number.compareTo(new BigDecimal(expected.bigIntegerValue())) == 0;
            case Boolean flag -> expected.asInt() == (flag ? 1 : 0);
            case Double number -> number == expected.asDouble();
            case Cell.Datetime time -> time.ticks() == ticks(expected);
            case List<?> list -> sameList(expected, list);
            case Map<?, ?> map -> sameMap(expected, map);
            default -> sameText(expected.asText(), value.toString());
        };
    }

    private static boolean sameText(String expected, String value) {
        return expected.equals(value) || value.equals(SOCKET_ADDRESSES.get(expected));
    }

    private static boolean sameList(JsonNode expected, List<?> list) {
        if (expected.size() != list.size()) {
            return false;
        }
        for (int i = 0; i < list.size(); i++) {
            if (!same(expected.get(i), list.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameMap(JsonNode expected, Map<?, ?> map) {
        return expected.size() == map.size()
                && map.entrySet().stream()
                        .allMatch(entry -> expected.has(entry.getKey().toString())
                                && same(expected.get(entry.getKey().toString()), entry.getValue()));
    }

    private static long ticks(JsonNode expected) {
        if (expected.isNumber()) {
            return Ticks.ofFiletime(expected.bigIntegerValue()
                    .and(BigInteger.valueOf(Long.MAX_VALUE))
                    .longValue());
        }
        int[] part = new int[8];
        for (int i = 0; i < part.length; i++) {
            part[i] = expected.get(i).asInt();
        }
        LocalDateTime time =
                LocalDateTime.of(part[0], part[1], part[3], part[4], part[5], part[6], part[7] * 1_000_000);
        return Ticks.of(time.toInstant(ZoneOffset.UTC));
    }

    private static String place(JsonNode sample) {
        return sample.get("time").asText() + " " + sample.get("cpu").asText();
    }

    private static String name(JsonNode file) {
        return file.get("file").asText();
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new TreeMap<>();
        object.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }
}
