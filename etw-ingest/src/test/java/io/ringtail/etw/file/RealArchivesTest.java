package io.ringtail.etw.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealArchivesTest {
    private static final Path REAL =
            Path.of(System.getProperty("ringtail.root", ".")).resolveSibling("shared/data/etl");

    @TempDir
    private Path folder;

    @Test
    void unpacksEveryRealTraceToItsVeryBytes() throws IOException, NoSuchAlgorithmException {
        Path expected = REAL.resolve("expected.json");
        Assumptions.assumeTrue(Files.isRegularFile(expected), "no real traces in " + REAL);

        for (JsonNode file : new ObjectMapper().readTree(expected.toFile()).get("files")) {
            List<TraceInput> inputs =
                    TraceInputs.expand(List.of(REAL.resolve(file.get("file").asText())));

            assertThat(inputs).hasSize(1);
            assertThat(digest(inputs.get(0))).isEqualTo(file.get("raw_sha256").asText());
        }
    }

    private String digest(TraceInput input) throws IOException, NoSuchAlgorithmException {
        try (TraceFile file = input.open(folder, new Problems(input.name()))) {
            byte[] bytes = new byte[Math.toIntExact(file.sizeBytes())];
            assertThat(file.read(0, bytes, bytes.length)).isEqualTo(bytes.length);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        }
    }
}
