package io.ringtail.processors.strategy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A lease of a folder, renewed by a thread of its own three times within its time to live. */
final class LocalLease implements StrategyStore.Lease {
    private static final int RENEWALS = 3;

    private final LocalStrategyStore store;
    private final long id;
    private final Duration timeToLive;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread;
    private boolean stopped;
    private volatile long renewedNanos;
    private volatile boolean lost;

    LocalLease(LocalStrategyStore store, long id, Duration timeToLive) {
        this.store = store;
        this.id = id;
        this.timeToLive = timeToLive;
        this.thread = new Thread(this::run, "ringtail-lease-" + id);
        this.renewedNanos = System.nanoTime();
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public boolean isAlive() {
        return !lost && System.nanoTime() - renewedNanos < timeToLive.toNanos();
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
            store.revoke(id);
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
    private boolean renew() {
        long before = System.nanoTime();
        try {
            if (!store.renewIfAlive(id, timeToLive)) {
                return false;
            }
            renewedNanos = before;
            return true;
        } catch (IOException e) {
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
        return "lease " + id + " of " + TimeUnit.MILLISECONDS.convert(timeToLive) + " ms";
    }
}
