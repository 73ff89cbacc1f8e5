package io.ringtail.dsl.check;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Asks a machine, and waits no longer than the timeout: a provider that hangs keeps its thread and nobody else's. When
 * several hang, nothing more is asked until one comes back.
 */
public final class Patience implements Machine {
    private static final int MAX_HANGING = 4;

    private final Machine machine;
    private final AtomicInteger asked = new AtomicInteger();

    public Patience(Machine machine) {
        this.machine = machine;
    }

    @Override
    public String name() {
        return machine.name();
    }

    @Override
    public List<Map<String, @Nullable Object>> ask(Wql question, Duration timeout) throws MachineException {
        if (asked.get() >= MAX_HANGING) {
            throw new MachineException(MAX_HANGING + " earlier questions to " + name()
                    + " were never answered; nothing more is asked until one is");
        }
        FutureTask<List<Map<String, @Nullable Object>>> task = new FutureTask<>(() -> machine.ask(question, timeout));
        asked.incrementAndGet();
        Thread.ofPlatform().daemon().name("check of " + question.className()).start(() -> {
            try {
                task.run();
            } finally {
                asked.decrementAndGet();
            }
        });
        return await(task, question, timeout);
    }

    private List<Map<String, @Nullable Object>> await(
            FutureTask<List<Map<String, @Nullable Object>>> task, Wql question, Duration timeout)
            throws MachineException {
        try {
            return task.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new MachineException(name() + " did not answer '" + question.text() + "' within " + timeout.toMillis()
                    + " ms; ask for less, or give it longer with --timeout");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MachineException("the check was interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MachineException known) {
                throw known;
            }
            throw new MachineException(name() + " failed at '" + question.text() + "': " + e.getCause());
        }
    }
}
