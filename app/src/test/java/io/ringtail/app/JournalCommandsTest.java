package io.ringtail.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Style;
import io.ringtail.etw.sim.IncidentSimulator;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusEvents;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.bus.proto.SourceOpened;
import io.ringtail.ring.bus.proto.Tick;
import io.ringtail.ring.cursor.Cursors;
import io.ringtail.ring.cursor.DurableCursor;
import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.Source;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ringtail journal prune|cursors|info} and what of them the user sees, from the command line on. */
class JournalCommandsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void prunesAJournalAndVerifyTellsItFromALoss() throws IOException {
        Path journal = journalOfSeveralCycles();

        assertThat(run("journal prune --keep-size 1 --dry-run --format csv --journal " + journal))
                .isEqualTo(ExitStatus.DONE);
        String planned = takeOut();
        assertThat(planned)
                .startsWith("file,firstSequence,nextSequence,bytes,why\n")
                .contains("trace/00000001/");
        assertThat(run("journal prune --keep-size 1 --format csv --journal " + journal))
                .isEqualTo(ExitStatus.DONE);
        assertThat(files(takeOut())).containsAll(files(planned)); // and that of the run before, complete since
        assertThat(err.toString()).contains("would delete ").contains("deleted ");
        assertThat(run("journal verify --journal " + journal)).isEqualTo(ExitStatus.DONE);
        assertThat(takeOut()).startsWith("sound: ");
        assertThat(run("query control|where.EventName=='CycleDeleted'|count --format csv --journal " + journal))
                .isEqualTo(ExitStatus.DONE);
        assertThat(takeOut()).doesNotContain("\n0\n");
    }

    @Test
    void keepsWhatACursorHasNotReadAndSaysSo() throws IOException {
        Path journal = journalOfSeveralCycles();
        try (DurableCursor cursor = Cursors.of(journal).open("rules")) {
            cursor.save(3, new byte[] {1, 2});
        }

        run("journal prune --keep-size 1 --format csv --journal " + journal);

        assertThat(takeOut()).contains(",2,3,").doesNotContain(",3,4,");
        assertThat(err.toString())
                .contains(" is kept: not read yet by the cursors rules")
                .contains("ringtail journal cursors delete NAME; --force deletes what is not read as well")
                .contains("deleted 3 files of ");
        assertThat(run("journal cursors list --format csv --journal " + journal))
                .isEqualTo(ExitStatus.DONE);
        assertThat(takeOut()).containsPattern("\nrules,3,\\d+,2,20[0-9-]+T[0-9:.]+Z,false\n");
    }

    @Test
    void movesResetsAndDeletesCursors() throws IOException {
        Path journal = folder.resolve("j");
        Path trace = folder.resolve("incident.etl");
        IncidentSimulator.write(trace, 1, 1_000);
        run("record --journal " + journal + " " + trace);
        takeOut();

        assertThat(run("journal cursors seek rules --to 12 --journal " + journal))
                .isEqualTo(ExitStatus.DONE);
        assertThat(takeOut()).isEqualTo("the cursor 'rules' goes on at sequence 12\n");
        run("journal cursors seek rules --to end --journal " + journal);
        long end = position(journal);
        try (Journal opened = Journal.open(journal)) {
            assertThat(end).isEqualTo(opened.nextSequence());
        }
        run("journal cursors seek rules --to 1990-01-01 --journal " + journal);
        assertThat(position(journal)).isLessThan(10);
        run("journal cursors seek rules --to 2990-01-01 --journal " + journal);
        assertThat(position(journal)).isEqualTo(end);
        run("journal cursors reset rules --journal " + journal);
        assertThat(position(journal)).isZero();
        takeOut();
        assertThat(run("journal cursors delete rules --journal " + journal)).isEqualTo(ExitStatus.DONE);
        assertThat(takeOut()).isEqualTo("the cursor 'rules' is gone\n");
        assertThat(run("journal cursors delete rules --journal " + journal)).isEqualTo(ExitStatus.FAILURE);
        assertThat(err.toString())
                .endsWith("ringtail: there is no cursor 'rules' in " + journal
                        + "; 'ringtail journal cursors list --journal " + journal + "' lists those that are\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            journal prune                          | prune needs a limit: --older-than TIME, --keep-size SIZE or --free SIZE; see 'ringtail journal prune --help'
            journal prune --older-than soon        | --older-than is a time such as 7d, 36h or 90s, not 'soon'
            journal prune --older-than -7d         | --older-than is a time such as 7d, 36h or 90s, not '-7d'
            journal prune --keep-size 10XB         | --keep-size is a size such as 10GB, 512MiB or 4096, not '10XB'
            record a.etl --keep 7d       | --keep 7d is no limit; one is age=7d, size=20GB or free=10GB, for the other lane control:age=90d
            record a.etl --keep days=7   | --keep days=7 is no limit; one is age=7d, size=20GB or free=10GB, for the other lane control:age=90d
            record a.etl --keep disk:size=1 | --keep disk:size=1: there is no lane 'disk'; they are trace and control
            record a.etl --keep size=much | --keep size is a size such as 10GB, 512MiB or 4096, not 'much'
            record a.etl --keep control:age=soon | --keep age is a time such as 7d, 36h or 90s, not 'soon'
            journal prune --free 999999999999T     | --free is a size such as 10GB, 512MiB or 4096, not '999999999999T'
            journal cursors seek rules --to never  | --to is a sequence, a time such as 2026-11-23T12:00:00Z, start or end, not 'never'
            journal cursors seek Rules --to 1      | 'Rules' is no name for a cursor: it has up to 64 of a-z, 0-9, '-', '_' and '.', and begins with a letter or digit
            record --sync often x.etl              | --sync is a time such as 7d, 36h or 90s, not 'often'
            """)
    void refusesWhatItCannotUnderstand(String arguments, String message) throws IOException {
        Path journal = folder.resolve("j");
        Bus.open(journal, BusOptions.defaults()).close();

        assertThat(run(arguments + " --journal " + journal)).isEqualTo(ExitStatus.USAGE);

        assertThat(err.toString()).isEqualTo("ringtail: " + message + "\n");
    }

    @Test
    void doesNotMakeAJournalOfAFolderToPruneIt() {
        assertThat(run("journal prune --keep-size 1 --journal " + folder)).isEqualTo(ExitStatus.FAILURE);
        assertThat(err.toString()).contains(" is not a journal: ");
    }

    /** While a source delivers, its ticks say what the time is; when it has closed, the last event does, as in a file. */
    @Test
    void takesNowFromTheTicksOfOpenSources() throws IOException {
        Path journal = folder.resolve("j");
        long noon = Ticks.of(Instant.parse("2026-11-23T12:00:00Z"));
        try (Bus bus = Bus.open(journal, BusOptions.defaults())) {
            int source = bus.registry().register(new Source("live", "", "", "etw", Clock.TICKS, 0, 0, Map.of()));
            bus.publishOwn(
                    BusEvents.SOURCE_OPENED,
                    noon,
                    SourceOpened.newBuilder().setSource(source).build());
            EventRecord event = new EventRecord().clear();
            event.source = source;
            event.timeTicks = noon + 5 * Ticks.PER_SECOND;
            bus.publish(event);
            bus.publishOwn(
                    BusEvents.TICK,
                    noon,
                    Tick.newBuilder()
                            .setSource(source)
                            .setWatermarkTicks(noon + 2 * Ticks.PER_SECOND)
                            .build());
        }
        run("query events|project.x=now()|take.1 --format csv --journal " + journal);
        assertThat(takeOut()).contains("2026-11-23T12:00:02.0000000Z");

        Bus.open(journal, BusOptions.defaults()).close(); // a new run: nothing delivers any more

        run("query events|project.x=now()|take.1 --format csv --journal " + journal);
        assertThat(takeOut()).contains("2026-11-23T12:00:05.0000000Z");
    }

    private Path journalOfSeveralCycles() throws IOException {
        Path journal = folder.resolve("several");
        try (Bus bus = Bus.open(journal, BusOptions.defaults().withCycle(1_000, Duration.ofHours(1)))) {
            EventRecord event = new EventRecord().clear();
            for (int n = 0; n < 20; n++) {
                bus.publish(event);
                bus.flush();
            }
        }
        return journal;
    }

    private static List<String> files(String rows) {
        return rows.lines().map(row -> row.substring(0, row.indexOf(','))).toList();
    }

    private long position(Path journal) throws IOException {
        return Cursors.of(journal).list().getFirst().snapshot().orElseThrow().position();
    }

    /** Words are parted by blanks; in a word a dot between letters stands for a blank. */
    private ExitStatus run(String line) {
        Console console = new Console(new PrintWriter(out), new PrintWriter(err), 0, Style.PLAIN, false, () -> 0);
        String[] words = line.split(" ");
        for (int i = 0; i < words.length; i++) {
            words[i] = words[i].contains("|") ? words[i].replaceAll("(?<=[a-z])\\.(?=[A-Za-z0-9])", " ") : words[i];
        }
        ExitStatus status = Main.run(words, console);
        console.flush();
        return status;
    }

    private String takeOut() {
        String text = out.toString().replace("\r\n", "\n");
        out.getBuffer().setLength(0);
        return text;
    }
}
