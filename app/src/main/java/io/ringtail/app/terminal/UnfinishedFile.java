package io.ringtail.app.terminal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/** The name under which a file is written until it is whole: beside it, hidden, and gone when the process ends in order. */
public final class UnfinishedFile {
    private static final String SUFFIX = ".tmp";
    /** Nobody who still writes leaves a file as it is for so long. */
    private static final Duration LEAST_AGE = Duration.ofDays(1);

    private UnfinishedFile() {}

    /** Makes one, and clears away those of the same file whose process was killed. */
    public static Path beside(Path file) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        String prefix = "." + file.getFileName() + ".";
        sweep(folder, prefix, Instant.now().minus(LEAST_AGE));
        Path unfinished = Files.createTempFile(folder, prefix, SUFFIX);
        unfinished.toFile().deleteOnExit(); // a signal ends the process without closing anything
        return unfinished;
    }

    private static void sweep(Path folder, String prefix, Instant before) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, path -> isLeft(path, prefix, before))) {
            for (Path left : all) {
                Files.deleteIfExists(left);
            }
        }
    }

    private static boolean isLeft(Path path, String prefix, Instant before) throws IOException {
        String name = String.valueOf(path.getFileName());
        return name.startsWith(prefix)
                && name.endsWith(SUFFIX)
                && name.substring(prefix.length(), Math.max(prefix.length(), name.length() - SUFFIX.length()))
                        .matches("\\d+")
                && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                && Files.getLastModifiedTime(path).toInstant().isBefore(before);
    }
}
