package io.ringtail.processors.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.processors.canary.RequestMemory.Measure;
import io.ringtail.processors.canary.RequestMemory.Started;
import io.ringtail.processors.strategy.Strategy.Trial;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RequestMemoryTest {
    private static final Trial FIRST = new Trial("v 1", 0);
    private final RequestMemory memory = new RequestMemory();

    @Test
    void lastsOverARestart() throws IOException {
        memory.processes().told(7, "shop.exe", "shop.exe --x");
        memory.start("a", new Started(5, 3, "v1", "tenant", "shop"));
        memory.fail("a");
        memory.measure("shop", FIRST, 2);

        RequestMemory read = written();

        assertThat(read.processes().nameOf(7)).isEqualTo("shop.exe shop.exe --x");
        assertThat(read.end("a")).hasValueSatisfying(started -> {
            assertThat(started.timeTicks()).isEqualTo(5);
            assertThat(started.fulfilled()).isEqualTo(3);
            assertThat(started.version()).isEqualTo("v1");
            assertThat(started.tenant()).isEqualTo("tenant");
            assertThat(started.service()).isEqualTo("shop");
            assertThat(started.failed()).isTrue();
        });
        assertThat(read.end("a")).isEmpty();
        assertThat(read.measure("shop", FIRST, 3)).isEqualTo(Measure.COUNTS_NOT);
    }

    @Test
    void oneTableCountsForATrialUntilABetterOneComes() {
        assertThat(memory.measure("shop", FIRST, 2)).isEqualTo(Measure.COUNTS);
        assertThat(memory.measure("shop", FIRST, 2)).isEqualTo(Measure.COUNTS);
        assertThat(memory.measure("shop", FIRST, 3)).isEqualTo(Measure.COUNTS_NOT);
        assertThat(memory.measure("cart", FIRST, 3)).isEqualTo(Measure.COUNTS);
        assertThat(memory.measure("shop", FIRST, 1)).isEqualTo(Measure.COUNTS_ANEW);
        assertThat(memory.measure("shop", FIRST, 2)).isEqualTo(Measure.COUNTS_NOT);
        assertThat(memory.measure("shop", new Trial("v 1", 1), 3)).isEqualTo(Measure.COUNTS);
    }

    @Test
    void isBounded() throws IOException {
        for (int i = 0; i < 100_000; i++) {
            memory.start("r" + i, new Started(i, 0, "", "", ""));
            memory.processes().told(i, "x".repeat(40_000), "");
        }

        RequestMemory read = written();

        assertThat(read.end("r0")).isEmpty();
        assertThat(read.end("r99999")).isPresent();
        assertThat(read.processes().nameOf(0)).isEmpty();
        assertThat(read.processes().nameOf(99_999)).hasSize(300);
    }

    private RequestMemory written() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        memory.write(new DataOutputStream(bytes));
        return RequestMemory.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }
}
