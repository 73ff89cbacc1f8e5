package io.ringtail.dsl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringtail.dsl.vector.Batch;
import io.ringtail.dsl.vector.Slots;
import io.ringtail.dsl.vector.Vector;
import io.ringtail.ring.payload.ScalarType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads that share parts: each part is read once, and what is kept of it is merged once, in order. */
class SharedPartsTest {
    private static final int PARTS = 48;

    /** So many threads that the first are done, and take parts of others, before the last has begun. */
    @RepeatedTest(20)
    void mergesEachPartOnce() throws IOException {
        List<Integer> all = IntStream.range(0, PARTS).boxed().toList();
        List<Origin> parts = new ArrayList<>();
        all.forEach(part -> parts.add((stage, context) -> stage.accept(batch(part))));
        Numbers kept = new Numbers();
        Budget budget = new Budget(1 << 20, Stop.whenAsked(), PARTS);

        PartedRun.run(parts, kept, Numbers::new, stage -> stage, new RunContext(new Slots(), List.of(), budget));

        assertThat(kept.taken).isEqualTo(all);
    }

    /** The other thread's part has no end of its own. */
    @Test
    @Timeout(60)
    void aPartThatFailsEndsTheOthers() {
        CountDownLatch begun = new CountDownLatch(1);
        Origin fails = (stage, context) -> {
            await(begun);
            throw new IOException("the disk is gone");
        };
        Origin endless = (stage, context) -> {
            begun.countDown();
            while (!stage.isDone()) {
                Thread.onSpinWait();
            }
        };
        RunContext context = new RunContext(new Slots(), List.of(), new Budget(1 << 20, Stop.whenAsked(), 2));

        for (List<Origin> parts : List.of(List.of(fails, endless), List.of(endless, fails))) {
            assertThatThrownBy(() -> PartedRun.run(parts, new Numbers(), Numbers::new, stage -> stage, context))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the disk is gone");
        }
    }

    /** One row, whose number is the part's. */
    private static Batch batch(int part) {
        return Batch.of(new Slots(), (slot, batch) -> Vector.constant(ScalarType.LONG, null, 1), new int[] {part}, 1);
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** Keeps the numbers of parts. */
    private static final class Numbers implements MergingStage {
        private final List<Integer> taken = new ArrayList<>();

        @Override
        public void absorb(MergingStage later) {
            taken.addAll(((Numbers) later).taken);
        }

        @Override
        public void accept(Batch batch) {
            taken.add(batch.rows()[0]);
        }

        @Override
        public boolean isDone() {
            return false;
        }

        @Override
        public void finish() {}
    }
}
