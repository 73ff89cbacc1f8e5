package io.ringtail.processors.dump;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.processors.effect.Effector.Effect;
import io.ringtail.processors.effect.Effector.Status;
import io.ringtail.processors.proto.Intent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpEffectorTest {
    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private final List<String> captured = new ArrayList<>();

    @Test
    void anIntentIsDoneOnceThoughItComesAgainInAnotherProcess() throws IOException {
        assertThat(ask("1", "shop.exe").status()).isEqualTo(Status.DONE);
        assertThat(ask("1", "shop.exe")).isEqualTo(Effect.done("it was taken before"));
        assertThat(captured).containsExactly("shop.exe");
    }

    @Test
    void aProcessIsLeftAloneForAWhile() throws IOException {
        ask("1", "shop.exe");

        assertThat(ask("2", "shop.exe")).isEqualTo(Effect.suppressed("a dump of 'shop.exe' was taken within PT10M"));

        now = now.plus(Duration.ofMinutes(10));
        assertThat(ask("3", "shop.exe").status()).isEqualTo(Status.DONE);
    }

    @Test
    void anHourHasItsLimit() throws IOException {
        ask("1", "a.exe");
        ask("2", "b.exe");

        assertThat(ask("3", "c.exe")).isEqualTo(Effect.suppressed("2 dumps were taken within an hour, and 2 may be"));
    }

    @Test
    void theDiskHasItsLimit() throws IOException {
        ask("1", "a.exe");
        Files.write(folder.resolve("1.dmp"), new byte[2000]);

        assertThat(ask("2", "b.exe"))
                .isEqualTo(Effect.suppressed("the dumps have 2000 bytes, and may have 1000; delete some"));
    }

    @Test
    void aReleaseThatCapturesNoneSaysSo() throws IOException {
        DumpEffector none =
                new DumpEffector(DumpCapture.NONE, DumpBudget.DEFAULT, new DumpCatalogue(folder), () -> now);

        assertThat(none.execute(intent("1", "shop.exe")))
                .isEqualTo(Effect.refused("dumps are not captured by this release; 'shop.exe' would have been dumped"));
    }

    private Effect ask(String key, String process) throws IOException {
        DumpCapture capture = new DumpCapture() {
            @Override
            public boolean isAvailable() {
                return true;
            }

            @Override
            public void capture(String of, Path file) throws IOException {
                Files.write(file, new byte[10]);
                captured.add(of);
            }
        };
        DumpBudget budget = new DumpBudget(2, 1000, Duration.ofMinutes(10));
        return new DumpEffector(capture, budget, new DumpCatalogue(folder), () -> now).execute(intent(key, process));
    }

    private static Intent intent(String key, String process) {
        return Intent.newBuilder()
                .setIdempotencyKey(key)
                .setAction("dump")
                .setArguments("{\"process\":\"" + process + "\"}")
                .build();
    }
}
