package io.ringtail.app;

import io.ringtail.app.journal.CursorCommand;
import io.ringtail.app.journal.CursorsCommand;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ringtail journal cursors list|seek|reset|delete}. */
@CommandLine.Command(
        name = "cursors",
        mixinStandardHelpOptions = true,
        description = {
            "Shows and moves the durable cursors of a journal: where each reader goes on, and how far it is",
            "behind. What a cursor has not read yet is not pruned."
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            CursorsVerb.ListVerb.class,
            CursorsVerb.SeekVerb.class,
            CursorsVerb.ResetVerb.class,
            CursorsVerb.DeleteVerb.class
        },
        footer = {
            "",
            "Examples:",
            "  ringtail journal cursors list --journal web.journal",
            "  ringtail journal cursors seek rules --to end --journal web.journal",
            "  ringtail journal cursors delete rules --journal web.journal"
        })
final class CursorsVerb {
    /** Which cursor of which journal. */
    static final class Named {
        @Mixin
        private JournalVerb.JournalOption journal = new JournalVerb.JournalOption();

        @Parameters(paramLabel = "NAME", description = "the cursor's name")
        private @Nullable String name;

        CursorCommand command(CursorCommand.Action action) {
            return new CursorCommand(journal.path(), Objects.requireNonNull(name), action);
        }
    }

    @CommandLine.Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the cursors: position, events behind the journal's end, size of the state.",
            footer = {"", "Example:", "  ringtail journal cursors list --journal web.journal --format json"})
    static final class ListVerb implements Verb {
        @Mixin
        private JournalVerb.JournalOption journal = new JournalVerb.JournalOption();

        @Mixin
        private FormatOption format = new FormatOption();

        @Override
        public Command command() {
            return new CursorsCommand(journal.path(), format.format);
        }
    }

    @CommandLine.Command(
            name = "seek",
            mixinStandardHelpOptions = true,
            description = {
                "Moves a cursor, and makes it if it is not there. Its state stays as it is: what it counted",
                "before is not undone. Nobody may be reading with it."
            },
            footer = {
                "",
                "Examples:",
                "  ringtail journal cursors seek rules --to 120000 --journal web.journal",
                "  ringtail journal cursors seek rules --to 2026-11-23T12:00:00Z --journal web.journal",
                "  ringtail journal cursors seek rules --to end --journal web.journal"
            })
    static final class SeekVerb implements Verb {
        @Mixin
        private Named cursor = new Named();

        @Option(names = "--to", paramLabel = "PLACE", required = true, description = "a sequence, a time, start or end")
        private @Nullable String to;

        @Override
        public Command command() {
            return cursor.command(CursorCommand.Seek.to(Objects.requireNonNull(to)));
        }
    }

    @CommandLine.Command(
            name = "reset",
            mixinStandardHelpOptions = true,
            description = "Starts a cursor over: at the journal's start, without state.",
            footer = {"", "Example:", "  ringtail journal cursors reset rules --journal web.journal"})
    static final class ResetVerb implements Verb {
        @Mixin
        private Named cursor = new Named();

        @Override
        public Command command() {
            return cursor.command(new CursorCommand.Reset());
        }
    }

    @CommandLine.Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            description = "Takes a cursor away; what it held back may be pruned then.",
            footer = {"", "Example:", "  ringtail journal cursors delete rules --journal web.journal"})
    static final class DeleteVerb implements Verb {
        @Mixin
        private Named cursor = new Named();

        @Override
        public Command command() {
            return cursor.command(new CursorCommand.Delete());
        }
    }
}
