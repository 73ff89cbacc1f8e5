package io.ringtail.etw.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.etw.schema.SchemaFormat;
import io.ringtail.etw.schema.ValueMap;
import io.ringtail.ring.event.Registry;
import io.ringtail.ring.event.Schema;
import io.ringtail.ring.payload.PayloadLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchemaScopeTest {
    private static final int SOURCE = 3;

    private final Registry registry = new Registry();
    private final int type = registry.register(Recorded.manifest(12, 0, 0));

    @Test
    void findsTheMostSpecificSchema() {
        register("all-imported", Schema.ANY, Schema.ANY, Schema.Rank.IMPORTED);
        assertThat(name(SOURCE, 7)).isEqualTo("all-imported");

        register("all-in-trace", Schema.ANY, Schema.ANY, Schema.Rank.IN_TRACE);
        assertThat(name(SOURCE, 7)).isEqualTo("all-in-trace");

        register("source-imported", SOURCE, Schema.ANY, Schema.Rank.IMPORTED);
        assertThat(name(SOURCE, 7)).isEqualTo("source-imported");

        register("process", SOURCE, 7, Schema.Rank.IN_TRACE);
        register("other-process", SOURCE, 9, Schema.Rank.IN_TRACE);
        assertThat(name(SOURCE, 7)).isEqualTo("process");
        assertThat(name(SOURCE, 9)).isEqualTo("other-process");
        assertThat(name(SOURCE, 8)).isEqualTo("source-imported");
        assertThat(name(SOURCE + 1, 7)).isEqualTo("all-in-trace");
    }

    @Test
    void findsTheLaterOfTwoOfTheSameScope() {
        register("first", SOURCE, 7, Schema.Rank.IN_TRACE);
        register("second", SOURCE, 7, Schema.Rank.IN_TRACE);

        assertThat(name(SOURCE, 7)).isEqualTo("second");
    }

    @Test
    void aProcessThatSaysNothingIsReadAsTheFirstOneThatDoes() {
        register("process", SOURCE, 7, Schema.Rank.IN_TRACE);
        assertThat(name(SOURCE, 8)).isEqualTo("process");
        assertThat(decoder().dependsOnProcess(type, SOURCE)).isFalse();

        register("process", SOURCE, 9, Schema.Rank.IN_TRACE);
        assertThat(decoder().dependsOnProcess(type, SOURCE)).isFalse();

        register("other", SOURCE, 10, Schema.Rank.IN_TRACE);
        assertThat(name(SOURCE, 8)).isEqualTo("process");
        assertThat(name(SOURCE, 10)).isEqualTo("other");
        assertThat(name(SOURCE + 1, 8)).isEqualTo(Recorded.PROVIDER.toString());
    }

    @Test
    void dependsOnTheProcessOnlyWhereTheyDiffer() {
        register("process", SOURCE, 7, Schema.Rank.IN_TRACE);
        register("other", SOURCE, 9, Schema.Rank.IN_TRACE);
        EtwDecoder decoder = decoder();

        assertThat(decoder.dependsOnProcess(type, SOURCE)).isTrue();
        assertThat(decoder.dependsOnProcess(type, SOURCE + 1)).isFalse();
        assertThat(decoder.layout(type, SOURCE, 7)).isNotSameAs(decoder.layout(type, SOURCE, 9));
        assertThat(decoder.layout(type, SOURCE + 1, 7)).isSameAs(decoder.layout(type, SOURCE + 1, 8));
    }

    @Test
    void sharesALayoutAmongSourcesWithoutSchemasOfTheirOwn() {
        register("all", Schema.ANY, Schema.ANY, Schema.Rank.IMPORTED);
        register("source", SOURCE, Schema.ANY, Schema.Rank.IN_TRACE);
        EtwDecoder decoder = decoder();

        assertThat(decoder.layout(type, 0, 7)).isSameAs(decoder.layout(type, 1, 8));
        assertThat(decoder.layout(type, 0, 7).provider()).isEqualTo("all");
        assertThat(decoder.layout(type, SOURCE, 7).provider()).isEqualTo("source");
    }

    @Test
    void givesTheSameLayoutForTheSameQuestion() {
        EtwDecoder decoder = decoder();

        assertThat(decoder.layout(type, 0, 1)).isSameAs(decoder.layout(type, 0, 1));
    }

    @Test
    void decodesTypesThatAreRegisteredLater() {
        register("all", Schema.ANY, Schema.ANY, Schema.Rank.IMPORTED);
        EtwDecoder decoder = decoder();

        int later = registry.register(Recorded.manifest(12, 0, 9));

        assertThat(decoder.layout(later, 0, 0).provider()).isEqualTo("all");
    }

    @Test
    void takesImportedSchemasThatTheRecordingHasNot() {
        Schema imported = schema("imported", Schema.ANY, Schema.ANY, Schema.Rank.IMPORTED);

        PayloadLayout layout = EtwDecoder.of(registry, List.of(imported)).layout(type, SOURCE, 7);

        assertThat(layout.provider()).isEqualTo("imported");
    }

    @Test
    void namesWhatIsUnknownByGuidAndId() {
        PayloadLayout layout = decoder().layout(type, SOURCE, 7);

        assertThat(layout.provider()).isEqualTo("a61ea624-4944-55fc-c2a8-37838829438d");
        assertThat(layout.eventName()).isEqualTo("EventID(12)");
        assertThat(layout.decodable()).isFalse();
        assertThat(layout.problem(Recorded.event(new byte[0]))).isEqualTo("no schema is known for this event");
    }

    @Test
    void namesTheSchemasThatItCannotUse() {
        registry.register(new Schema(
                SchemaFormat.MANIFEST.label(), -1, -1, Schema.Rank.IMPORTED, "<a/>".getBytes(StandardCharsets.UTF_8)));
        registry.register(new Schema("protobuf", -1, -1, Schema.Rank.IMPORTED, new byte[0]));

        assertThat(decoder().problems())
                .containsExactly("a schema of format manifest is not used: the manifest has no provider");
    }

    @Test
    void readersAreEqualThatReadTheSame() {
        String fields = data("a", "UnicodeString") + data("b", "UInt32") + data("c", "AnsiString");
        EtwLayout layout = layout(fields + data("d", "Double"));
        EtwLayout again = layout(fields + data("d", "Double"));
        EtwLayout longer = layout(fields + data("d", "UInt64") + data("e", "UInt32"));
        EtwLayout other = layout(data("a", "AnsiString") + data("b", "UInt32") + data("c", "AnsiString"));

        for (int field = 0; field < 4; field++) {
            assertThat(layout.reader(field))
                    .isEqualTo(again.reader(field))
                    .hasSameHashCodeAs(again.reader(field))
                    .isNotEqualTo(layout.reader((field + 1) % 4));
        }
        for (int field = 0; field < 3; field++) { // what comes behind a field is no matter to it
            assertThat(layout.reader(field)).isEqualTo(longer.reader(field)).hasSameHashCodeAs(longer.reader(field));
            assertThat(layout.reader(field)).isNotEqualTo(other.reader(field));
        }
        assertThat(layout.reader(3)).isNotEqualTo(longer.reader(3));
    }

    @Test
    void whichValuesANamedNumberHasMetIsNoPartOfItsReader() {
        NumberNode number = new NumberNode("n", NumberNode.Kind.INTEGER, 1, false, false, 0);
        ValueMap names = new ValueMap("m", false, Map.of(2L, "two"));
        Node met = new MapNode(number, names, Map.of(2L, "two"));

        assertThat(met).isEqualTo(MapNode.of(number, names)).hasSameHashCodeAs(MapNode.of(number, names));
        assertThat(met).isNotEqualTo(MapNode.of(number, new ValueMap("m", false, Map.of(2L, "zwei"))));
    }

    private static String data(String name, String inType) {
        return "<data name='" + name + "' inType='win:" + inType + "'/>";
    }

    private static EtwLayout layout(String fields) {
        String manifest =
                "<provider name='p' guid='{" + Recorded.PROVIDER + "}'><events><event value='12' template='t'/>"
                        + "</events><templates><template tid='t'>" + fields + "</template></templates></provider>";
        return Recorded.layout(
                Recorded.manifest(12, 0, 0),
                new Schema(
                        SchemaFormat.MANIFEST.label(),
                        Schema.ANY,
                        Schema.ANY,
                        Schema.Rank.IN_TRACE,
                        manifest.getBytes(StandardCharsets.UTF_8)));
    }

    private String name(int source, int pid) {
        return decoder().layout(type, source, pid).provider();
    }

    private EtwDecoder decoder() {
        return EtwDecoder.of(registry, List.of());
    }

    private void register(String provider, int source, int pid, Schema.Rank rank) {
        registry.register(schema(provider, source, pid, rank));
    }

    private static Schema schema(String provider, int source, int pid, Schema.Rank rank) {
        String manifest = "<provider name='" + provider + "' guid='{" + Recorded.PROVIDER
                + "}'><events><event value='12' symbol='Hello'/></events></provider>";
        return new Schema(SchemaFormat.MANIFEST.label(), source, pid, rank, manifest.getBytes(StandardCharsets.UTF_8));
    }
}
