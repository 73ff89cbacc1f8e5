package io.ringtail.etw.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ringtail.etw.pe.PeBytes;
import io.ringtail.ring.event.Schema;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a manifest says before it is compiled into a program, it says after. */
class CompiledManifestTest {
    private static final String XML = """
            <instrumentationManifest>
              <provider name="Contoso-Orders" guid="{7d3a2c10-5b6e-4f7a-9a01-0123456789ab}">
                <tasks>
                  <task name="Order" value="1"><opcodes><opcode name="Ship" value="10"/></opcodes></task>
                  <task name="Stock" value="2"/>
                </tasks>
                <levels><level name="Chatty" value="17" message="Very chatty"/></levels>
                <keywords>
                  <keyword name="Sales" mask="0x2"/>
                  <keyword name="stock" mask="0x8000" message="In stock"/>
                  <keyword name="Own/Operational" mask="0x8000000000000000"/>
                </keywords>
                <maps>
                  <valueMap name="States"><map value="0" message="Open"/><map value="7" message="Sent"/></valueMap>
                  <bitMap name="Options"><map value="0x1" message="Gift"/><map value="0x80000000" message="Fast"/></bitMap>
                </maps>
                <templates>
                  <template tid="order">
                    <data name="State" inType="win:UInt32" map="States"/>
                    <data name="Options" inType="win:UInt32" outType="win:HexInt32" map="Options"/>
                    <data name="Count" inType="win:UInt16"/>
                    <struct name="Items" count="Count">
                      <data name="Article" inType="win:UnicodeString"/>
                      <data name="Sizes" inType="win:UInt32" count="3"/>
                      <struct name="Box"><data name="Weight" inType="win:Double"/></struct>
                    </struct>
                    <data name="Bytes" inType="win:UInt32"/>
                    <data name="Blob" inType="win:Binary" length="Bytes"/>
                    <data name="Code" inType="win:AnsiString" length="8"/>
                    <data name="Address" inType="win:UInt32" outType="win:IPv4"/>
                    <data name="Port" inType="win:UInt16" outType="win:Port"/>
                    <data name="Status" inType="win:UInt32" outType="win:NTSTATUS"/>
                    <data name="When" inType="win:FILETIME"/>
                    <data name="Who" inType="win:SID"/>
                    <data name="Key" inType="win:GUID"/>
                    <data name="Object" inType="win:Pointer"/>
                    <data name="Note" inType="win:CountedUnicodeString"/>
                  </template>
                  <template tid="stock"><data name="Left" inType="win:Int64"/></template>
                </templates>
                <events>
                  <event value="7" version="0" task="Order" opcode="Ship" template="order" message="of %%1"/>
                  <event value="7" version="1" task="Order" opcode="win:Start" template="order" level="Chatty" keywords="Sales stock Own/Operational"/>
                  <event value="8" version="0" task="Stock" opcode="win:Info" template="stock" message="%1 left" level="win:Error" keywords="Sales"/>
                  <event value="9" version="3" task="Stock" opcode="win:Stop"/>
                </events>
              </provider>
              <provider name="Contoso-Stock" guid="{7d3a2c10-5b6e-4f7a-9a01-0123456789ac}">
                <tasks><task name="Recount" value="1"/></tasks>
                <events><event value="7" version="0" task="Recount" opcode="win:Start" message="recount"/></events>
              </provider>
            </instrumentationManifest>
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isReadOutOfProgramsOfBothWidths(boolean wide) throws Exception {
        Path program = Files.write(folder.resolve("orders.dll"), WevtBuilder.program(manifest(XML), wide));

        SchemaFiles read = SchemaFiles.read(List.of(program));

        assertThat(read.problems()).isEmpty();
        assertThat(manifestIn(read)).isEqualTo(Slots.normalized(manifest(XML)));
    }

    @Test
    void takesTheMessagesOfTheLanguageFileBesideIt() throws Exception {
        List<byte[]> files = WevtBuilder.programAndLanguageFile(manifest(XML));
        Path program = Files.write(folder.resolve("orders.sys"), files.get(0));
        Path english = Files.createDirectory(folder.resolve("en-US"));
        Path german = Files.createDirectory(folder.resolve("de-DE"));
        Files.write(english.resolve("orders.sys.mui"), files.get(1));
        Files.writeString(german.resolve("orders.sys.mui"), "would be a problem if it were read");

        SchemaFiles read = SchemaFiles.read(List.of(program));

        assertThat(read.problems()).isEmpty();
        assertThat(manifestIn(read)).isEqualTo(Slots.normalized(manifest(XML)));
    }

    @Test
    void isUsedWithoutMessagesWhereTheLanguageFileIsBroken() throws Exception {
        Path program = Files.write(
                folder.resolve("orders.dll"),
                WevtBuilder.programAndLanguageFile(manifest(XML)).get(0));
        Path language = Files.createDirectory(folder.resolve("de-DE"));
        Path broken = Files.writeString(language.resolve("orders.dll.mui"), "MZ");

        SchemaFiles read = SchemaFiles.read(List.of(program));

        assertThat(read.problems())
                .containsExactly(
                        broken + ": its messages are not used: the DOS header wants 64 bytes at 0, the file has 2");
        assertThat(manifestIn(read).providers().getFirst().events().values())
                .extracting(EventSchema::message)
                .containsOnly("");
    }

    @Test
    void tellsTheProvidersNameByItsOwnChannelWhereNothingElseDoes() throws Exception {
        Manifest read = WevtReader.parse(WevtBuilder.resource(manifest(XML)), number -> "");

        assertThat(read.providers())
                .extracting(Manifest.Provider::name)
                .containsExactly("Contoso-Orders", "Contoso-Stock");
    }

    @Test
    void passesOverProgramsInFoldersThatHaveNone() throws Exception {
        Files.write(folder.resolve("orders.dll"), WevtBuilder.program(manifest(XML), true));
        Files.write(folder.resolve("plain.EXE"), new PeBytes(false).bytes());
        Files.writeString(folder.resolve("orders.man"), XML);
        Path broken = Files.writeString(folder.resolve("broken.dll"), "MZ but no program");

        SchemaFiles read = SchemaFiles.read(List.of(folder));

        assertThat(read.schemas()).extracting(Schema::format).containsExactly("compiled-manifest", "manifest");
        assertThat(read.withoutSchema()).isEqualTo(1);
        assertThat(read.problems())
                .containsExactly(
                        broken + ": the program cannot be read: the DOS header wants 64 bytes at 0, the file has 17");
    }

    @Test
    void isAProblemOfAProgramThatWasNamedAndHasNone() throws IOException {
        Path plain = Files.write(folder.resolve("plain.exe"), new PeBytes(false).bytes());

        assertThat(SchemaFiles.read(List.of(plain)).problems())
                .containsExactly(plain + ": no manifest was compiled into this program (no WEVT_TEMPLATE resource)");
    }

    @Test
    void readsBackWhatItKeeps() throws Exception {
        CompiledManifest kept = new CompiledManifest(
                WevtBuilder.resource(manifest(XML)), Map.of(-1, "", 0xB000_0001, "of %1", 5, "ä\uD83D\uDE00"));

        CompiledManifest read = CompiledManifest.read(kept.content());

        assertThat(read.resource()).isEqualTo(kept.resource());
        assertThat(read.messages()).isEqualTo(kept.messages());
        for (int length = 0; length < kept.content().length; length += 7) {
            byte[] cut = Arrays.copyOf(kept.content(), length);
            assertThatThrownBy(() -> CompiledManifest.read(cut)).isInstanceOf(BrokenSchemaException.class);
        }
    }

    @Test
    void anyManifestSurvivesItsCompilation() throws Exception {
        for (int seed = 0; seed < 300; seed++) {
            Manifest manifest = RandomManifest.of(new SplittableRandom(seed));

            Path program = Files.write(folder.resolve("p.dll"), WevtBuilder.program(manifest, seed % 2 == 0));

            assertThat(manifestIn(SchemaFiles.read(List.of(program))))
                    .as("seed %d", seed)
                    .isEqualTo(Slots.normalized(manifest));
        }
    }

    static Stream<Arguments> damage() {
        return Stream.of(
                arguments(0, 0x21, "no CRIM is at byte 0 of LENGTH, where one should be"),
                arguments(12, 0x7FFF_FFFF, "2147483647 providers do not fit the LENGTH bytes"),
                arguments(12, 0, "the compiled manifest has no provider"),
                arguments(32, 2090, "no WEVT is at byte 2090 of LENGTH, where one should be"),
                arguments(68, 600_000, "600000 parts do not fit the LENGTH bytes"));
    }

    @ParameterizedTest
    @MethodSource("damage")
    void saysWhatIsWrongWithACompiledManifest(int at, int value, String message) throws Exception {
        byte[] resource = WevtBuilder.resource(manifest(XML));
        ByteBuffer.wrap(resource).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);

        assertThatThrownBy(() -> WevtReader.parse(resource, number -> ""))
                .isInstanceOf(BrokenSchemaException.class)
                .hasMessage(message.replace("LENGTH", "" + resource.length));
    }

    private static Manifest manifest(String xml) throws BrokenSchemaException {
        return ManifestReader.parse(xml.getBytes(StandardCharsets.UTF_8));
    }

    private static Manifest manifestIn(SchemaFiles files) throws BrokenSchemaException {
        assertThat(files.schemas()).hasSize(1);
        return Slots.normalized(
                CompiledManifest.read(files.schemas().getFirst().content()).manifest());
    }
}
