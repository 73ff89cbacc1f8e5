package io.ringtail.etw.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringtail.etw.file.TraceInputs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The real traces beside the checkout and what is known of them; absent on most machines. */
final class RealTraces {
    static final Path FOLDER = Path.of(System.getProperty("ringtail.root", ".")).resolveSibling("shared/data/etl");

    private static final Path EXPECTED = FOLDER.resolve("expected.json");

    private RealTraces() {}

    static boolean areThere() {
        return Files.isRegularFile(EXPECTED);
    }

    /** One for each trace; none where the folder is absent. */
    static Stream<JsonNode> expected() {
        if (!areThere()) {
            return Stream.empty();
        }
        try {
            JsonNode files = new ObjectMapper().readTree(EXPECTED.toFile()).get("files");
            return StreamSupport.stream(files.spliterator(), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TraceFiles open(String... names) throws IOException {
        List<Path> paths = Stream.of(names).map(FOLDER::resolve).toList();
        return TraceFiles.open(TraceInputs.expand(paths), Path.of(System.getProperty("java.io.tmpdir")));
    }
}
