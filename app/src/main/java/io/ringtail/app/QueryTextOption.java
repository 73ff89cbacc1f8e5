package io.ringtail.app;

import io.ringtail.app.terminal.Refusal;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --query-file}, for the verbs that take a query among their arguments. */
final class QueryTextOption {
    @Option(names = "--query-file", paramLabel = "F", description = "read the query from this file; - reads stdin")
    private @Nullable String queryFile;

    @Option(
            names = "--param",
            paramLabel = "NAME=VALUE",
            description = "the value of a parameter that the query declares: declare query_parameters(n: long);")
    private List<String> parameters = new ArrayList<>();

    Map<String, String> parameters() {
        Map<String, String> values = new LinkedHashMap<>();
        for (String parameter : parameters) {
            int equals = parameter.indexOf('=');
            if (equals <= 0) {
                throw Refusal.usage("--param " + parameter + " gives no value to a name; write --param name=value");
            }
            String name = parameter.substring(0, equals);
            if (values.putIfAbsent(name, parameter.substring(equals + 1)) != null) {
                throw Refusal.usage("--param " + name + " is given twice; leave one out");
            }
        }
        return values;
    }

    /** The query, refusing a command line that has none. */
    String text(InputArguments input, String verb) {
        return optional(input)
                .orElseThrow(
                        () -> Refusal.usage(verb + " needs a query: ringtail " + verb + " trace.etl 'events | count'"));
    }

    Optional<String> optional(InputArguments input) {
        Optional<String> argument = input.query();
        String file = queryFile;
        if (argument.isPresent() && file != null) {
            throw Refusal.usage(
                    "the query '" + argument.get() + "' and --query-file " + file + " are both given; leave one out");
        }
        return file == null ? argument : Optional.of(read(file));
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
}
