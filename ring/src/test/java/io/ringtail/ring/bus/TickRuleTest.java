package io.ringtail.ring.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.ring.event.Ticks;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TickRuleTest {
    private static final long SECOND = Ticks.PER_SECOND;
    private static final long START = 1_000 * SECOND;

    private final TickRule rule = new TickRule(START + 7);

    @Test
    void ticksOnceASecondWithTheSecondThatBegins() {
        assertThat(ticks(START + 8, START + SECOND - 1, START + SECOND, START + SECOND + 5, START + 5 * SECOND + 1))
                .containsExactly(START + SECOND, START + 5 * SECOND);
    }

    @Test
    void doesNotGoBackForALateEvent() {
        assertThat(ticks(START + 9 * SECOND, START, START + 8 * SECOND, START + 10 * SECOND))
                .containsExactly(START + 9 * SECOND, START + 10 * SECOND);
    }

    @Test
    void doesNotBelieveOneWildTime() {
        long wild = START + Ticks.PER_DAY * 365;

        assertThat(ticks(START + SECOND, wild, wild + 1, START + 2 * SECOND, wild))
                .containsExactly(START + SECOND, START + 2 * SECOND);
    }

    @Test
    void believesAJumpThatManyEventsInARowMake() {
        long later = START + Ticks.PER_DAY;
        List<Long> ticks = new ArrayList<>();
        for (int n = 0; n < TickRule.EVENTS_A_JUMP; n++) {
            assertThat(ticks).isEmpty();
            ticks.addAll(ticks(later + 500 - n));
        }
        assertThat(ticks).containsExactly(later);
        assertThat(ticks(later + SECOND)).containsExactly(later + SECOND);
    }

    @Test
    void neverTicksAheadOfWhatIsStillToComeWhileTimesAscend() {
        long seed = 3;
        SplittableRandom random = new SplittableRandom(seed);
        long time = START;
        long last = START;
        for (int n = 0; n < 20_000; n++) {
            time += random.nextLong(random.nextInt(1_000) == 0 ? Ticks.PER_DAY : SECOND);
            long tick = rule.before(time);
            if (tick != TickRule.NONE) {
                assertThat(tick).as("seed %d, event %d", seed, n).isBetween(last + 1, time);
                last = tick;
            }
        }
    }

    private List<Long> ticks(long... times) {
        List<Long> ticks = new ArrayList<>();
        for (long time : times) {
            long tick = rule.before(time);
            if (tick != TickRule.NONE) {
                ticks.add(tick);
            }
        }
        return ticks;
    }
}
