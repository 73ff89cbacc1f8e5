package io.ringtail.dsl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SharesTest {
    @Test
    void aThreadThatBeginsLateStillHasItsFirstPart() {
        Shares shares = new Shares(8, 2);
        Shares.Share late = shares.ofThreads().getFirst();

        List<Integer> taken = new ArrayList<>();
        for (Shares.Share share = shares.ofThreads().getLast(); share != null; share = shares.steal()) {
            drain(shares, share, taken);
        }

        assertThat(taken).containsExactly(4, 5, 6, 7, 2, 3, 1);
        assertThat(shares.next(late)).isZero();
        assertThat(shares.next(late)).isNegative();
    }

    @Test
    void eachPartIsTakenOnceAndEachShareIsOrderedByItsFirst() {
        for (long seed = 1; seed <= 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int parts = random.nextInt(1, 20);
            Shares shares = new Shares(parts, random.nextInt(1, 6));
            List<Shares.Share> working = new ArrayList<>(shares.ofThreads());
            List<Shares.Share> known = new ArrayList<>(working);
            List<Integer> taken = new ArrayList<>();
            while (!working.isEmpty()) {
                int thread = random.nextInt(working.size());
                int part = shares.next(working.get(thread));
                if (part >= 0) {
                    taken.add(part);
                    continue;
                }
                Shares.Share stolen = shares.steal();
                if (stolen == null) {
                    working.remove(thread);
                } else {
                    working.set(thread, stolen);
                    known.add(stolen);
                }
            }

            assertThat(taken).as("seed %d", seed).hasSize(parts).doesNotHaveDuplicates();
            assertThat(known)
                    .as("seed %d", seed)
                    .extracting(Shares.Share::first)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void whatHasNotBegunWhenItIsStoppedIsLeft() {
        Shares shares = new Shares(8, 2);
        Shares.Share first = shares.ofThreads().getFirst();
        shares.next(first);

        shares.stop();

        assertThat(shares.next(first)).isNegative();
        assertThat(shares.next(shares.ofThreads().getLast())).isNegative();
        assertThat(shares.steal()).isNull();
    }

    private static void drain(Shares shares, Shares.Share share, List<Integer> taken) {
        for (int part = shares.next(share); part >= 0; part = shares.next(share)) {
            taken.add(part);
        }
    }
}
