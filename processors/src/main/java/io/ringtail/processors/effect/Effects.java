package io.ringtail.processors.effect;

import io.ringtail.processors.ProcessorEvents;
import io.ringtail.processors.effect.Effector.Effect;
import io.ringtail.processors.effect.Effector.Status;
import io.ringtail.processors.host.ControlScan;
import io.ringtail.processors.proto.Intent;
import io.ringtail.processors.proto.Outcome;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.NotDurableException;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Executes intents that are in the journal, and journals what became of them. Each effector has a thread of its own, so
 * that a slow one holds up none but its own intents, which it gets in order.
 *
 * <p><b>Failure:</b> what a crash left between an intent and its outcome, {@link #resume} finishes: the effector gets the
 * intent again, and knows by its key whether it is done.
 */
public final class Effects implements AutoCloseable {
    private final Bus bus;
    private final Map<String, Effector> effectors = new HashMap<>();
    private final Map<String, ExecutorService> threads = new HashMap<>();
    private boolean closed;

    public Effects(Bus bus, List<Effector> effectors) {
        this.bus = bus;
        for (Effector effector : effectors) {
            if (this.effectors.put(effector.action(), effector) != null) {
                throw new IllegalArgumentException("there are two effectors for '" + effector.action() + "'");
            }
            threads.put(effector.action(), Executors.newSingleThreadExecutor(task -> {
                Thread thread = new Thread(task, "ringtail-effector-" + effector.action());
                thread.setDaemon(true);
                return thread;
            }));
        }
    }

    /**
     * Finishes what was begun: intents in the journal without an outcome, oldest first. Those that nothing here executes
     * are left to who does. Returns how many it finishes.
     */
    public int resume(Journal journal) throws IOException {
        Map<String, Unfinished> unfinished = new LinkedHashMap<>();
        ControlScan.run(journal, 0, Effects::isOfIntents, (type, event) -> note(type, event, unfinished));
        unfinished.values().removeIf(left -> !effectors.containsKey(left.intent.getAction()));
        unfinished.values().forEach(left -> submit(left.intent, left.timeTicks));
        return unfinished.size();
    }

    private record Unfinished(Intent intent, long timeTicks) {}

    /**
     * Executes an intent that is in the journal; returns at once.
     *
     * @param timeTicks the intent's event time, which is its outcome's too
     */
    public void submit(Intent intent, long timeTicks) {
        Effector effector = effectors.get(intent.getAction());
        ExecutorService thread = threads.get(intent.getAction());
        if (effector == null || thread == null) {
            journal(intent, timeTicks, Effect.refused("nothing here executes '" + intent.getAction() + "'"));
        } else {
            thread.execute(() -> journal(intent, timeTicks, execute(effector, intent)));
        }
    }

    /** Waits until all that was submitted by now is done. */
    public void drain() {
        List<Future<?>> ends = new ArrayList<>();
        threads.values().forEach(thread -> ends.add(thread.submit(() -> {})));
        for (Future<?> end : ends) {
            try {
                end.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (ExecutionException e) {
                throw new IllegalStateException("an empty task does not fail", e);
            }
        }
    }

    /** Waits until all that was submitted is done. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        threads.values().forEach(ExecutorService::shutdown);
        for (ExecutorService thread : threads.values()) {
            try {
                while (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
                    // an effector's own time limit ends it
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static boolean isOfIntents(EventType type) {
        return ProcessorEvents.PROVIDER.has(type)
                && (type.id() == ProcessorEvents.INTENT || type.id() == ProcessorEvents.OUTCOME);
    }

    private static void note(EventType type, EventView event, Map<String, Unfinished> unfinished) throws IOException {
        if (type.id() == ProcessorEvents.INTENT) {
            Intent intent = Intent.parseFrom(event.payload());
            unfinished.put(intent.getIdempotencyKey(), new Unfinished(intent, event.timeTicks()));
        } else {
            unfinished.remove(Outcome.parseFrom(event.payload()).getIdempotencyKey());
        }
    }

    @SuppressWarnings("CatchingUnchecked") // whatever an effector throws is the intent's outcome
    private static Effect execute(Effector effector, Intent intent) {
        try {
            return effector.execute(intent);
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            return new Effect(Status.FAILED, String.valueOf(e.getMessage() == null ? e : e.getMessage()));
        }
    }

    private void journal(Intent intent, long timeTicks, Effect effect) {
        Outcome outcome = Outcome.newBuilder()
                .setIdempotencyKey(intent.getIdempotencyKey())
                .setAction(intent.getAction())
                .setStatus(effect.status().name())
                .setDetail(effect.detail())
                .setRule(intent.getRule())
                .setKey(intent.getKey())
                .build();
        try {
            bus.publishDurable(ProcessorEvents.PROVIDER, ProcessorEvents.OUTCOME, timeTicks, outcome);
        } catch (NotDurableException e) {
            // it is done and journaled; that this may be lost with the power, the journal tells
        }
    }
}
