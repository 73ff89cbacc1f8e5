package io.ringtail.etw.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.ring.event.Schema;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
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
                .containsExactly(broken + ": the manifest has no provider", missing + ": no such file or folder");
        assertThat(read.unusable()).isEqualTo(2);
    }

    @Test
    void saysWhatAFileIsThatIsNoManifest() throws IOException {
        byte[] trace = new byte[4096];
        ByteBuffer.wrap(trace)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0, trace.length)
                .putInt(0x30, trace.length)
                .putInt(72, 0xC0110000);

        String wanted = "; a manifest is XML (.man), or lies in a program (.dll, .exe, .sys)";
        assertThat(problem(trace))
                .isEqualTo("is a trace, no manifest; the schemas in a trace are used without an import");
        assertThat(problem()).isEqualTo("is empty" + wanted);
        assertThat(problem('E', 'T', 'W')).isEqualTo("is no XML" + wanted);
        assertThat(problem(0x1F, 0x8B, 8)).isEqualTo("is an archive; unpack it and name the manifests in it");
        assertThat(problem('P', 'K', 3, 4)).isEqualTo("is an archive; unpack it and name the manifests in it");
        assertThat(problem(0x7F, 'E', 'L', 'F', 2, 1))
                .isEqualTo("is neither XML nor a Windows program (it begins with 7f 45 4c 46 02 01)" + wanted);
    }

    @Test
    void refusesALargeFileByItsSize() throws IOException {
        Path large = folder.resolve("large.man");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.write(("<provider>" + " ".repeat(200)).getBytes(StandardCharsets.US_ASCII));
            file.setLength(20_000_000);
        }

        assertThat(SchemaFiles.read(List.of(large)).problems())
                .containsExactly(
                        large
                                + ": has 20000000 bytes, and of a manifest no more than 16777216 are read; split it by providers");
    }

    @Test
    void readsNoPipe() throws IOException {
        Path pipe = Path.of("/dev/null");
        Assumptions.assumeTrue(Files.exists(pipe), "no such device on this system");

        assertThat(SchemaFiles.read(List.of(pipe)).problems())
                .containsExactly(
                        "/dev/null: is a pipe or a device, and schemas are read from files; copy it into one first");
    }

    /** As Windows' own folders are for those who are not administrators. */
    @Test
    void namesFoldersThatCannotBeListedAndReadsTheOthers() throws IOException {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Files.writeString(folder.resolve("x.man"), MANIFEST);
        Assumptions.assumeTrue(closed.toFile().setReadable(false) && !Files.isReadable(closed), "root reads all");

        SchemaFiles read = SchemaFiles.read(List.of(folder));

        assertThat(read.schemas()).hasSize(1);
        assertThat(read.problems()).containsExactly(closed + ": access is denied; run as its owner or change its mode");
        assertThat(read.unusable()).isZero();
    }

    private String problem(int... bytes) throws IOException {
        byte[] content = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            content[i] = (byte) bytes[i];
        }
        return problem(content);
    }

    private String problem(byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("file"), content);
        String problem = SchemaFiles.read(List.of(file)).problems().get(0);
        return problem.substring((file + ": ").length());
    }
}
