package io.ringtail.etw.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.ring.event.Schema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaFilesTest {
    private static final String MANIFEST = "<provider name='A' guid='{dd5ef90a-6398-47a4-ad34-4dcecdef795f}'/>";

    @TempDir
    Path folder;

    @Test
    void readsManifestsOneByOneAndInFolders() throws IOException {
        Path inner = Files.createDirectories(folder.resolve("a/b"));
        Files.writeString(inner.resolve("x.MAN"), MANIFEST);
        Files.writeString(folder.resolve("ignored.txt"), "no manifest");
        Path single = Files.writeString(folder.resolve("single.xml"), MANIFEST);

        SchemaFiles read = SchemaFiles.read(List.of(folder, single));

        Schema expected = new Schema(
                "manifest", Schema.ANY, Schema.ANY, Schema.Rank.IMPORTED, MANIFEST.getBytes(StandardCharsets.UTF_8));
        assertThat(read.schemas()).containsExactly(expected, expected);
        assertThat(read.problems()).isEmpty();
    }

    @Test
    void takesInFoldersThoseXmlFilesThatAreManifests() throws IOException {
        String whole = "<?xml version='1.0'?><!-- of a shop --><instrumentationManifest>" + MANIFEST
                + "</instrumentationManifest>";
        Files.writeString(folder.resolve("Shop.manifest.xml"), whole);
        Files.writeString(folder.resolve("utf16.xml"), '\uFEFF' + whole, StandardCharsets.UTF_16LE);
        Files.writeString(folder.resolve("pom.xml"), "<project><provider/></project>");
        Files.writeString(folder.resolve("broken.xml"), "<instrumentationManifest");

        SchemaFiles read = SchemaFiles.read(List.of(folder));

        assertThat(read.schemas()).hasSize(2);
        assertThat(read.problems())
                .singleElement()
                .asString()
                .startsWith(folder.resolve("broken.xml") + ": the XML is broken");
    }

    @Test
    void namesTheFilesThatItCannotUse() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.man"), "<events/>");
        Path missing = folder.resolve("missing.man");

        SchemaFiles read = SchemaFiles.read(List.of(broken, missing));

        assertThat(read.schemas()).isEmpty();
        assertThat(read.problems())
                .containsExactly(
                        broken + ": the manifest has no provider",
                        missing + ": cannot be read: java.nio.file.NoSuchFileException: " + missing);
    }
}
