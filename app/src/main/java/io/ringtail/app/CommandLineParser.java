package io.ringtail.app;

import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Style;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParseResult;

/** Turns a command line into a command, with picocli. */
final class CommandLineParser {
    private static final Pattern CHOICES = Pattern.compile("expected one of \\[([^]]*)] \\(case-insensitive\\)");

    private CommandLineParser() {}

    static ExitStatus run(String[] arguments, Console console) throws IOException {
        int width = console.columns() > 0 ? Math.clamp(console.columns(), 60, 120) : 100;
        CommandLine line = new CommandLine(new Root())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(width)
                .setUsageHelpAutoWidth(false);
        HelpLayout.apply(line, width);
        listWholeSentences(line);
        ParseResult result;
        try {
            result = line.parseArgs(arguments);
        } catch (CommandLine.ParameterException e) {
            return refuse(e, console);
        }
        CommandLine leaf = last(result.asCommandLineList());
        List<String> unknown = leaf.getUnmatchedArguments();
        if (!unknown.isEmpty() && !leaf.getSubcommands().isEmpty()) { // help of what there is not
            return refuse(new CommandLine.UnmatchedArgumentException(leaf, unknown), console);
        }
        if (leaf.isUsageHelpRequested() || !(leaf.getCommand() instanceof Verb verb)) {
            leaf.usage(console.out(), console.style() == Style.COLOURED ? Ansi.ON : Ansi.OFF);
            boolean asked = leaf.isUsageHelpRequested() || arguments.length == 0;
            return asked ? ExitStatus.DONE : ExitStatus.USAGE;
        }
        return verb.command().run(console);
    }

    /** Of each subcommand the first sentence of its description, not the first line. */
    private static void listWholeSentences(CommandLine line) {
        line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, CommandLineParser::subcommands);
        line.getSubcommands().values().forEach(CommandLineParser::listWholeSentences);
    }

    private static String subcommands(Help help) {
        int names = help.subcommands().keySet().stream()
                        .mapToInt(String::length)
                        .max()
                        .orElse(0)
                + 4;
        int width = help.commandSpec().usageMessage().width();
        Help.TextTable table = Help.TextTable.forColumns(
                help.colorScheme(),
                new Help.Column(names, 2, Help.Column.Overflow.SPAN),
                new Help.Column(width - names, 0, Help.Column.Overflow.WRAP));
        table.setAdjustLineBreaksForWideCJKCharacters(true);
        help.subcommands()
                .forEach((name, subcommand) -> table.addRowValues(
                        help.colorScheme().commandText(name),
                        help.colorScheme()
                                .text(firstSentence(
                                        subcommand.commandSpec().usageMessage().description()))));
        return table.toString();
    }

    static String firstSentence(String... description) {
        String text = String.join(" ", description).strip();
        int end = text.indexOf(". ");
        return end < 0 ? text : text.substring(0, end + 1);
    }

    private static ExitStatus refuse(CommandLine.ParameterException e, Console console) {
        String name = e.getCommandLine().getCommandSpec().qualifiedName();
        console.note("ringtail: " + inWords(String.valueOf(e.getMessage())));
        List<String> near = CommandLine.UnmatchedArgumentException.class.isInstance(e)
                ? ((CommandLine.UnmatchedArgumentException) e).getSuggestions()
                : List.of();
        if (!near.isEmpty()) {
            console.note("Did you mean: " + String.join(", ", near) + "?");
        }
        console.note("Try '" + name + " --help'.");
        return ExitStatus.USAGE;
    }

    /** Choices as they are typed: {@code table, json}, not {@code [TABLE, JSON]}. */
    static String inWords(String message) {
        Matcher choices = CHOICES.matcher(message);
        return choices.find()
                ? choices.replaceFirst(Matcher.quoteReplacement(
                        "expected one of " + choices.group(1).toLowerCase(Locale.ROOT)))
                : message;
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
                RulesVerb.class,
                ReplayVerb.class,
                StatsVerb.class,
                TypesVerb.class,
                SessionsVerb.class,
                SessionVerb.class,
                JournalVerb.class,
                SchemaVerb.class,
                CanaryVerb.class,
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
