package io.ringtail.ring.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreallocationTest {
    private static final int MEBIBYTE = 1 << 20;

    @TempDir
    Path folder;

    @BeforeEach
    void isPossibleHere() throws Exception {
        Path file = Files.createFile(folder.resolve("tried"));
        Optional<Preallocation> blocks = Preallocation.of(file);
        blocks.ifPresent(taken -> {
            taken.take(0, MEBIBYTE);
            taken.close();
        });
        assumeThat(bytesOnDisk(file))
                .as("this file system gives blocks beforehand; else this is not tested")
                .isGreaterThanOrEqualTo(MEBIBYTE);
    }

    @Test
    void takesBlocksWithoutMakingTheFileLonger() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "content");
        try (Preallocation blocks = Preallocation.of(file).orElseThrow()) {
            blocks.take(0, 2 * MEBIBYTE);
            blocks.take(2 * MEBIBYTE, MEBIBYTE);

            assertThat(Files.readString(file)).isEqualTo("content");
            assertThat(bytesOnDisk(file)).isBetween(3L * MEBIBYTE, 4L * MEBIBYTE);
        }
    }

    @Test
    void aClosedJournalKeepsNoMoreThanItHolds() throws Exception {
        Path journal = folder.resolve("journal");
        long open;
        try (Bus bus = Bus.open(journal, BusOptions.defaults())) {
            bus.flush();
            open = bytesOfCycles(journal);
        }

        assertThat(open).isGreaterThan(2L * 128 << 10);
        assertThat(bytesOfCycles(journal)).isLessThan(128 << 10);
    }

    private static long bytesOfCycles(Path journal) throws Exception {
        List<Path> cycles;
        try (Stream<Path> files = Files.walk(journal)) {
            cycles = files.filter(file -> file.toString().endsWith(".cq4")).toList();
        }
        long sum = 0;
        for (Path cycle : cycles) {
            sum += bytesOnDisk(cycle);
        }
        return sum;
    }

    private static long bytesOnDisk(Path file) throws IOException, InterruptedException {
        Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
        String blocks = new String(stat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        assertThat(stat.waitFor()).isZero();
        return 512 * Long.parseLong(blocks);
    }
}
