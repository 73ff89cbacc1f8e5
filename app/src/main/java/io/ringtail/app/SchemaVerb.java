package io.ringtail.app;

import io.ringtail.app.input.UserFolder;
import io.ringtail.app.schema.ImportCommand;
import io.ringtail.app.schema.ListCommand;
import io.ringtail.app.schema.MissingCommand;
import io.ringtail.app.schema.ShowCommand;
import io.ringtail.app.terminal.Refusal;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ringtail schema import|list|show|missing}. */
@CommandLine.Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        description = {
            "Looks after schemas: what says how events are named and their payloads read.",
            "A schema that comes later makes events readable that were recorded before."
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            SchemaVerb.ImportVerb.class,
            SchemaVerb.ListVerb.class,
            SchemaVerb.ShowVerb.class,
            SchemaVerb.MissingVerb.class
        },
        footer = {
            "",
            "Examples:",
            "  ringtail schema missing --journal web.journal              which events have no names and fields",
            "  ringtail schema import --journal web.journal HTTP.man      they have some from now on",
            "  ringtail schema show Microsoft-Windows-HttpService"
        })
final class SchemaVerb {
    @CommandLine.Command(
            name = "import",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "Imports instrumentation manifests, as XML or as they are compiled into programs, into a journal or, without",
                "--journal, for good into the user's own store (RINGTAIL_HOME/schemas, by default ~/.ringtail/schemas),",
                "which every command asks. A program's texts may lie beside it, in en-US/NAME.dll.mui."
            },
            footer = {
                "",
                "Examples:",
                "  ringtail schema import HTTP.man",
                "  ringtail schema import clretwrc.dll drivers/",
                "  ringtail schema import --journal web.journal manifests/"
            })
    static final class ImportVerb implements Verb {
        @Option(names = "--journal", paramLabel = "DIR", description = "the journal that keeps the schemas")
        private @Nullable Path journal;

        @Parameters(
                paramLabel = "PATH",
                arity = "1..*",
                description =
                        "manifests (.man, .xml), programs with manifests in them (.dll, .exe, .sys), or folders of them")
        private List<Path> paths = List.of();

        @Override
        public Command command() {
            for (Path path : paths) {
                if (path.toString().isEmpty() || !Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                    throw Refusal.usage("schema import '" + path + "': no such file or folder; nothing was imported");
                }
            }
            return new ImportCommand(Optional.ofNullable(journal), paths, UserFolder.schemas());
        }
    }

    @CommandLine.Command(
            name = "list",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "Lists the providers whose events can be read: by what stands in a journal or in traces, by imported",
                "schemas, and by the tables that are built in."
            },
            footer = {"", "Examples:", "  ringtail schema list", "  ringtail schema list trace.etl --format csv"})
    static final class ListVerb implements Verb {
        @Mixin
        private InputArguments input = new InputArguments();

        @Mixin
        private FormatOption format = new FormatOption();

        @Override
        public Command command() {
            return new ListCommand(input.selection(), format.format);
        }
    }

    @CommandLine.Command(
            name = "show",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "Shows the events of a provider with their fields, from every schema that knows it.",
                "The argument that names no file is the provider: its name or GUID."
            },
            footer = {
                "",
                "Examples:",
                "  ringtail schema show 'Windows Kernel'",
                "  ringtail schema show Microsoft-Windows-HttpService --schemas HTTP.man",
                "  ringtail schema show dd5ef90a-6398-47a4-ad34-4dcecdef795f --journal web.journal"
            })
    static final class ShowVerb implements Verb {
        @Mixin
        private InputArguments input = new InputArguments();

        @Mixin
        private FormatOption format = new FormatOption();

        @Override
        public Command command() {
            String provider = input.query()
                    .orElseThrow(
                            () -> Refusal.usage(
                                    "schema show needs a provider's name or GUID; 'ringtail schema list' lists the known ones"));
            return new ShowCommand(provider, input.selectionBesideQuery(), format.format);
        }
    }

    @CommandLine.Command(
            name = "missing",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Lists the events that no schema describes, with their counts.",
            footer = {
                "",
                "Examples:",
                "  ringtail schema missing --journal web.journal",
                "  ringtail schema missing trace.etl --schemas manifests/ --format json"
            })
    static final class MissingVerb implements Verb {
        @Mixin
        private InputArguments input = new InputArguments();

        @Mixin
        private FormatOption format = new FormatOption();

        @Override
        public Command command() {
            return new MissingCommand(input.selection(), format.format);
        }
    }
}
