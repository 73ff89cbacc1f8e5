package io.ringtail.app.rtz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringtail.app.Command;
import io.ringtail.app.input.Input;
import io.ringtail.app.input.Selection;
import io.ringtail.app.query.QueryCommand;
import io.ringtail.app.record.RecordCommand;
import io.ringtail.app.stats.StatsCommand;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.app.terminal.Style;
import io.ringtail.dsl.result.Format;
import io.ringtail.etw.schema.SchemaSource;
import io.ringtail.etw.sim.IncidentSimulator;
import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.bus.BusEvents;
import io.ringtail.ring.event.ExtendedItems;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RtzTest {
    private static final RtzOptions PLAIN =
            new RtzOptions(Optional.empty(), List.of("seen on rack 7"), "OPS-12", Set.of(), Optional.empty());
    private static final String ALL = "events | project-away Sequence, Session";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Console console =
            new Console(new PrintWriter(out), new PrintWriter(err), 0, Style.PLAIN, false, () -> 0);

    @TempDir
    private Path folder;

    private Path journal;
    private Path rtz;

    @BeforeEach
    void record() throws IOException {
        Path trace = folder.resolve("incident.etl");
        journal = folder.resolve("incident.journal");
        rtz = folder.resolve("incident.rtz");
        IncidentSimulator.write(trace, 1, 3_000);
        run(new RecordCommand(journal, List.of(trace.toString())));
    }

    @Test
    void answersAsTheJournalDoesSequencesIncluded() throws IOException {
        SessionExport.Summary summary = export(PLAIN);

        assertThat(summary.events()).isEqualTo(3_000);
        for (String query : List.of(
                "events",
                "types | where Provider != 'Ringtail-Bus' | sort by Count, EventName, Version, Opcode",
                "sessions")) {
            assertThat(rows(query, ofFile())).as(query).isEqualTo(rows(query, ofJournal()));
        }
        assertThat(output(new StatsCommand(ofFile(), Format.JSON)))
                .isEqualTo(output(new StatsCommand(ofJournal(), Format.JSON)));
        assertThat(err.toString()).doesNotContain("warning");
    }

    @Test
    void takesASpanOfTimeAndWhatBelongsToIt() throws IOException {
        List<String> times = rows("events | where Provider != 'Ringtail-Bus' | project Timestamp", ofJournal());
        List<Long> ticks = ticks(journal);

        SessionExport.Summary summary = export(PLAIN, ticks.get(1_000), ticks.get(2_000));

        assertThat(rows("events | where Provider != 'Ringtail-Bus' | project Timestamp", ofFile()))
                .hasSize((int) summary.events())
                .isEqualTo(times.stream()
                        .filter(times.subList(1_000, 2_000)::contains)
                        .toList());
    }

    @Test
    void importsEventsInOrderWithNewSequencesAndKeepsTheirOrigin() throws IOException {
        export(PLAIN);
        Path other = folder.resolve("other.journal");
        run(new RecordCommand(other, List.of(folder.resolve("incident.etl").toString())));

        assertThat(output(new RecordCommand(other, List.of(rtz.toString())))).startsWith("recorded 3,000 events into ");

        Selection both = new Selection(Optional.of(other), List.of());
        List<String> all = rows(ALL, both);
        assertThat(all).hasSize(6_000);
        assertThat(all.subList(3_000, 6_000)).isEqualTo(rows(ALL, ofFile()));
        assertThat(origins(other)).isEqualTo(sequences(journal));
        assertThat(rows(
                        "control | where EventName == 'SessionImported' | project Payload.ticket, Payload.notes, Payload.journal",
                        both))
                .containsExactly("{\"Payload_ticket\":\"OPS-12\",\"Payload_notes\":[\"seen on rack 7\"],"
                        + "\"Payload_journal\":\"" + id(journal) + "\"}");
        assertThat(rows("sessions | where Facts.originJournal == '" + id(journal) + "' | project Events", both))
                .containsExactly("{\"Events\":3000}");
    }

    @Test
    void redactsWhatTheRulesNameAndReportsIt() throws IOException {
        assertThat(everything(journal)).contains("c:\\", ".exe");

        SessionExport.Summary summary = export(new RtzOptions(
                Optional.empty(),
                List.of(),
                "",
                EnumSet.of(RedactionRule.COMMANDLINES, RedactionRule.USERS, RedactionRule.PATHS),
                Optional.empty()));

        try (RtzFile file = RtzFile.open(rtz, Optional.empty())) {
            String all = everything(file.journal());
            assertThat(all)
                    .doesNotContain(
                            "c:\\", "\\users\\", "\\device\\", folder.toString().toLowerCase(Locale.ROOT));
            assertThat(all).contains(".exe");
            assertThat(file.manifest().facts().get("redaction")).isNotNull();
        }
        assertThat(summary.redacted()).anySatisfy(line -> assertThat(line).startsWith("redacted by paths: "));
        assertThat(rows("events | where DecodeProblem != '' | count", ofFile()))
                .isEqualTo(rows("events | where DecodeProblem != '' | count", ofJournal()));
        assertThat(rows("events | summarize count() by Provider, EventName | sort by Provider, EventName", ofFile()))
                .isEqualTo(rows(
                        "events | summarize count() by Provider, EventName | sort by Provider, EventName",
                        ofJournal()));
    }

    @Test
    void takesEveryTextOutIfAsked() throws IOException {
        export(new RtzOptions(Optional.empty(), List.of(), "", EnumSet.of(RedactionRule.TEXTS), Optional.empty()));

        List<String> texts = rows(
                "['Windows Kernel'] | where isnotempty(ImageFileName) | distinct t = tolower(ImageFileName) | project-rename text = t",
                ofJournal());
        try (RtzFile file = RtzFile.open(rtz, Optional.empty())) {
            String all = everything(file.journal());
            assertThat(texts).hasSizeGreaterThan(3);
            assertThat(texts.stream().map(row -> row.substring(9, row.length() - 2)))
                    .noneMatch(all::contains);
        }
    }

    @Test
    void opensForTheKeyItIsEncryptedToAndForNoOther() throws Exception {
        KeyPair mine = KeyPairGenerator.getInstance("X25519").generateKeyPair();
        KeyPair other = KeyPairGenerator.getInstance("X25519").generateKeyPair();
        Path key = pem("mine.pem", "PRIVATE", mine.getPrivate().getEncoded());
        Path wrong = pem("other.pem", "PRIVATE", other.getPrivate().getEncoded());
        Path recipient = pem("mine.pub", "PUBLIC", mine.getPublic().getEncoded());
        export(PLAIN);
        List<String> plain = rows("events", ofFile());
        export(new RtzOptions(Optional.empty(), List.of(), "", Set.of(), Optional.of(KeyFiles.publicKey(recipient))));
        byte[] bytes = Files.readAllBytes(rtz);

        assertThat(rows("events", ofFile(Optional.of(key)))).isEqualTo(plain);
        assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain("RTBK", "manifest", "PK\u0001\u0002");
        refused(Optional.empty(), "it is encrypted; name the private key that opens it with --key");
        assertThatThrownBy(() -> RtzFile.open(rtz, Optional.of(wrong)))
                .hasMessageMatching(
                        ".* is refused: it is encrypted to the key [0-9a-f]{16}, and --key is [0-9a-f]{16}");
        for (int at : new int[] {45, bytes.length / 2, bytes.length - 1}) {
            byte[] changed = bytes.clone();
            changed[at] ^= 1;
            Files.write(rtz, changed);
            refused(
                    Optional.of(key),
                    "it was changed or cut after it was encrypted, at chunk " + (at - 45) / (65_536 + 16));
        }
        Files.write(rtz, java.util.Arrays.copyOf(bytes, 45 + 65_536 + 16));
        refused(Optional.of(key), "it was changed or cut after it was encrypted, at chunk 0");
        Files.write(rtz, java.util.Arrays.copyOf(bytes, 30));
        refused(Optional.of(key), "it is encrypted and ends inside its header");
        bytes[4] = 9;
        Files.write(rtz, bytes);
        refused(Optional.of(key), "it is encrypted in version 9, and this Ringtail reads version 1; use a newer one");
        assertThatThrownBy(() -> KeyFiles.publicKey(key))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith(key + " holds no PUBLIC KEY in PEM; make a pair with 'openssl genpkey");
    }

    @Test
    void namesTheSessionsThatThereAre() {
        assertThatThrownBy(
                        () -> export(new RtzOptions(Optional.of("nights"), List.of(), "", Set.of(), Optional.empty())))
                .isInstanceOf(Refusal.class)
                .hasMessage("--session 'nights': there is none of this name; there are 'Ringtail-Flight-Recorder'");
    }

    private void refused(Optional<Path> key, String why) {
        assertThatThrownBy(() -> RtzFile.open(rtz, key))
                .isInstanceOf(RtzRefusedException.class)
                .hasMessage(rtz + " is refused: " + why);
    }

    private SessionExport.Summary export(RtzOptions options) throws IOException {
        return export(options, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private SessionExport.Summary export(RtzOptions options, long fromTicks, long untilTicks) throws IOException {
        try (Input input = ofJournal().open()) {
            return new SessionExport(input.recording(), input.decoder(), List.of(), options)
                    .write(
                            SelectedEvents.between(input.recording(), fromTicks, untilTicks),
                            UUID.fromString(id(journal)),
                            rtz);
        }
    }

    private Path pem(String name, String kind, byte[] encoded) throws IOException {
        String text = "-----BEGIN " + kind + " KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(encoded) + "\n-----END " + kind + " KEY-----\n";
        return Files.writeString(folder.resolve(name), text);
    }

    private static String id(Path journal) throws IOException {
        String text = Files.readString(journal.resolve("journal.json"));
        return text.substring(text.indexOf("\"id\": \"") + 7, text.lastIndexOf('"'));
    }

    /** Every byte of a journal's heaps and catalog as one text, once by byte and once by pair, in lower case. */
    private static String everything(Path journal) throws IOException {
        StringBuilder all = new StringBuilder();
        EventView view = new EventView();
        try (Journal opened = Journal.open(journal)) {
            for (Lane lane : Lane.values()) {
                try (BlockCursor cursor = opened.scan(Scan.ALL_EVENTS.withLane(lane))) {
                    while (cursor.next()) {
                        for (int row = 0; row < cursor.block().count(); row++) {
                            view.wrap(cursor.block(), row);
                            if (lane == Lane.CONTROL
                                    && opened.catalog().type(view.type()).id() == BusEvents.JOURNAL_OPENED) {
                                continue;
                            }
                            append(view.payload(), all);
                            append(view.extended(), all);
                        }
                    }
                }
            }
            for (int id = 0; id < opened.catalog().sourceCount(); id++) {
                all.append(opened.catalog().source(id).name()).append('\n');
                opened.catalog()
                        .source(id)
                        .facts()
                        .values()
                        .forEach(fact -> all.append(fact).append('\n'));
            }
        }
        return all.toString().toLowerCase(java.util.Locale.ROOT);
    }

    private static void append(byte[] bytes, StringBuilder all) {
        all.append(new String(bytes, StandardCharsets.ISO_8859_1)).append('\n');
        all.append(new String(bytes, StandardCharsets.UTF_16LE)).append('\n');
        if (bytes.length > 1) {
            all.append(new String(bytes, 1, bytes.length - 1, StandardCharsets.UTF_16LE))
                    .append('\n');
        }
    }

    private static List<Long> origins(Path journal) throws IOException {
        List<Long> origins = new ArrayList<>();
        EventView view = new EventView();
        try (Journal opened = Journal.open(journal);
                BlockCursor cursor = opened.scan(Scan.ALL_EVENTS)) {
            while (cursor.next()) {
                for (int row = 0; row < cursor.block().count(); row++) {
                    byte[] origin = view.wrap(cursor.block(), row).extendedItem(ExtendedItems.ORIGIN);
                    if (origin != null) {
                        origins.add(Long.reverseBytes(
                                HexFormat.fromHexDigitsToLong(HexFormat.of().formatHex(origin))));
                    }
                }
            }
        }
        return origins;
    }

    private static List<Long> sequences(Path journal) throws IOException {
        return ofEachEvent(journal, Block::sequence);
    }

    private static List<Long> ticks(Path journal) throws IOException {
        return ofEachEvent(journal, Block::timeTicks);
    }

    /** Where one block ends and the next begins is the journaler's matter of timing. */
    private static List<Long> ofEachEvent(Path journal, RowValue value) throws IOException {
        List<Long> values = new ArrayList<>();
        try (Journal opened = Journal.open(journal);
                BlockCursor cursor = opened.scan(Scan.ALL_EVENTS)) {
            while (cursor.next()) {
                for (int row = 0; row < cursor.block().count(); row++) {
                    values.add(value.of(cursor.block(), row));
                }
            }
        }
        return values;
    }

    private interface RowValue {
        long of(Block block, int row);
    }

    private List<String> rows(String query, Selection selection) throws IOException {
        return output(new QueryCommand(query, selection, Format.JSONL, ZoneOffset.UTC))
                .lines()
                .toList();
    }

    private String output(Command command) throws IOException {
        console.flush();
        out.getBuffer().setLength(0);
        run(command);
        return out.toString();
    }

    private void run(Command command) throws IOException {
        assertThat(command.run(console)).as(err.toString()).isEqualTo(ExitStatus.DONE);
        console.flush();
    }

    private Selection ofJournal() {
        return new Selection(Optional.of(journal), List.of());
    }

    private Selection ofFile() {
        return ofFile(Optional.empty());
    }

    private Selection ofFile(Optional<Path> key) {
        return new Selection(Optional.empty(), List.of(rtz), SchemaSource.NONE, key);
    }
}
