package io.ringtail.app;

import io.ringtail.app.check.CheckCommand;
import io.ringtail.app.terminal.Amounts;
import io.ringtail.app.terminal.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ringtail check}. */
@CommandLine.Command(
        name = "check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Asks this machine, and fires when what a check says is so.",
            "",
            "  disk usage > 90%%   disk free < 10GB   disk usage > 90%% on \"C:\"",
            "  cpu load > 80%% for 3 readings every 5s",
            "  memory usage > 90%%   memory available < 512MB",
            "  service \"Spooler\" is not running     (running, stopped, paused, absent)",
            "  process \"x.exe\" count > 0   process \"x.exe\" memory > 2GB   process \"x.exe\" is not running",
            "  wmi('SELECT … FROM … WHERE …') | …     a query; fires if it finds a row",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  ringtail check 'disk usage > 90%%' 'memory available < 512MB'",
            "  ringtail check 'service \"Spooler\" is not running' --journal host.journal --every 60s",
            "  ringtail check \"wmi('SELECT Name, ThreadCount FROM Win32_Process') | where ThreadCount > 500\"",
            "  ringtail query --journal host.journal 'checks | where Fired'",
            "",
            "Exit status: 1 a check fired, 2 a check is written wrongly, 3 none fired and one had no answer, 0 else."
        })
final class CheckVerb implements Verb {
    @Parameters(paramLabel = "CHECK", arity = "0..*", description = "what is checked, each in quotes")
    private List<String> checks = new ArrayList<>();

    @Option(names = "--journal", paramLabel = "DIR", description = "record the outcomes; the table 'checks' shows them")
    private @Nullable Path journal;

    @Option(names = "--every", paramLabel = "TIME", description = "check again and again, until Ctrl-C")
    private @Nullable String every;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "how long the machine may take to answer a question (default: 20s)")
    private String timeout = "20s";

    @Option(names = "--explain", description = "print what would be asked and what computed, and ask nothing")
    private boolean explain;

    @Mixin
    private FormatOption format = new FormatOption();

    @Override
    public Command command() {
        if (checks.isEmpty()) {
            throw Refusal.usage("check needs a check: ringtail check 'disk usage > 90%'; see 'ringtail check --help'");
        }
        Optional<Duration> pace = Optional.ofNullable(every).map(text -> time("--every", text));
        return new CheckCommand(
                checks, Optional.ofNullable(journal), pace, time("--timeout", timeout), explain, format.format);
    }

    private static Duration time(String option, String text) {
        return Amounts.time(text)
                .filter(time -> !time.isZero())
                .orElseThrow(() -> Refusal.usage(option + " " + text + " is no time; one is 500ms, 20s or 5m"));
    }
}
