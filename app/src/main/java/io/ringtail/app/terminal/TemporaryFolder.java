package io.ringtail.app.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder that is gone, with all in it, when it is closed. */
public record TemporaryFolder(Path path) implements AutoCloseable {
    public static TemporaryFolder create(String prefix) throws IOException {
        return untilExit(Files.createTempDirectory(prefix));
    }

    public static TemporaryFolder createIn(Path parent, String prefix) throws IOException {
        return untilExit(Files.createTempDirectory(parent, prefix));
    }

    /** A signal ends the process without {@link #close}; the files in it are marked likewise by who makes them. */
    private static TemporaryFolder untilExit(Path folder) {
        folder.toFile().deleteOnExit();
        return new TemporaryFolder(folder);
    }

    /** Removes a folder and all in it; nothing happens if it is not there. */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> below = Files.walk(folder)) {
            for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    @Override
    public void close() throws IOException {
        delete(path);
    }
}
