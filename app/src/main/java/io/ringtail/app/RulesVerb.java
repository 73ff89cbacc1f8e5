package io.ringtail.app;

import io.ringtail.app.input.Selection;
import io.ringtail.app.rules.RulesCommand;
import io.ringtail.app.rules.RulesCommand.Task;
import io.ringtail.app.terminal.Refusal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ringtail rules validate|explain|test|list}. */
@CommandLine.Command(
        name = "rules",
        mixinStandardHelpOptions = true,
        description = {
            "Looks at rule files: a rule is a query, a condition and what is done when it holds.",
            "",
            "  rule checkout_errors",
            "    on ['Contoso-Checkout'] | summarize err = countif(statusCode >= 500), n = count() by bin(Timestamp, 30s)",
            "    when n >= 20 and err * 1.0 / n > 0.05",
            "    for 2 of 3 windows   cooldown 15m   mode shadow   severity critical",
            "    message \"{err} of {n} requests failed\"",
            "    then alert, export session (before 60s, after 30s)",
            ""
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {RulesVerb.Validate.class, RulesVerb.Explain.class, RulesVerb.Test.class, RulesVerb.ListThem.class
        },
        footer = {
            "",
            "Examples:",
            "  ringtail rules validate rules/ --journal web.journal",
            "  ringtail rules test checkout.rules",
            "  ringtail record --journal web.journal trace.etl --rules rules/",
            "  ringtail replay --journal web.journal --rules checkout.rules"
        })
final class RulesVerb {
    /** What all of them take. */
    static final class Arguments {
        @Parameters(paramLabel = "FILE", arity = "0..*", description = "rule files, or folders of *.rules files")
        private List<Path> files = new ArrayList<>();

        @Option(names = "--journal", paramLabel = "DIR", description = "a recording whose names the rules must fit")
        private @Nullable Path journal;

        @Option(names = "--trace", paramLabel = "FILE", description = "a trace whose names they must fit; repeatable")
        private List<Path> traces = new ArrayList<>();

        @Mixin
        private SchemaOption schemas = new SchemaOption();

        @Mixin
        private FormatOption format = new FormatOption();

        RulesCommand command(Task task, String verb) {
            if (files.isEmpty()) {
                throw Refusal.usage(
                        "rules " + verb + " needs a rule file or a folder of them; see 'ringtail rules --help'");
            }
            Selection input = new Selection(Optional.ofNullable(journal), traces, schemas.search(), Optional.empty());
            return new RulesCommand(task, List.copyOf(files), input, format.format);
        }
    }

    @CommandLine.Command(
            name = "validate",
            mixinStandardHelpOptions = true,
            description = "Says what is wrong with rule files: 0 nothing, 2 something.")
    static final class Validate implements Verb {
        @Mixin
        private Arguments arguments = new Arguments();

        @Override
        public Command command() {
            return arguments.command(Task.VALIDATE, "validate");
        }
    }

    @CommandLine.Command(
            name = "explain",
            mixinStandardHelpOptions = true,
            description = "Says in sentences what each rule does.")
    static final class Explain implements Verb {
        @Mixin
        private Arguments arguments = new Arguments();

        @Override
        public Command command() {
            return arguments.command(Task.EXPLAIN, "explain");
        }
    }

    @CommandLine.Command(
            name = "test",
            mixinStandardHelpOptions = true,
            description = {
                "Runs the tests that stand beside rules: 0 all pass, 1 one fails.",
                "",
                "  test 'two failures' given datatable(Timestamp: datetime, Provider: string, EventName: string,",
                "      statusCode: long) [datetime(2026-03-01T10:00:01), 'Contoso-Checkout', 'RequestStop', 500, …]",
                "    expect fired checkout_errors at datetime(2026-03-01T10:00:30)",
                "  test 'a quiet day' given 'quiet.etl' expect nothing"
            })
    static final class Test implements Verb {
        @Mixin
        private Arguments arguments = new Arguments();

        @Override
        public Command command() {
            return arguments.command(Task.TEST, "test");
        }
    }

    @CommandLine.Command(name = "list", mixinStandardHelpOptions = true, description = "Lists rules, one a row.")
    static final class ListThem implements Verb {
        @Mixin
        private Arguments arguments = new Arguments();

        @Override
        public Command command() {
            return arguments.command(Task.LIST, "list");
        }
    }
}
