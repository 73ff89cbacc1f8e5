package io.ringtail.etw.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.ring.event.Schema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaStoreTest {
    private static final String MANIFEST = """
            <instrumentationManifest><instrumentation><events>
              <provider name="Shop" guid="{dd5ef90a-6398-47a4-ad34-4dcecdef795f}" symbol="S">
                <events><event value="1" symbol="Sold"/></events>
              </provider>
            </events></instrumentation></instrumentationManifest>
            """;

    @TempDir
    private Path folder;

    /** What a killed import leaves takes room for ever; what another writes at this moment is left alone. */
    @Test
    void sweepsWhatAKilledImportDidNotFinish() throws IOException {
        Path provider = Files.createDirectories(folder.resolve("dd5ef90a-6398-47a4-ad34-4dcecdef795f"));
        Path left = Files.write(provider.resolve("import123.part"), new byte[10]);
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        Path written = Files.write(provider.resolve("import124.part"), new byte[10]);

        assertThat(new SchemaStore(folder).add(manifest())).isTrue();

        assertThat(left).doesNotExist();
        assertThat(written).exists();
        assertThat(provider).isDirectoryContaining("glob:**0001-*.man");
        assertThat(new SchemaStore(folder).add(manifest())).isFalse();
    }

    private static Schema manifest() {
        return new Schema(
                SchemaFormat.MANIFEST.label(),
                Schema.ANY,
                Schema.ANY,
                Schema.Rank.IMPORTED,
                MANIFEST.getBytes(StandardCharsets.UTF_8));
    }
}
