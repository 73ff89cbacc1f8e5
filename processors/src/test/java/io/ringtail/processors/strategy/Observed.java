package io.ringtail.processors.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** What a watch told, in order; and a place to wait for something to be told. */
public final class Observed implements StrategyStore.Listener {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition told = lock.newCondition();
    private final List<StrategyStore.State> states = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    @Override
    public void onState(StrategyStore.State state) {
        lock.lock();
        try {
            states.add(state);
            told.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onProblem(String what) {
        lock.lock();
        try {
            problems.add(what);
            told.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the last state is of a kind, and returns it. */
    public StrategyStore.State await(Predicate<StrategyStore.State> wanted) {
        lock.lock();
        try {
            long left = PATIENCE.toNanos();
            while (states.isEmpty() || !wanted.test(states.getLast())) {
                left = told.awaitNanos(left);
                assertThat(left)
                        .as(() -> "still waiting after " + TimeUnit.SECONDS.convert(PATIENCE) + " s; told were "
                                + states + " and " + problems)
                        .isPositive();
            }
            return states.getLast();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until a problem was told since so many. */
    public void awaitProblem(int since) {
        lock.lock();
        try {
            long left = PATIENCE.toNanos();
            while (problems.size() <= since) {
                left = told.awaitNanos(left);
                assertThat(left).as("no problem was told").isPositive();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            lock.unlock();
        }
    }

    public int problemCount() {
        lock.lock();
        try {
            return problems.size();
        } finally {
            lock.unlock();
        }
    }

    /** No state is told twice, and none of a key goes back. */
    public void assertInOrder() {
        lock.lock();
        try {
            for (int i = 1; i < states.size(); i++) {
                StrategyStore.State before = states.get(i - 1);
                assertThat(states.get(i).entries()).isNotEqualTo(before.entries());
                states.get(i)
                        .entries()
                        .forEach((key, entry) -> before.find(key)
                                .ifPresent(old -> assertThat(entry.revision()).isGreaterThanOrEqualTo(old.revision())));
            }
        } finally {
            lock.unlock();
        }
    }
}
