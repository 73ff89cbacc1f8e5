package io.ringtail.app;

import io.ringtail.app.input.SchemaSearch;
import io.ringtail.app.input.UserFolder;
import io.ringtail.app.terminal.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        return new SchemaSearch(paths, UserFolder.schemas());
    }
}
