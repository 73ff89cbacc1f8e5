package io.ringtail.app;

import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Style;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/**
 * Runs the commands that people run most, so that the class-data archive written at its end holds their classes. Started
 * by the build, with a folder to work in as the system property {@code ringtail.training}; nobody else needs it.
 */
final class Training {
    private Training() {}

    static void run(String folder) {
        String trace = folder + "/incident.etl";
        String journal = folder + "/incident.journal";
        String question = "events | where ProcessId > 4 and Provider has 'Contoso' | summarize n = count(),"
                + " p95 = percentile(Cpu, 95) by EventName, bin(Timestamp, 5m) | sort by n desc | take 10";
        List<List<String>> commands = List.of(
                List.of("--help"),
                List.of("sim", "incident", "--out", trace, "--events", "3000"),
                List.of("stats", trace),
                List.of("stats", trace, "--format", "json"),
                List.of("record", "--journal", journal, trace),
                List.of("query", trace, question),
                List.of("query", "--journal", journal, question, "--format", "json"),
                List.of("types", "--journal", journal, "--format", "csv"),
                List.of("sessions", "--journal", journal),
                List.of("journal", "verify", "--journal", journal),
                List.of("query", "datatable(x:long)[1,2] | where y > 1"));
        for (List<String> command : commands) {
            StringWriter out = new StringWriter();
            PrintWriter writer = new PrintWriter(out);
            Console console = new Console(writer, writer, 0, Style.PLAIN, false, System::nanoTime);
            ExitStatus status = Main.run(command.toArray(new String[0]), console);
            System.out.println(status + ": " + String.join(" ", command));
            System.out.println(out);
        }
    }
}
