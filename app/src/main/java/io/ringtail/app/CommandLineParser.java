package io.ringtail.app;

import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Style;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParseResult;

/** Turns a command line into a command, with picocli. */
final class CommandLineParser {
    private CommandLineParser() {}

    static ExitStatus run(String[] arguments, Console console) throws IOException {
        CommandLine line = new CommandLine(new Root())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(console.columns() > 0 ? Math.clamp(console.columns(), 60, 120) : 100)
                .setUsageHelpAutoWidth(false);
        ParseResult result;
        try {
            result = line.parseArgs(arguments);
        } catch (CommandLine.ParameterException e) {
            return refuse(e, console);
        }
        CommandLine leaf = last(result.asCommandLineList());
        if (leaf.isUsageHelpRequested() || !(leaf.getCommand() instanceof Verb verb)) {
            leaf.usage(console.out(), console.style() == Style.COLOURED ? Ansi.ON : Ansi.OFF);
            boolean asked = leaf.isUsageHelpRequested() || arguments.length == 0;
            return asked ? ExitStatus.DONE : ExitStatus.USAGE;
        }
        return verb.command().run(console);
    }

    private static ExitStatus refuse(CommandLine.ParameterException e, Console console) {
        String name = e.getCommandLine().getCommandSpec().qualifiedName();
        console.note("ringtail: " + e.getMessage());
        List<String> near = CommandLine.UnmatchedArgumentException.class.isInstance(e)
                ? ((CommandLine.UnmatchedArgumentException) e).getSuggestions()
                : List.of();
        if (!near.isEmpty()) {
            console.note("Did you mean: " + String.join(", ", near) + "?");
        }
        console.note("Try '" + name + " --help'.");
        return ExitStatus.USAGE;
    }

    private static CommandLine last(List<CommandLine> lines) {
        return lines.get(lines.size() - 1);
    }

    @Command(
            name = "ringtail",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            synopsisSubcommandLabel = "COMMAND",
            description = {"A flight recorder for Windows fleets that can be asked questions.", ""},
            commandListHeading = "%nCommands:%n",
            footer = {
                "",
                "First steps:",
                "  ringtail demo                                          a guided tour on a simulated incident",
                "  ringtail stats TRACE.etl                               what is in a trace",
                "  ringtail query TRACE.etl 'events | summarize count() by Provider'",
                "",
                "Exit status: 0 done, 1 a finding, 2 usage or query error, 3 failure."
            },
            subcommands = {
                RecordVerb.class,
                QueryVerb.class,
                ExplainVerb.class,
                TailVerb.class,
                ExportVerb.class,
                CheckVerb.class,
                StatsVerb.class,
                TypesVerb.class,
                SessionsVerb.class,
                SessionVerb.class,
                JournalVerb.class,
                SchemaVerb.class,
                SimVerb.class,
                DemoVerb.class,
                PerfVerb.class,
                DoctorVerb.class
            })
    private static final class Root {}

    private static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {Main.version()};
        }
    }
}
