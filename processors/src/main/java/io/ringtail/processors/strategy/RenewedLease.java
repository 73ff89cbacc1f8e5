package io.ringtail.processors.strategy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * A lease that a thread of its own renews three times within its time to live. It counts from when a renewal was asked for,
 * not from its answer: so it is known to be lost before the store lets it expire, however long the answer took.
 */
public final class RenewedLease implements StrategyStore.Lease {
    private static final int RENEWALS = 3;

    private final long id;
    private final Duration timeToLive;
    private final Renewal renewal;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread;
    private boolean stopped;
    private volatile long renewedNanos;
    private volatile boolean lost;

    /** How a store renews a lease and takes it back. */
    public interface Renewal {
        /** False if it had run out, for it does not come back. */
        boolean renew() throws IOException;

        void revoke() throws IOException;
    }

    /**
     * A lease that was granted.
     *
     * @param grantedNanos when it was asked for, by {@code nanos}
     * @param nanos as {@link System#nanoTime}
     */
    public RenewedLease(long id, Duration timeToLive, Renewal renewal, long grantedNanos, LongSupplier nanos) {
        this.id = id;
        this.timeToLive = timeToLive;
        this.renewal = renewal;
        this.nanos = nanos;
        this.thread = new Thread(this::run, "ringtail-lease-" + id);
        this.renewedNanos = grantedNanos;
    }

    /** Begins to renew it. */
    public RenewedLease start() {
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public boolean isAlive() {
        return !lost && nanos.getAsLong() - renewedNanos < timeToLive.toNanos();
    }

    @Override
    public void abandon() {
        lock.lock();
        try {
            stopped = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        abandon();
        lost = true;
        try {
            renewal.revoke();
        } catch (IOException e) {
            return; // it runs out by itself
        }
    }

    private void run() {
        while (waits()) {
            if (!renew()) {
                lost = true;
                return;
            }
        }
    }

    /** False if it is lost. */
    boolean renew() {
        long before = nanos.getAsLong();
        try {
            if (!renewal.renew()) {
                return false;
            }
            renewedNanos = before;
            return true;
        } catch (IOException | RuntimeException e) {
            return isAlive(); // tried again before it runs out
        }
    }

    /** False when it was stopped. */
    private boolean waits() {
        lock.lock();
        try {
            long left = timeToLive.toNanos() / RENEWALS;
            while (!stopped && left > 0) {
                left = changed.awaitNanos(left);
            }
            return !stopped;
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return "lease " + id + " of " + timeToLive.toMillis() + " ms";
    }
}
