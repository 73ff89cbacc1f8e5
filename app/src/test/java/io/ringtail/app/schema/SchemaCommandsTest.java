package io.ringtail.app.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringtail.app.Command;
import io.ringtail.app.input.SchemaSearch;
import io.ringtail.app.input.Selection;
import io.ringtail.app.query.QueryCommand;
import io.ringtail.app.record.RecordCommand;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Style;
import io.ringtail.dsl.result.Format;
import io.ringtail.etw.schema.SchemaStore;
import io.ringtail.etw.write.EtlOptions;
import io.ringtail.etw.write.EtlWriter;
import io.ringtail.etw.write.PayloadBuilder;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.event.Ticks;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaCommandsTest {
    private static final UUID PROVIDER = UUID.fromString("7d3a2c10-5b6e-4f7a-9a01-0123456789ab");
    private static final long START = Ticks.of(Instant.parse("2026-05-06T07:08:09Z"));
    private static final String MANIFEST = """
            <instrumentationManifest>
              <provider name="Orders" guid="{7d3a2c10-5b6e-4f7a-9a01-0123456789ab}">
                <tasks><task name="Order" value="1"/></tasks>
                <templates><template tid="t"><data name="Amount" inType="win:%s"/></template></templates>
                <events><event value="7" version="0" task="Order" opcode="win:Start" template="t" message="of %%1"/></events>
              </provider>
            </instrumentationManifest>
            """;
    private static final String ASK = "events | where EventId == 7 | project Provider, EventName, Amount, Message";

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Console console =
            new Console(new PrintWriter(out), new PrintWriter(err), 0, Style.PLAIN, false, () -> 0);
    private Path trace = Path.of("");
    private Path manifest = Path.of("");
    private SchemaStore store = new SchemaStore(Path.of(""));

    @BeforeEach
    void writeTraceAndManifest() throws IOException {
        trace = folder.resolve("orders.etl");
        manifest = Files.writeString(folder.resolve("orders.man"), MANIFEST.formatted("UInt32"));
        store = new SchemaStore(folder.resolve("home/schemas"));
        EventType type = new EventType(HeaderKind.EVENT, 8, PROVIDER, 7, 0, 0, 4, 1, 1, 0, EventType.NO_TRACE_LOGGING);
        try (EtlWriter writer = EtlWriter.create(trace, EtlOptions.of(EtlOptions.systemTime(START), 1))) {
            for (int i = 0; i < 3; i++) {
                EventRecord record = new EventRecord().clear();
                record.timeTicks = START + i;
                new PayloadBuilder(8).int32(100 + i).into(record);
                writer.write(type, record);
            }
        }
    }

    @Test
    void anImportedManifestMakesEventsReadableThatAreInTheJournalAlready() throws IOException {
        Path journal = recorded();
        assertThat(run(new MissingCommand(in(journal), Format.CSV)))
                .contains(PROVIDER + "," + PROVIDER + ",7,0,EventID(7),3");

        assertThat(run(new ImportCommand(Optional.of(journal), List.of(manifest), store)))
                .isEqualTo("imported 1 event of 1 provider into " + journal + ", 3 recorded events more can be read\n");

        assertThat(ask(in(journal)))
                .containsExactly(
                        "Provider,EventName,Amount,Message",
                        "Orders,Order/Start,100,of 100",
                        "Orders,Order/Start,101,of 101",
                        "Orders,Order/Start,102,of 102");
        assertThat(run(new MissingCommand(in(journal), Format.CSV))).doesNotContain("EventID(7)");
    }

    @Test
    void saysWhoseManifestIsMissingIfWindowsRegistersIt() throws IOException {
        UUID powerShell = UUID.fromString("a0c1853b-5c40-4b15-8766-3cf1c58f985a");
        EventType type =
                new EventType(HeaderKind.EVENT, 8, powerShell, 53504, 1, 0, 4, 1, 1, 0, EventType.NO_TRACE_LOGGING);
        try (EtlWriter writer = EtlWriter.create(trace, EtlOptions.of(EtlOptions.systemTime(START), 1))) {
            EventRecord record = new EventRecord().clear();
            record.timeTicks = START;
            writer.write(type, record);
        }

        assertThat(run(new MissingCommand(new Selection(Optional.empty(), List.of(trace)), Format.CSV)))
                .contains(powerShell + "," + powerShell + ",53504,1,EventID(53504),1,Microsoft-Windows-PowerShell");
    }

    @Test
    void whatIsInTheStoreServesTracesAndJournals() throws IOException {
        Path journal = recorded();

        assertThat(run(new ImportCommand(Optional.empty(), List.of(manifest), store)))
                .contains("1 of 1 manifest new");
        assertThat(run(new ImportCommand(Optional.empty(), List.of(manifest), store)))
                .contains("known before");

        SchemaSearch search = new SchemaSearch(List.of(), store);
        assertThat(ask(new Selection(Optional.of(journal), List.of(), search)))
                .isEqualTo(ask(new Selection(Optional.empty(), List.of(trace), search)))
                .contains("Orders,Order/Start,101,of 101");
    }

    @Test
    void ofTwoManifestsTheOneNamedForTheCommandCounts() throws IOException {
        Path other = Files.writeString(folder.resolve("other.man"), MANIFEST.formatted("HexInt32"));
        run(new ImportCommand(Optional.empty(), List.of(manifest), store));

        Selection named = new Selection(Optional.empty(), List.of(trace), new SchemaSearch(List.of(other), store));

        assertThat(run(new ShowCommand("orders", named, Format.CSV)))
                .contains("7,0,Order/Start,Amount u32,of %1,imported", "7,0,Order/Start,Amount x32,of %1,imported");
        assertThat(ask(named)).contains("Orders,Order/Start,100,of 0x64");
    }

    @Test
    void listsProvidersByTheOriginOfTheirSchemas() throws IOException {
        Selection nothing = new Selection(Optional.empty(), List.of(), new SchemaSearch(List.of(manifest), store));

        assertThat(run(new ListCommand(nothing, Format.CSV)))
                .contains("Orders," + PROVIDER + ",imported,1")
                .contains("Windows Kernel,3d6fa8d0-fe05-11d0-9dda-00c04fd7ba7c,built in,");
    }

    @Test
    void pointsAtTheNearestProvider() {
        Selection nothing = new Selection(Optional.empty(), List.of(), new SchemaSearch(List.of(manifest), store));

        assertThatThrownBy(() -> run(new ShowCommand("Oders", nothing, Format.CSV)))
                .hasMessage("no schema knows a provider 'Oders'; did you mean 'Orders'?");
    }

    @Test
    void refusesWhatHoldsNoManifestAndWhereThereIsNoJournal() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.txt"), "no manifest");
        Path empty = Files.createDirectory(folder.resolve("empty"));

        assertThatThrownBy(() -> importing(text))
                .hasMessage(
                        text
                                + ": is no XML; a manifest is XML (.man), or lies in a program (.dll, .exe, .sys); nothing was imported");
        assertThatThrownBy(() -> importing(empty))
                .hasMessage(
                        "nothing to import: " + empty + " holds no manifest (.man) and no program with one inside"
                                + " (.dll, .exe, .sys) that can be read; a manifest that is called otherwise can be named itself");
        assertThatThrownBy(() -> run(new ImportCommand(Optional.of(folder), List.of(manifest), store)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.toString());
    }

    @Test
    void importsAllThatIsNamedOrNothing() throws IOException {
        assertThatThrownBy(() -> importing(manifest, trace))
                .hasMessage(trace + ": is a trace, no manifest; the schemas in a trace are used without an import;"
                        + " nothing was imported");
        assertThatThrownBy(() -> importing(manifest, trace, folder.resolve("none.man")))
                .hasMessage("nothing was imported: 2 of what was named cannot be used; leave it out, or name a folder,"
                        + " of which all is taken that can be used");
        assertThat(err.toString()).contains("none.man: no such file or folder", "orders.etl: is a trace");
        assertThat(store.all().schemas()).isEmpty();
    }

    @Test
    void importsAFolderOfManifestsAndProgramsAndSaysWhatItCouldNotUse() throws IOException {
        Path program = Path.of(
                System.getProperty("ringtail.root"),
                "tools/real-programs/node_modules/dotnet-2.0.0-win/shared/Microsoft.NETCore.App/2.0.0/clretwrc.dll");
        Assumptions.assumeTrue(Files.isRegularFile(program), program + " is not there; './verify' fetches it");
        Path pack = Files.createDirectory(folder.resolve("pack"));
        Files.copy(program, pack.resolve("clretwrc.dll"));
        Files.copy(manifest, pack.resolve("orders.man"));
        Path broken = Files.writeString(pack.resolve("broken.sys"), "MZ");

        assertThat(run(new ImportCommand(Optional.empty(), List.of(pack), store)))
                .isEqualTo("imported 398 events of 5 providers for all traces and journals, 2 of 2 manifests new\n");
        assertThat(err.toString())
                .contains(broken + ": the program cannot be read: the DOS header wants 64 bytes at 0, the file has 2");
        assertThat(run(new ImportCommand(Optional.empty(), List.of(pack), store)))
                .contains("398 events of 5 providers", "all of them known before");

        Selection nothing = new Selection(Optional.empty(), List.of(), new SchemaSearch(List.of(), store));
        assertThat(run(new ListCommand(nothing, Format.CSV)))
                .contains("e13c0d23-ccbc-4e12-931b-d9cc2eee27e4,imported,168", "Orders," + PROVIDER + ",imported,1");
        assertThat(run(new ShowCommand("763fd754-7086-4dfe-95eb-c01a46faf4ca", nothing, Format.CSV)))
                .contains(
                        "188,0,NgenBinder/NgenBind,\"ClrInstanceID u16, BindingID u64, ReasonCode u32, AssemblyName utf16\"");
    }

    private String importing(Path... paths) throws IOException {
        return run(new ImportCommand(Optional.empty(), List.of(paths), store));
    }

    private Path recorded() throws IOException {
        Path journal = folder.resolve("orders.journal");
        run(new RecordCommand(journal, List.of(trace.toString())));
        return journal;
    }

    private static Selection in(Path journal) {
        return new Selection(Optional.of(journal), List.of());
    }

    private List<String> ask(Selection selection) throws IOException {
        return run(new QueryCommand(ASK, selection, Format.CSV, ZoneOffset.UTC))
                .lines()
                .toList();
    }

    private String run(Command command) throws IOException {
        out.getBuffer().setLength(0);
        assertThat(command.run(console)).as(err.toString()).isEqualTo(ExitStatus.DONE);
        console.flush();
        return out.toString();
    }
}
