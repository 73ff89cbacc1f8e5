package io.ringtail.etw.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceInputsTest {
    @TempDir
    private Path folder;

    private byte[] trace = new byte[0];

    @BeforeEach
    void makeATrace() {
        byte[] noise = new byte[6000]; // so that packing does not shrink it to nothing
        new SplittableRandom(5).nextBytes(noise);
        trace = new TraceBytes(4096)
                .buffer(0, TraceBytes.event(TraceBytes.RAW0, 1, Arrays.copyOf(noise, 3000)))
                .buffer(0, TraceBytes.event(TraceBytes.RAW0, 2, Arrays.copyOfRange(noise, 3000, 6000)))
                .bytes();
    }

    @Test
    void expandsFoldersAndArchivesByName() throws IOException {
        Files.createDirectory(folder.resolve("below"));
        Files.write(folder.resolve("below/c.ETL"), trace);
        Files.write(folder.resolve("b.etl"), trace);
        Files.writeString(folder.resolve("notes.txt"), "no trace");
        Files.write(folder.resolve("CldFlt0.etlgz"), trace);
        zip("a.zip", "x/2.etl", "readme.md", "1.etl");
        zip("d.diagsession", "3.etl", "metadata.xml");

        List<TraceInput> inputs = TraceInputs.expand(List.of(folder));

        assertThat(inputs)
                .extracting(input -> input.name().substring(folder.toString().length() + 1))
                .containsExactly(
                        "CldFlt0.etlgz", "a.zip!1.etl", "a.zip!x/2.etl", "b.etl", "below/c.ETL", "d.diagsession!3.etl");
    }

    @Test
    void refusesWhatIsNotThereAndWhatHoldsNoTrace() throws IOException {
        Path missing = folder.resolve("missing.etl");
        Path empty = Files.createDirectory(folder.resolve("empty"));

        assertThatThrownBy(() -> TraceInputs.expand(List.of(missing)))
                .isInstanceOf(TraceUnreadableException.class)
                .hasMessage(missing + ": no such file or folder");
        assertThatThrownBy(() -> TraceInputs.expand(List.of(empty)))
                .hasMessage(empty
                        + ": holds no trace: no file whose name ends in one of .etl .etl.gz .etlgz .zip .diagsession");
    }

    @Test
    void refusesADeviceInsteadOfWaitingForIt() {
        Path device = Path.of("/dev/null");
        assumeThat(device).as("a system with devices").exists();

        assertThatThrownBy(() -> TraceInputs.expand(List.of(device)))
                .isInstanceOf(TraceUnreadableException.class)
                .hasMessage(
                        "/dev/null: is a pipe or a device, and a trace is read from a file; copy it into one first");
    }

    @Test
    void unpacksToATemporaryFileAndDeletesItOnClose() throws IOException {
        Path unpacked = Files.createDirectory(folder.resolve("unpacked"));
        zip("a.zip", "1.etl");

        try (EtlFile member = open(new TraceInput(folder.resolve("a.zip"), "1.etl"), unpacked);
                EtlFile gzipped = open(new TraceInput(gzip(trace.length), ""), unpacked)) {
            assertThat(member.sizeBytes()).isEqualTo(trace.length);
            assertThat(member.facts()).containsEntry("file", folder.resolve("a.zip") + "!1.etl");
            assertThat(gzipped.sizeBytes()).isEqualTo(trace.length);
            assertThat(list(unpacked)).hasSize(2);
        }

        assertThat(list(unpacked)).isEmpty();
    }

    @Test
    void readsAnArchiveThatIsCutUpToTheCut() throws IOException {
        Path gzip = gzip(trace.length);
        Path zip = zip("a.zip", "1.etl");
        cut(gzip, 5000);
        cut(zip, 5000);

        for (TraceInput input : TraceInputs.expand(List.of(gzip, zip))) {
            try (EtlFile file = open(input, folder)) {
                assertThat(file.plan().count()).isEqualTo(3);
                assertThat(file.problems().listed().get(0).what()).startsWith("the archive is damaged: ");
            }
        }
    }

    @Test
    void tellsOfAMemberWhoseBytesAreNotThoseThatWerePacked() throws IOException {
        Path zip = zip("a.zip", "1.etl");
        byte[] bytes = Files.readAllBytes(zip);
        int crcAt = bytes.length - 22 - 46 - "1.etl".length() + 16; // of the directory's only entry
        bytes[crcAt] ^= 0x01;
        Files.write(zip, bytes);

        try (EtlFile file = open(new TraceInput(zip, "1.etl"), folder)) {
            assertThat(file.sizeBytes()).isEqualTo(trace.length);
            assertThat(file.problems().listed()).hasSize(1);
            assertThat(file.problems().listed().getFirst().what())
                    .matches("the archive is damaged: " + trace.length + " bytes came out of it, then: its checksum is"
                            + " [0-9a-f]{8}, and the archive says [0-9a-f]{8}: some of the bytes are not those that were"
                            + " packed");
        }
    }

    @Test
    void tellsOfEveryFlippedBitInAnArchive() throws IOException {
        Path gzip = gzip(trace.length);
        Path zip = zip("a.zip", "1.etl");
        for (TraceInput input : TraceInputs.expand(List.of(gzip, zip))) {
            byte[] sound = Files.readAllBytes(input.path());
            int directory = input.member().isEmpty() ? 8 : 22 + 46 + 5 + 16;
            for (int at = 36; at < sound.length - directory; at += 11) {
                byte[] flipped = sound.clone();
                flipped[at] ^= (byte) (1 << at % Byte.SIZE);
                Files.write(input.path(), flipped);
                try (EtlFile file = open(input, folder)) {
                    assertThat(file.problems().count())
                            .as("%s, byte %d", input.name(), at)
                            .isPositive();
                    assertThat(file.problems().listed().getFirst().what()).startsWith("the archive is damaged: ");
                } catch (TraceUnreadableException e) {
                    assertThat(e).as("byte %d", at).hasMessageStartingWith(input.name());
                }
            }
        }
    }

    @Test
    void refusesAnArchiveOfWhichNothingCanBeUnpacked() throws IOException {
        Path gzip = gzip(trace.length);
        cut(gzip, 5);

        assertThatThrownBy(() -> open(new TraceInput(gzip, ""), folder))
                .isInstanceOf(TraceUnreadableException.class)
                .hasMessage(gzip + ": the archive cannot be read: it ends too early");
        assertThatThrownBy(() -> open(new TraceInput(zip("a.zip", "1.etl"), "2.etl"), folder))
                .hasMessage(folder.resolve("a.zip") + "!2.etl: the archive has no such member");
    }

    private static EtlFile open(TraceInput input, Path temporaryFolder) throws IOException {
        return EtlFile.open(input, temporaryFolder);
    }

    private Path gzip(int length) throws IOException {
        Path file = folder.resolve("trace.etl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(trace, 0, length);
        }
        return file;
    }

    private Path zip(String name, String... members) throws IOException {
        Path file = folder.resolve(name);
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String member : members) {
                out.putNextEntry(new ZipEntry(member));
                out.write(trace);
            }
        }
        return file;
    }

    private static void cut(Path file, int length) throws IOException {
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), length));
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
