package io.ringtail.ring.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ProcessStartTest {
    private static final String FIELDS = " S 1 42 42 0 -1 4194560 1 0 0 0 7 8 0 0 20 0 9 0 ";

    @TempDir
    Path proc;

    private final ProcessHandle self = ProcessHandle.current();
    private ProcessStart starts;

    @BeforeEach
    void make() throws IOException {
        starts = new ProcessStart(proc);
        Files.createDirectories(proc.resolve("sys/kernel/random"));
        Files.createDirectories(proc.resolve(Long.toString(self.pid())));
        boot("11111111-2222-3333-4444-555555555555");
        stat("(java)", 123_456);
    }

    @Test
    void tellsProcessesByTheirStartSinceTheMachines() throws IOException {
        String started = starts.of(self);

        assertThat(started).isEqualTo("boot 11111111-2222-3333-4444-555555555555 123456");
        assertThat(starts.mayBe(started, self)).isTrue();
        stat("(java) (7) 8)", 123_456); // threads and others may be named anything
        assertThat(starts.mayBe(started, self)).isTrue();
        stat("(java)", 123_457);
        assertThat(starts.mayBe(started, self)).as("a later process").isFalse();
        stat("(java)", 123_456);
        boot("11111111-2222-3333-4444-555555555556");
        assertThat(starts.mayBe(started, self))
                .as("a later start of the machine")
                .isFalse();
    }

    @Test
    void takesAProcessForAliveOfWhichNothingTells() throws IOException {
        String started = starts.of(self);
        Files.delete(proc.resolve(Long.toString(self.pid())).resolve("stat")); // hidden from this user

        assertThat(starts.mayBe(started, self)).isTrue();
        assertThat(starts.mayBe("", self)).isTrue();
    }

    /** Elsewhere, and of a writer of an earlier release, the time of day is what there is. */
    @Test
    void goesByTheTimeOfDayWhereThatIsAll() {
        ProcessStart elsewhere = new ProcessStart(proc.resolve("none"));
        String started = elsewhere.of(self);

        assertThat(started).isEqualTo(self.info().startInstant().orElseThrow().toString());
        assertThat(elsewhere.mayBe(started, self)).isTrue();
        assertThat(starts.mayBe(started, self)).isTrue();
        assertThat(elsewhere.mayBe("2001-01-01T00:00:00Z", self)).isFalse();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void findsWhatLinuxTells() {
        assertThat(ProcessStart.OF_SYSTEM.of(self)).matches("boot [0-9a-f-]{36} \\d+");
        assertThat(ProcessStart.OF_SYSTEM.mayBe(ProcessStart.OF_SYSTEM.of(self), self))
                .isTrue();
    }

    private void boot(String id) throws IOException {
        Files.writeString(proc.resolve("sys/kernel/random/boot_id"), id + "\n");
    }

    private void stat(String name, int ticks) throws IOException {
        Files.writeString(
                proc.resolve(Long.toString(self.pid())).resolve("stat"),
                self.pid() + " " + name + FIELDS + ticks + " 0\n");
    }
}
