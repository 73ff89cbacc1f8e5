package io.ringtail.ring.bus;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.ringtail.ring.bus.proto.EventsLost;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LossesTest {
    private final Losses losses = new Losses();

    @Test
    void addsUpBySourceAndReason() {
        losses.add(3, Losses.RING_FULL, 1, 70, 70);
        losses.add(-7, Losses.RING_FULL, 1, 1, 1);
        losses.add(3, Losses.RING_FULL, 2, 50, 60);
        losses.add(3, "SESSION_BUFFERS", 4, 10, 90);
        losses.add(100_000, new String("RING_FULL"), 5, 5, 6);

        assertThat(losses.any()).isTrue();
        assertThat(losses.take())
                .containsExactly(
                        lost(3, "RING_FULL", 3, 50, 70),
                        lost(-7, "RING_FULL", 1, 1, 1),
                        lost(3, "SESSION_BUFFERS", 4, 10, 90),
                        lost(100_000, "RING_FULL", 5, 5, 6));
        assertThat(losses.any()).isFalse();
        assertThat(losses.take()).isEmpty();
        losses.add(3, Losses.RING_FULL, 1, 80, 80);
        losses.putBack(lost(3, "RING_FULL", 2, 75, 79));
        assertThat(losses.take()).containsExactly(lost(3, "RING_FULL", 3, 75, 80));
        assertThat(losses.total()).isEqualTo(14);
        assertThat(losses.total("RING_FULL")).isEqualTo(10);
    }

    @Test
    void takesNoMemoryForALoss() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        losses.add(1, Losses.RING_FULL, 1, 1, 1);
        losses.total();
        long before = threads.getCurrentThreadAllocatedBytes();

        for (int n = 0; n < 100_000; n++) {
            losses.add(1, Losses.RING_FULL, 1, n, n);
        }

        // what the Java machine itself takes, while it compiles, is next to nothing of this
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(100_000);
    }

    /** Each loss is in one of the parts that are taken out meanwhile, and its time in the span of that part. */
    @RepeatedTest(10)
    @Timeout(60)
    void losesNoLossThatComesWhileOthersAreTakenOut() throws InterruptedException {
        int each = 300_000;
        List<Thread> sources = new ArrayList<>();
        for (int thread = 0; thread < 3; thread++) {
            int source = thread / 2; // two of them share one
            sources.add(Thread.ofPlatform().start(() -> {
                for (int n = 1; n <= each; n++) {
                    losses.add(source, Losses.RING_FULL, 1, n, n);
                }
            }));
        }
        Map<Integer, Long> counts = new HashMap<>();
        boolean running = true;
        while (running) {
            running = sources.stream().anyMatch(Thread::isAlive);
            for (EventsLost lost : losses.take()) {
                assertThat(lost.getCount()).isPositive();
                assertThat(lost.getFromTicks()).isBetween(1L, lost.getToTicks());
                assertThat(lost.getToTicks()).isBetween(1L, (long) each);
                if (lost.getSource()
                        == 1) { // of one thread, whose times rise by one: the span holds all that are counted
                    assertThat(lost.getToTicks() - lost.getFromTicks() + 1).isGreaterThanOrEqualTo(lost.getCount());
                }
                counts.merge(lost.getSource(), lost.getCount(), Long::sum);
            }
        }
        for (Thread source : sources) {
            source.join();
        }

        assertThat(counts).isEqualTo(Map.of(0, 2L * each, 1, (long) each));
        assertThat(losses.any()).isFalse();
        assertThat(losses.total()).isEqualTo(3L * each);
    }

    private static EventsLost lost(int source, String reason, long count, long from, long to) {
        return EventsLost.newBuilder()
                .setSource(source)
                .setReason(reason)
                .setCount(count)
                .setFromTicks(from)
                .setToTicks(to)
                .build();
    }
}
