package io.ringtail.app;

import io.ringtail.app.input.Selection;
import io.ringtail.app.rtz.RtzFormat;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.etw.file.TraceInputs;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code (--journal DIR | FILE…)} and, for the verbs that take one, the query among them. */
final class InputArguments {
    @Option(names = "--journal", paramLabel = "DIR", description = "the journal to ask, instead of traces")
    private @Nullable Path journal;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description =
                    "traces: .etl, .etl.gz, .zip, .diagsession or folders; those of one clock are merged by time. Or one"
                            + " session: .rtz")
    private List<String> arguments = new ArrayList<>();

    @Option(names = "--key", paramLabel = "FILE", description = "the private key that opens an encrypted session")
    private @Nullable Path key;

    @Mixin
    private SchemaOption schemas = new SchemaOption();

    /** The input of a verb that takes no query. */
    Selection selection() {
        return selection(arguments);
    }

    /** The input of a verb that takes its query by an option. */
    Selection selectionWithoutQuery(String option) {
        for (String argument : arguments) {
            if (!namesInput(argument) && looksLikeQuery(argument)) {
                throw Refusal.usage("'" + argument + "' names no file; a query is given by " + option + " \""
                        + argument.replace("\"", "\\\"") + "\"");
            }
        }
        return selection();
    }

    private static boolean looksLikeQuery(String argument) {
        return argument.contains("|") || argument.startsWith("['") || argument.equals("events");
    }

    private Selection selection(List<String> traces) {
        if (traces.contains("")) {
            throw Refusal.usage("the name of a trace is empty; is a variable of the shell not set?");
        }
        return new Selection(
                Optional.ofNullable(journal),
                traces.stream().map(Path::of).toList(),
                schemas.search(),
                Optional.ofNullable(key));
    }

    /** The input of a verb that takes a query: whatever is not {@link #query}. */
    Selection selectionBesideQuery() {
        return selection(arguments.stream().filter(InputArguments::namesInput).toList());
    }

    /** The one argument that is no input. */
    Optional<String> query() {
        List<String> queries =
                arguments.stream().filter(argument -> !namesInput(argument)).toList();
        if (queries.size() > 1) {
            throw Refusal.usage("'" + queries.get(0) + "' names no file, and '" + queries.get(1)
                    + "' would be a second query; put the query into quotes and check the file names");
        }
        return queries.stream().findFirst();
    }

    /** It exists, or its suffix says that it should. */
    private static boolean namesInput(String argument) {
        if (TraceInputs.hasTraceSuffix(argument) || argument.endsWith(RtzFormat.SUFFIX)) {
            return true;
        }
        try {
            return Files.exists(Path.of(argument));
        } catch (InvalidPathException e) {
            return false; // queries hold what no file name may
        }
    }
}
