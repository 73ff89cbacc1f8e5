package io.ringtail.ring.bus;

import static org.assertj.core.api.Assertions.assertThat;

import com.lmax.disruptor.Sequence;
import io.ringtail.ring.event.EventRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Ring and arena under publishers that wait, that do not, and that hand over several at a time, on a ring so small that
 * they are always in each other's way. Each byte says whose it is, so a range that is given out twice shows.
 */
class HandoverStressTest {
    private static final int PRODUCERS = 3;
    private static final int EVENTS = Boolean.getBoolean("ringtail.long") ? 2_000_000 : 30_000;
    private static final int MAX_PAYLOAD = 40_000;

    private final Handover handover = new Handover(16, 1 << 18);
    /** Of each producer: how many of its events are on the ring. */
    private final AtomicLongArray published = new AtomicLongArray(PRODUCERS);

    private final Sequence givenBack = new Sequence();
    private long taken = -1;

    @Test
    @Timeout(600)
    void givesEachEventOnceAndWholeAndLeavesNothingBehind() throws Exception {
        handover.ring().addGatingSequences(givenBack);
        long[] next = new long[PRODUCERS];
        try (ExecutorService threads = Executors.newFixedThreadPool(PRODUCERS)) {
            List<Future<?>> done = new ArrayList<>();
            for (int producer = 0; producer < PRODUCERS; producer++) {
                int id = producer;
                done.add(threads.submit(() -> produce(id)));
            }
            while (!done.stream().allMatch(Future::isDone) || handover.ring().isAvailable(taken + 1)) {
                take(next);
            }
            for (Future<?> each : done) {
                each.get();
            }
        }
        for (int producer = 0; producer < PRODUCERS; producer++) {
            assertThat(next[producer]).isEqualTo(published.get(producer));
        }
        handover.arena().releaseAbandoned();
        handover.arena().publishReleased();
        assertThat(handover.arena().tryClaim(1 << 17)).isNotEqualTo(Arena.FULL);
        assertThat(handover.ring().remainingCapacity()).isEqualTo(16);
    }

    private void produce(int producer) {
        SplittableRandom random = new SplittableRandom(producer);
        EventRecord[] events = {new EventRecord(), new EventRecord(), new EventRecord(), new EventRecord()};
        int n = 0;
        while (n < EVENTS) {
            switch (random.nextInt(3)) {
                case 0 -> handover.put(fill(events[0], producer, n++, random), Slot.Kind.TRACE, () -> {});
                case 1 -> n += handover.tryPut(fill(events[0], producer, n, random), Slot.Kind.TRACE) < 0 ? 0 : 1;
                default -> {
                    int count = random.nextInt(1, events.length + 1);
                    for (int i = 0; i < count; i++) {
                        fill(events[i], producer, n++, random);
                    }
                    handover.putAll(events, 0, count, Slot.Kind.TRACE, () -> {});
                }
            }
            published.set(producer, n);
        }
    }

    private static EventRecord fill(EventRecord event, int producer, int n, SplittableRandom random) {
        byte[] payload = new byte[random.nextInt(8) == 0 ? random.nextInt(MAX_PAYLOAD) : random.nextInt(100)];
        Arrays.fill(payload, mark(producer, n));
        event.clear().payload(payload, 0, payload.length);
        event.pid = producer;
        event.tid = n;
        return event;
    }

    /** As the journaler does: some slots, then back with them and their bytes. */
    private void take(long[] next) {
        for (int i = 0; i < 5 && handover.ring().isAvailable(taken + 1); i++) {
            Slot slot = handover.ring().get(++taken);
            assertThat(slot.tid).isEqualTo((int) next[slot.pid]++);
            byte mark = mark(slot.pid, slot.tid);
            for (int at = 0; at < slot.payloadBytes; at++) {
                if (handover.arena().bytes()[slot.offset + at] != mark) {
                    throw new AssertionError("producer " + slot.pid + ", event " + slot.tid + ", byte " + at);
                }
            }
            handover.arena().release(slot.rangeStart, slot.rangeEnd);
        }
        givenBack.set(taken);
        handover.arena().releaseAbandoned();
        handover.arena().publishReleased();
    }

    private static byte mark(int producer, int n) {
        return (byte) (producer * 85 + n * 31);
    }
}
