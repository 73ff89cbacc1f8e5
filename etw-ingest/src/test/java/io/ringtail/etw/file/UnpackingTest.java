package io.ringtail.etw.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing fills disk or memory without end. */
class UnpackingTest {
    private static final int PLAIN_BYTES = 40 << 20;

    @TempDir
    private Path folder;

    @Test
    void anArchiveThatUnpacksToFarMoreThanItHasIsRefusedAndLeavesNothing() throws IOException {
        Path gzip = folder.resolve("bomb.etl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gzip))) {
            zeros(out);
        }
        Path zip = folder.resolve("bomb.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("a.etl"));
            zeros(out);
        }
        UnpackLimit small = new UnpackLimit(1 << 20, 200, 0);

        for (TraceInput input : new TraceInput[] {new TraceInput(gzip, ""), new TraceInput(zip, "a.etl")}) {
            long packed = Files.size(input.path());
            assertThatThrownBy(() -> input.open(folder, new Problems(input.name()), small))
                    .isInstanceOf(TraceUnreadableException.class)
                    .hasMessage(String.format(
                            "%s: unpacks to more than %,d bytes, but it has %,d itself, as if it were made to fill the"
                                    + " disk; if it is sound, unpack it yourself and name the .etl",
                            input.name(), Math.max(1 << 20, packed * 200), packed));
        }
        assertThat(folder).isDirectoryNotContaining("glob:**/ringtail-*");
    }

    @Test
    void anArchiveIsUnpackedWhileTheDiskHasRoomAndNoFurther() throws IOException {
        Path gzip = folder.resolve("large.etl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gzip))) {
            zeros(out);
        }
        TraceInput input = new TraceInput(gzip, "");

        assertThatThrownBy(() -> input.open(folder, new Problems("large"), new UnpackLimit(1L << 40, 200, 101)))
                .isInstanceOf(TraceUnreadableException.class)
                .hasMessageMatching(
                        ".*large.etl.gz: unpacks to [0-9,]+ bytes and more, and of the disk with the temporary"
                                + " folder less than 101 % is free; make room, or name another folder with"
                                + " RINGTAIL_JVM_OPTS=-Djava.io.tmpdir=FOLDER");
        try (TraceFile file = input.open(folder, new Problems("large"), new UnpackLimit(1L << 40, 200, 0))) {
            assertThat(file.sizeBytes()).isEqualTo(PLAIN_BYTES);
        }
        assertThat(folder).isDirectoryNotContaining("glob:**/ringtail-*");
    }

    @Test
    void decompressedBuffersAreKeptAsFarAsTheBudgetGoesAndGiveItBack() {
        AtomicLong left = new AtomicLong(250);
        UnpackedBuffers one = new UnpackedBuffers(3, left);
        UnpackedBuffers other = new UnpackedBuffers(3, left);

        one.keep(0, new byte[200], 100);
        one.keep(0, new byte[200], 100);
        other.keep(1, new byte[200], 100);
        other.keep(2, new byte[200], 100);

        assertThat(one.get(0)).hasSize(100);
        assertThat(other.get(1)).hasSize(100);
        assertThat(other.get(2)).isNull();
        assertThat(left).hasValue(50);
        one.clear();
        one.clear();
        assertThat(left).hasValue(150);
    }

    private static void zeros(OutputStream out) throws IOException {
        byte[] zeros = new byte[1 << 20];
        for (int i = 0; i < PLAIN_BYTES; i += zeros.length) {
            out.write(zeros);
        }
    }
}
