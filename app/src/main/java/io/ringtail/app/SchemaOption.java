package io.ringtail.app;

import io.ringtail.app.input.SchemaSearch;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.etw.schema.SchemaStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Option;

/** {@code --schemas}, wherever events are read; beside them, what the user imported for good. */
final class SchemaOption {
    @Option(
            names = "--schemas",
            paramLabel = "PATH",
            description =
                    "a manifest (.man), a program that has one in it (.dll, .exe, .sys), or a folder of them, to name and"
                            + " decode events with; may be repeated")
    private List<Path> paths = new ArrayList<>();

    SchemaSearch search() {
        for (Path path : paths) {
            if (!Files.exists(path)) {
                throw Refusal.usage("--schemas " + path + ": no such file or folder");
            }
        }
        return new SchemaSearch(paths, store());
    }

    /** The user's own schemas. */
    static SchemaStore store() {
        return new SchemaStore(home().resolve("schemas"));
    }

    /** Where what is the user's own is kept: {@code RINGTAIL_HOME}, or {@code .ringtail} in the home folder. */
    static Path home() {
        return Path.of(Objects.requireNonNullElseGet(
                System.getenv("RINGTAIL_HOME"), () -> System.getProperty("user.home") + "/.ringtail"));
    }
}
