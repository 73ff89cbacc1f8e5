package io.ringtail.app;

import io.ringtail.app.journal.InfoCommand;
import io.ringtail.app.journal.VerifyCommand;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ringtail journal info|verify|prune|cursors}. */
@CommandLine.Command(
        name = "journal",
        mixinStandardHelpOptions = true,
        description = "Looks after a journal.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {JournalVerb.InfoVerb.class, JournalVerb.VerifyVerb.class, PruneVerb.class, CursorsVerb.class},
        footer = {
            "",
            "Examples:",
            "  ringtail journal info --journal web.journal",
            "  ringtail journal verify --journal web.journal",
            "  ringtail journal prune --journal web.journal --older-than 7d",
            "  ringtail journal cursors list --journal web.journal"
        })
final class JournalVerb {
    /** {@code --journal}, where it has to be. */
    static final class JournalOption {
        @Option(names = "--journal", paramLabel = "DIR", required = true, description = "the journal's folder")
        private @Nullable Path journal;

        Path path() {
            return Objects.requireNonNull(journal);
        }
    }

    @CommandLine.Command(
            name = "info",
            mixinStandardHelpOptions = true,
            description = "Tells how large a journal is, what is in it, and who is writing it.",
            footer = {"", "Example:", "  ringtail journal info --journal web.journal --format json"})
    static final class InfoVerb implements Verb {
        @Mixin
        private JournalOption journal = new JournalOption();

        @Mixin
        private FormatOption format = new FormatOption();

        @Override
        public Command command() {
            return new InfoCommand(journal.path(), format.format);
        }
    }

    @CommandLine.Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = {
                "Reads every byte of a journal: framing, checksums, order, and that every id is known.",
                "Exit status 1 if damage was found; undamaged blocks stay readable."
            },
            footer = {"", "Example:", "  ringtail journal verify --journal web.journal"})
    static final class VerifyVerb implements Verb {
        @Mixin
        private JournalOption journal = new JournalOption();

        @Mixin
        private FormatOption format = new FormatOption();

        @Override
        public Command command() {
            return new VerifyCommand(journal.path(), format.format);
        }
    }
}
