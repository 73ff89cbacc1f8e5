package io.ringtail.app.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringtail.app.Command;
import io.ringtail.app.input.Selection;
import io.ringtail.app.query.QueryCommand;
import io.ringtail.app.record.RecordCommand;
import io.ringtail.app.stats.StatsCommand;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.app.terminal.Style;
import io.ringtail.dsl.result.Format;
import io.ringtail.etw.sim.IncidentSimulator;
import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Compression;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.block.Section;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What looks after a journal, run without a process. */
class JournalCommandsTest {
    private static final String COUNTS =
            "events | summarize n = count(), bytes = sum(PayloadSize) by Provider, EventName | sort by n, bytes";
    private static final String MARKS = "control | where EventName == 'Mark' | project text = Payload.text";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Console console =
            new Console(new PrintWriter(out), new PrintWriter(err), 0, Style.PLAIN, false, () -> 0);

    @TempDir
    private Path folder;

    private Path journal;

    @BeforeEach
    void record() throws IOException {
        Path trace = folder.resolve("incident.etl");
        journal = folder.resolve("incident.journal");
        IncidentSimulator.write(trace, 1, 3_000);
        new RecordCommand(journal, List.of(trace.toString())).run(console);
        takeOut();
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void aCompactedJournalAnswersAsBefore(Compression compression) throws IOException {
        String before = output(query(COUNTS));
        String payloads = output(query("events | project Sequence, Payload"));

        JsonNode report = json(new CompactCommand(journal, compression, Format.JSON));

        assertThat(report.at("/rows/0/0").asText()).isEqualTo("trace");
        assertThat(report.at("/rows/0/3").asLong()).isEqualTo(3_000);
        assertThat(report.at("/rows/0/7").asLong())
                .isLessThanOrEqualTo(report.at("/rows/0/6").asLong());
        assertThat(output(query(COUNTS))).isEqualTo(before);
        assertThat(output(query("events | project Sequence, Payload"))).isEqualTo(payloads);
        assertThat(new VerifyCommand(journal, Format.TABLE).run(console)).isEqualTo(ExitStatus.DONE);
    }

    @Test
    void marksAJournalWhetherItIsWrittenOrNot() throws IOException {
        output(new MarkCommand(journal, "at rest"));
        try (Bus bus = Bus.open(journal, BusOptions.defaults())) {
            output(new MarkCommand(journal, "while it is written"));
            bus.flush();
        }

        assertThat(output(query(MARKS))).isEqualTo("{\"text\":\"at rest\"}\n{\"text\":\"while it is written\"}\n");
    }

    @Test
    void refusesAMarkThatIsNone() {
        assertThatThrownBy(() -> new MarkCommand(journal, "").run(console))
                .isInstanceOf(Refusal.class)
                .hasMessage("a mark is a text of 1 to 16384 bytes, not 0");
        assertThatThrownBy(() -> new MarkCommand(journal, "  ").run(console))
                .hasMessage("a mark is a text of 1 to 16384 bytes, not 2 of blanks");
        assertThatThrownBy(() -> new MarkCommand(journal, "x".repeat(20_000)).run(console))
                .hasMessage("a mark is a text of 1 to 16384 bytes, not 20000");
    }

    @Test
    void tellsOfEachLaneWhatItHolds() throws IOException {
        new CompactCommand(journal, Compression.ZSTD, Format.JSON).run(console);
        takeOut();

        JsonNode info = json(new InfoCommand(journal, Format.JSON));

        assertThat(value(info, "traceEvents").asLong()).isEqualTo(3_000);
        assertThat(value(info, "traceCompression").get("zstd").asLong()).isEqualTo(1);
        assertThat(value(info, "traceStoredHeapBytes").asLong())
                .isLessThan(value(info, "traceHeapBytes").asLong() / 2);
        assertThat(value(info, "traceFirstTime").asText()).isEqualTo("2026-03-02T09:00:00.0000000Z");
        assertThat(value(info, "controlEvents").asLong()).isEqualTo(controlEvents());
        assertThat(output(new InfoCommand(journal, Format.TABLE)))
                .contains("trace: 3,000 events in 1 block and 1 file, ")
                .contains("(zstd: 1 block)");
    }

    @Test
    void countsAJournalWithoutReadingAPayload() throws IOException {
        StatsCommand stats = new StatsCommand(ofJournal(), Format.JSON);
        String counted = output(stats);

        assertThat(spoilPayloads()).isPositive();

        assertThat(output(stats)).isEqualTo(counted).contains("\"problems\":[]");
        assertThat(new VerifyCommand(journal, Format.TABLE).run(console)).isEqualTo(ExitStatus.FINDING);
    }

    private long controlEvents() throws IOException {
        long events = 0;
        try (Journal opened = Journal.open(journal);
                BlockCursor cursor = opened.scan(Scan.ALL_EVENTS.withLane(Lane.CONTROL))) {
            while (cursor.next()) {
                events += cursor.block().count();
            }
        }
        return events;
    }

    /** Inverts every byte of every payload and extended item, so that reading one would be found by its checksum. */
    private int spoilPayloads() throws IOException {
        int blocks = 0;
        for (Path file : cycles()) {
            byte[] bytes = Files.readAllBytes(file);
            ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            Block block = new Block();
            for (int at = 0; at + 256 < bytes.length; at += 4) {
                if (words.getInt(at) == Block.MAGIC
                        && block.wrap(bytes, at, bytes.length - at).isEmpty()) {
                    int heaps =
                            aligned(block.storedBytes(Section.PAYLOAD)) + aligned(block.storedBytes(Section.EXTENDED));
                    for (int i = at + block.totalBytes() - heaps; i < at + block.totalBytes(); i++) {
                        bytes[i] ^= -1;
                    }
                    blocks++;
                }
            }
            Files.write(file, bytes);
        }
        return blocks;
    }

    private List<Path> cycles() throws IOException {
        try (Stream<Path> files = Files.walk(journal.resolve("trace"))) {
            return files.filter(file -> file.toString().endsWith(".cq4")).toList();
        }
    }

    private static int aligned(int bytes) {
        return bytes + 7 & -8;
    }

    private static JsonNode value(JsonNode table, String column) {
        for (int i = 0; i < table.get("columns").size(); i++) {
            if (table.at("/columns/" + i + "/name").asText().equals(column)) {
                return table.at("/rows/0/" + i);
            }
        }
        throw new AssertionError("no column " + column);
    }

    private JsonNode json(Command command) throws IOException {
        return new ObjectMapper().readTree(output(command));
    }

    private String output(Command command) throws IOException {
        assertThat(command.run(console)).isEqualTo(ExitStatus.DONE);
        return takeOut();
    }

    private String takeOut() {
        console.flush();
        String text = out.toString();
        out.getBuffer().setLength(0);
        return text;
    }

    private QueryCommand query(String text) {
        return new QueryCommand(text, ofJournal(), Format.JSONL, ZoneOffset.UTC);
    }

    private Selection ofJournal() {
        return new Selection(Optional.of(journal), List.of());
    }
}
