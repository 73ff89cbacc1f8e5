package io.ringtail.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Style;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** Command lines, as people type them. */
class CommandLineTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void refusesWhatCannotBeMeant() {
        String[][] table = {
            {
                "query",
                "ringtail: query needs a query: ringtail query trace.etl 'events | count' (without one it is a shell, for"
                        + " which stdin and stdout must be a terminal)"
            },
            {"query|print 1|--param|n", "ringtail: --param n gives no value to a name; write --param name=value"},
            {"query|print 1|--param|=1", "ringtail: --param =1 gives no value to a name; write --param name=value"},
            {"query|print 1|--param|n=1|--param|n=2", "ringtail: --param n is given twice; leave one out"},
            {"query|print 1|--max-rows|many", "ringtail: --max-rows many is no number of rows; one is 100000"},
            {"query|print 1|--max-memory|0", "ringtail: --max-memory 0 is no size; one is 512MB or 2GB"},
            {"query|print 1|--timeout|soon", "ringtail: --timeout soon is no time; one is 500ms, 30s, 5m or 1h"},
            {
                "query|print 1|--out|a.gif",
                "ringtail: --out a.gif is neither .svg nor .png; those are the charts that can be written"
            },
            {
                "export|a.etl|--to|jsonl|--out|o.jsonl|events",
                "ringtail: 'events' names no file; a query is given by --where \"events\""
            },
            {
                "record|a.etl|--journal|j|--profile|fast",
                "ringtail: --profile 'fast' is none; there are low-cpu, throughput and low-latency"
            },
            {"query|print 1|--tz|Mars", "ringtail: --tz Mars is no time zone; one is Europe/Berlin, UTC or +02:00"},
        };
        for (String[] line : table) {
            assertThat(run(line[0].split("\\|", -1))).as(line[0]).isEqualTo(ExitStatus.USAGE);
            assertThat(err.toString()).as(line[0]).isEqualTo(line[1] + System.lineSeparator());
            assertThat(out.toString()).isEmpty();
        }
    }

    @Test
    void hasNoHelpOfACommandThatThereIsNot() {
        assertThat(run("journal", "prunes", "--help")).isEqualTo(ExitStatus.USAGE);

        assertThat(err.toString()).contains("'prunes'", "prune");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void namesChoicesAsTheyAreTyped() {
        assertThat(run("query", "print 1", "--format", "xml")).isEqualTo(ExitStatus.USAGE);

        assertThat(err.toString()).contains("expected one of table, json, jsonl, csv but was 'xml'");
    }

    @Test
    void refusesAnEmptyName() {
        assertThat(run("stats", "")).isEqualTo(ExitStatus.USAGE);

        assertThat(err.toString()).contains("the name of a trace is empty; is a variable of the shell not set?");
    }

    @Test
    void listsSubcommandsWithWholeSentences() {
        run("journal", "--help");

        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains(
                        "Rewrites a journal's closed files into full, compressed blocks. mark",
                        "Puts a note into the stream, also while another process records: the event Ringtail-Bus/Mark.");
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void fillsTheWidthAndBreaksNoWord() {
        assertThat(HelpLayout.paragraphs(
                        30,
                        "Takes a trace (.etl, .etl.gz) or",
                        "a session (.rtz).",
                        "",
                        "  as it is, however long it may be"))
                .containsExactly(
                        "Takes a trace (.etl, .etl.gz)",
                        "or a session (.rtz).",
                        "",
                        "  as it is, however long it may be");
        assertThat(HelpLayout.example(40, "  ringtail query a.etl 'events | where a == 1 | count'   counts them"))
                .containsExactly(
                        "  ringtail query a.etl \\", "      'events | where a == 1 | count'", "      counts them");
        assertThat(HelpLayout.example(40, "  ringtail demo   a tour")).containsExactly("  ringtail demo   a tour");

        run("export", "--help");

        assertThat(out.toString().lines())
                .noneMatch(line -> line.endsWith(".") && line.strip().length() == 1);
        assertThat(out.toString())
                .contains("(.dll, .exe, .sys)")
                .doesNotContain("the events that name" + System.lineSeparator());
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void explainsInsteadOfRunningIfAsked() {
        assertThat(run("query", "print a = 1 | where a > 0", "--explain")).isEqualTo(ExitStatus.DONE);

        assertThat(out.toString()).contains("operator", "where a > 0");
    }

    @Test
    void keepsAdviceToItself() {
        run("query", "print a = 'x' | where tolower(a) == 'x'", "--format", "csv");

        assertThat(err.toString()).contains("write 'a =~ 'x''");
        assertThat(out.toString()).isEqualTo("a\r\nx\r\n");

        run("query", "print a = 'x' | where tolower(a) == 'x'", "--format", "csv", "--no-lint");

        assertThat(err.toString()).isEmpty();
    }

    private ExitStatus run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        Console console = new Console(new PrintWriter(out), new PrintWriter(err), 0, Style.PLAIN, false, () -> 0);
        ExitStatus status = Main.run(arguments, console);
        console.flush();
        return status;
    }
}
