package io.ringtail.processors.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RenewedLeaseTest {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    private final AtomicLong nanos = new AtomicLong();

    /** The store counts its ten seconds from when it heard the question, which is before the answer is there. */
    @Test
    void isLostTenSecondsAfterARenewalWasAskedForHoweverLateItsAnswerIs() {
        RenewedLease lease = lease(() -> {
            pass(6);
            return true;
        });
        pass(3);

        assertThat(lease.renew()).isTrue();

        pass(3);
        assertThat(lease.isAlive()).isTrue();
        pass(1);
        assertThat(lease.isAlive()).isFalse();
    }

    @Test
    void triesAgainWhatFailedUntilItIsLost() {
        RenewedLease lease = lease(() -> {
            throw new IOException("no answer");
        });
        RenewedLease odd = lease(() -> {
            throw new IllegalStateException("odd");
        });

        pass(9);
        assertThat(lease.renew()).isTrue();
        assertThat(odd.renew()).isTrue();
        pass(1);
        assertThat(lease.renew()).isFalse();
        assertThat(odd.renew()).isFalse();
    }

    private interface Asked {
        boolean renew() throws IOException;
    }

    private RenewedLease lease(Asked asked) {
        RenewedLease.Renewal renewal = new RenewedLease.Renewal() {
            @Override
            public boolean renew() throws IOException {
                return asked.renew();
            }

            @Override
            public void revoke() {}
        };
        return new RenewedLease(7, TEN_SECONDS, renewal, nanos.get(), nanos::get);
    }

    private void pass(int seconds) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }
}
