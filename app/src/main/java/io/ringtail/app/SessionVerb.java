package io.ringtail.app;

import io.ringtail.app.journal.SessionCommand;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ringtail session start|stop}. */
@CommandLine.Command(
        name = "session",
        mixinStandardHelpOptions = true,
        description = {
            "Names a span of a journal while it is recorded: everything between start and stop.",
            "Export one with: ringtail export --journal DIR --to rtz --session NAME --out FILE.rtz"
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {SessionVerb.StartVerb.class, SessionVerb.StopVerb.class},
        footer = {
            "",
            "Examples:",
            "  ringtail session start --journal web.journal 'load test' --note 'with the new driver'",
            "  ringtail session stop --journal web.journal 'load test'"
        })
final class SessionVerb {
    private SessionVerb() {}

    @CommandLine.Command(
            name = "start",
            mixinStandardHelpOptions = true,
            description = "Starts a session here, with what is known of this host: Ringtail-Bus/SessionStarted.",
            footer = {"", "Example:", "  ringtail session start --journal web.journal 'load test'"})
    static final class StartVerb implements Verb {
        @Option(names = "--journal", paramLabel = "DIR", required = true, description = "the journal's folder")
        private @Nullable Path journal;

        @Option(names = "--note", paramLabel = "TEXT", description = "what it is about")
        private String note = "";

        @Parameters(paramLabel = "NAME", description = "the session's name")
        private String name = "";

        @Override
        public Command command() {
            return SessionCommand.start(Objects.requireNonNull(journal), name, note);
        }
    }

    @CommandLine.Command(
            name = "stop",
            mixinStandardHelpOptions = true,
            description = "Stops a session here: Ringtail-Bus/SessionStopped.",
            footer = {"", "Example:", "  ringtail session stop --journal web.journal 'load test'"})
    static final class StopVerb implements Verb {
        @Option(names = "--journal", paramLabel = "DIR", required = true, description = "the journal's folder")
        private @Nullable Path journal;

        @Parameters(paramLabel = "NAME", description = "the session's name")
        private String name = "";

        @Override
        public Command command() {
            return SessionCommand.stop(Objects.requireNonNull(journal), name);
        }
    }
}
