package io.ringtail.etw.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ManifestReaderTest {
    private static final UUID GUID = UUID.fromString("dd5ef90a-6398-47a4-ad34-4dcecdef795f");
    private static final String MANIFEST = """
            <instrumentationManifest xmlns="http://schemas.microsoft.com/win/2004/08/events">
              <instrumentation><events>
                <provider name="Web" guid="{dd5ef90a-6398-47a4-ad34-4dcecdef795f}" symbol="W">
                  <tasks>
                    <task name="Request" value="1" message="$(string.task)">
                      <opcodes><opcode name="Parse" value="20" message="$(string.ofTask)"/></opcodes>
                    </task>
                    <task name="Plain" value="2"/>
                  </tasks>
                  <opcodes>
                    <opcode name="Parse" value="21"/>
                    <opcode name="Deliver" value="22" message="$(string.missing)"/>
                  </opcodes>
                  <maps>
                    <valueMap name="Verb"><map value="1" message="$(string.get)"/><map value="x" message="no"/></valueMap>
                    <bitMap name="Flag"><map value="0x10" message="Secure"/></bitMap>
                  </maps>
                  <templates>
                    <template tid="T">
                      <data name="Verb" inType="win:UInt32" map="Verb"/>
                      <data name="Size" inType="win:UInt16"/>
                      <data name="Body" inType="win:Binary" length="Size" outType="xs:hexBinary"/>
                      <struct name="Parts" count="Size"><data name="Port" inType="win:UInt16" outType="win:Port"/></struct>
                      <data name="Fixed" inType="win:UnicodeString" length="0x8"/>
                    </template>
                    <template tid="Bad"><data name="A" inType="win:Quaternion"/></template>
                  </templates>
                  <events>
                    <event value="1" version="2" task="Request" opcode="Parse" template="T" message="$(string.text)"/>
                    <event value="2" task="Plain" opcode="Deliver"/>
                    <event value="3" symbol="OnlySymbol" opcode="win:Start"/>
                    <event value="4" task="Undeclared" opcode="win:Info"/>
                    <event value="5" template="Bad"/>
                    <event value="6" template="Absent"/>
                    <event value="seven"/>
                  </events>
                </provider>
              </events></instrumentation>
              <localization><resources culture="en-US"><stringTable>
                <string id="task" value="HTTP Request "/><string id="ofTask" value="Parsing"/>
                <string id="get" value="GET "/><string id="text" value="Request %1"/>
              </stringTable></resources></localization>
            </instrumentationManifest>
            """;

    @Test
    void leavesOutTheProvidersOfPerformanceCounters() throws BrokenSchemaException {
        String counters = """
                <counters xmlns="http://schemas.microsoft.com/win/2005/12/counters">
                  <provider applicationIdentity="a.dll" providerGuid="{20fe1a3a-af21-413c-8a7b-b7fbf6c9a059}"/>
                </counters>
                """;

        Manifest manifest = ManifestReader.parse(MANIFEST.replace("<instrumentation>", "<instrumentation>" + counters)
                .getBytes(StandardCharsets.UTF_8));

        assertThat(manifest.providers()).extracting(Manifest.Provider::guid).containsExactly(GUID);
    }

    @Test
    void namesEventsByWhatTheirTasksAndOpcodesShow() throws BrokenSchemaException {
        Map<EventKey, EventSchema> events = provider(MANIFEST).events();

        assertThat(events.keySet()).containsExactlyInAnyOrder(key(1, 2), key(2, 0), key(3, 0), key(4, 0));
        assertThat(named(events, 1, 2)).isEqualTo("Web HTTP Request/Parsing Request %1");
        assertThat(named(events, 2, 0)).isEqualTo("Web Plain/Deliver ");
        assertThat(named(events, 3, 0)).isEqualTo("Web OnlySymbol/Start ");
        assertThat(named(events, 4, 0)).isEqualTo("Web Undeclared/Info ");
    }

    @Test
    void readsTemplates() throws BrokenSchemaException {
        EventSchema event = Objects.requireNonNull(provider(MANIFEST).events().get(key(1, 2)));

        assertThat(event.slots()).isEqualTo(1);
        assertThat(event.fields())
                .containsExactly(
                        FieldSchema.of("Verb", InType.UINT32, OutType.NONE).withMap("Verb"),
                        FieldSchema.of("Size", InType.UINT16, OutType.NONE).withSlot(0),
                        FieldSchema.of("Body", InType.BINARY, OutType.HEX).withLength(new Extent.OfField(0)),
                        FieldSchema.struct(
                                "Parts",
                                new Extent.OfField(0),
                                List.of(FieldSchema.of("Port", InType.UINT16, OutType.PORT))),
                        FieldSchema.of("Fixed", InType.UTF16, OutType.NONE).withLength(new Extent.Fixed(8)));
    }

    @Test
    void readsMaps() throws BrokenSchemaException {
        Map<String, ValueMap> maps = provider(MANIFEST).maps();

        assertThat(maps)
                .containsOnly(
                        Map.entry("Verb", new ValueMap("Verb", false, Map.of(1L, "GET"))),
                        Map.entry("Flag", new ValueMap("Flag", true, Map.of(16L, "Secure"))));
        ValueMap flags = Objects.requireNonNull(maps.get("Flag"));
        assertThat(flags.find(0)).hasValue("0x0");
        assertThat(flags.find(0x11)).hasValue("Secure|0x1");
    }

    @Test
    void readsManifestsInUtf16AndWithAByteOrderMark() throws BrokenSchemaException {
        String xml = "<?xml version='1.0' encoding='utf-16'?><provider name='\u00dcber' guid='{" + GUID + "}'/>";

        assertThat(ManifestReader.parse(xml.getBytes(StandardCharsets.UTF_16)).providers())
                .extracting(Manifest.Provider::name)
                .containsExactly("\u00dcber");
        assertThat(provider("\uFEFF" + xml.replace("utf-16", "utf-8")).name()).isEqualTo("\u00dcber");
    }

    /** Editors save UTF-16 without a mark, and old manifests are of one byte a letter. */
    @ParameterizedTest
    @CsvSource({
        "UTF-16LE,utf-16",
        "UTF-16BE,utf-16",
        "UTF-16LE,utf-8",
        "windows-1252,Windows-1252",
        "UTF-8,utf-16",
        "UTF-8,nonsense"
    })
    void readsManifestsInTheEncodingThatTheyHave(String charset, String declared) throws BrokenSchemaException {
        String xml =
                "<?xml version='1.0' encoding='" + declared + "'?><provider name='\u00dcber' guid='{" + GUID + "}'/>";

        assertThat(ManifestReader.parse(xml.getBytes(Charset.forName(charset))).providers())
                .extracting(Manifest.Provider::name)
                .containsExactly("\u00dcber");
    }

    static Stream<Arguments> brokenManifests() {
        return Stream.of(
                arguments("<events/>", "the manifest has no provider"),
                arguments(
                        "<provider name='A' guid='nope'/>",
                        "the provider's GUID is 'nope', wanted {xxxxxxxx-xxxx-xxxx-…}"),
                arguments(
                        "<!DOCTYPE provider [<!ENTITY a 'b'>]><provider name='A' guid='{" + GUID + "}'/>",
                        "the XML has a document type declaration, which a manifest never needs; remove it"),
                arguments(
                        "<!DOCTYPE provider SYSTEM 'file:///etc/passwd'><provider/>",
                        "the XML has a document type declaration, which a manifest never needs; remove it"),
                arguments("<a>".repeat(65), "the XML nests deeper than 64 elements"));
    }

    @ParameterizedTest
    @MethodSource
    void brokenManifests(String xml, String message) {
        assertThatThrownBy(() -> ManifestReader.parse(bytes(xml)))
                .isInstanceOf(BrokenSchemaException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @MethodSource
    void xmlThatIsNone(String xml) {
        assertThatThrownBy(() -> ManifestReader.parse(bytes(xml)))
                .isInstanceOf(BrokenSchemaException.class)
                .hasMessageStartingWith("the XML is broken: ");
    }

    static Stream<String> xmlThatIsNone() {
        return Stream.of("", "text", "<a>", "<a b=1/>", "<a>&unknown;</a>", "<a/><b/>", "\u0000");
    }

    @Test
    void refusesManifestsThatAreTooLarge() {
        assertThatThrownBy(() -> ManifestReader.parse(bytes("<a>" + "<b/>".repeat(500_000) + "</a>")))
                .hasMessage("the XML has more than 500000 elements");
        assertThatThrownBy(() -> ManifestReader.parse(new byte[XmlElement.MAX_BYTES + 1]))
                .hasMessage("the XML has 16777217 bytes, more than 16777216 are not read");
    }

    private static Manifest.Provider provider(String xml) throws BrokenSchemaException {
        Manifest manifest = ManifestReader.parse(bytes(xml));
        assertThat(manifest.providers()).hasSize(1);
        return manifest.providers().get(0);
    }

    private static String named(Map<EventKey, EventSchema> events, int id, int version) {
        EventSchema event = Objects.requireNonNull(events.get(key(id, version)));
        return event.provider() + " " + event.task() + "/" + event.opcode() + " " + event.message();
    }

    private static EventKey key(int id, int version) {
        return new EventKey(GUID, id, version);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
