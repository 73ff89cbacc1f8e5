package io.ringtail.app;

import io.ringtail.app.query.QueryCommand;
import io.ringtail.app.terminal.Refusal;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ringtail query}. */
@CommandLine.Command(
        name = "query",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Asks a trace or a journal a question in the Kusto Query Language (see docs/language.md).",
            "The argument that names no file is the query. Without input only datatable and print can be asked."
        },
        footer = {
            "",
            "Examples:",
            "  ringtail query trace.etl 'events | summarize n = count() by Provider | top 10 by n'",
            "  ringtail query trace.etl \"['Windows Kernel/Process/Start'] | project Timestamp, ImageFileName, Payload.ProcessID\"",
            "  ringtail query --journal web.journal 'events | where ProcessId == 4712 | count'",
            "  ringtail query --journal web.journal --query-file slow-requests.kql --format json"
        })
final class QueryVerb implements Verb {
    @Mixin
    private InputArguments input = new InputArguments();

    @Option(names = "--query-file", paramLabel = "F", description = "read the query from this file; - reads stdin")
    private @Nullable String queryFile;

    @Mixin
    private FormatOption format = new FormatOption();

    @Option(
            names = "--tz",
            paramLabel = "ZONE",
            description = "print times of tables in this zone, such as Europe/Berlin (default: UTC)")
    private String zone = "UTC";

    @Override
    public Command command() {
        Optional<String> argument = input.query();
        if (argument.isPresent() && queryFile != null) {
            throw Refusal.usage("the query '" + argument.get() + "' and --query-file " + queryFile
                    + " are both given; leave one out");
        }
        String text = queryFile != null ? read(queryFile) : argument.orElseThrow(QueryVerb::noQuery);
        return new QueryCommand(text, input.selectionBesideQuery(), format.format, zone());
    }

    private static Refusal noQuery() {
        return Refusal.usage("query needs a query: ringtail query trace.etl 'events | count'");
    }

    private static String read(String file) {
        try {
            return file.equals("-")
                    ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(file));
        } catch (CharacterCodingException e) {
            throw Refusal.usage("--query-file " + file + " is no UTF-8 text");
        } catch (IOException e) {
            throw Refusal.failure("--query-file " + file + " cannot be read: " + e.getMessage());
        }
    }

    private ZoneId zone() {
        try {
            return zone.equals("UTC") ? ZoneOffset.UTC : ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw Refusal.usage("--tz " + zone + " is no time zone; one is Europe/Berlin, UTC or +02:00");
        }
    }
}
