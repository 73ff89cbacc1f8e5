package io.ringtail.app;

import io.ringtail.app.journal.CompactCommand;
import io.ringtail.app.journal.InfoCommand;
import io.ringtail.app.journal.MarkCommand;
import io.ringtail.app.journal.VerifyCommand;
import io.ringtail.ring.block.Compression;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ringtail journal info|verify|compact|mark|prune|cursors}. */
@CommandLine.Command(
        name = "journal",
        mixinStandardHelpOptions = true,
        description = "Looks after a journal.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            JournalVerb.InfoVerb.class,
            JournalVerb.VerifyVerb.class,
            JournalVerb.CompactVerb.class,
            JournalVerb.MarkVerb.class,
            PruneVerb.class,
            CursorsVerb.class
        },
        footer = {
            "",
            "Examples:",
            "  ringtail journal info --journal web.journal",
            "  ringtail journal verify --journal web.journal",
            "  ringtail journal compact --journal web.journal",
            "  ringtail journal mark --journal web.journal 'deployed 1.2'",
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

    @CommandLine.Command(
            name = "compact",
            mixinStandardHelpOptions = true,
            description = {
                "Rewrites a journal's closed files into full, compressed blocks. Events, sequences and order stay as they",
                "are. A file is replaced only when the new one is complete, compared and on the disk; readers and a",
                "writer may go on meanwhile."
            },
            footer = {
                "",
                "Examples:",
                "  ringtail journal compact --journal web.journal",
                "  ringtail journal compact --journal web.journal --compress lz4"
            })
    static final class CompactVerb implements Verb {
        @Mixin
        private JournalOption journal = new JournalOption();

        @Option(
                names = "--compress",
                paramLabel = "METHOD",
                description = "zstd (smallest), lz4 (fastest to read) or none (default: zstd)")
        private Compression compression = Compression.ZSTD;

        @Mixin
        private FormatOption format = new FormatOption();

        @Override
        public Command command() {
            return new CompactCommand(journal.path(), compression, format.format);
        }
    }

    @CommandLine.Command(
            name = "mark",
            mixinStandardHelpOptions = true,
            description = {
                "Puts a note into the stream, also while another process records: the event Ringtail-Bus/Mark.",
                "Ask for notes with: control | where EventName == 'Mark'"
            },
            footer = {"", "Example:", "  ringtail journal mark --journal web.journal 'deployed 1.2 to rack 7'"})
    static final class MarkVerb implements Verb {
        @Mixin
        private JournalOption journal = new JournalOption();

        @Parameters(paramLabel = "TEXT", description = "the note")
        private String text = "";

        @Override
        public Command command() {
            return new MarkCommand(journal.path(), text);
        }
    }
}
