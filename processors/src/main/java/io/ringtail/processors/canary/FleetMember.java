package io.ringtail.processors.canary;

import io.ringtail.dsl.value.Json;
import io.ringtail.processors.effect.Arguments;
import io.ringtail.processors.effect.Effector;
import io.ringtail.processors.proto.Intent;
import io.ringtail.processors.strategy.StrategyStore;
import io.ringtail.processors.strategy.StrategyStore.Entry;
import io.ringtail.processors.strategy.StrategyStore.Lease;
import io.ringtail.processors.strategy.StrategyStore.Write;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A host's part in a fleet: publishes what it counted under {@code metrics/SERVICE/HOST}, and judges for all while
 * {@code owners/canary} has its name. Both hang on one lease, so that what a dead host said goes, and another one takes
 * over within the lease's time and a third of it. A host takes part from the first window on that it publishes.
 *
 * <p><b>Threads:</b> any; one of its own looks after the owner. <b>Failure:</b> what cannot be published is an outcome
 * FAILED, and is told again with the next windows; a host that cannot reach the store cannot write a decision either.
 */
public final class FleetMember implements Effector, AutoCloseable {
    /** Long enough for a restart of etcd. */
    public static final Duration TIME_TO_LIVE = Duration.ofSeconds(30);

    static final String OWNER = StrategyStore.OWNERS + "canary";
    /** The action that tells what a host counted. */
    public static final String PUBLISH = "publish";

    private static final int LOOKS = 3;
    private static final int ATTEMPTS = 3;

    private final StrategyStore store;
    private final String host;
    private final Duration timeToLive;
    private @Nullable Lease lease;
    private @Nullable ScheduledExecutorService elections;
    /** The lease on which the owner's key was written by us. */
    private long ownedOn;

    private boolean closed;

    /** @param host a name that no other host of the fleet has, of letters, digits, '.', '_' and '-' */
    public FleetMember(StrategyStore store, String host, Duration timeToLive) {
        this.store = store;
        this.host = host;
        this.timeToLive = timeToLive;
    }

    /** What the host's journal needs of the intent that a window be published. */
    static String arguments(Service service, FleetReport report) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("service", service.name());
        arguments.put("from", report.windows().lastKey());
        arguments.put("report", report.text());
        return Json.format(arguments);
    }

    @Override
    public String action() {
        return PUBLISH;
    }

    @Override
    public synchronized Effect execute(Intent intent) throws IOException {
        Optional<FleetReport> told = Arguments.text(intent, "report").flatMap(FleetReport::parse);
        if (told.isEmpty()) {
            return Effect.refused("there are no counts in it");
        }
        takePart();
        String key = StrategyStore.METRICS + Arguments.text(intent, "service").orElse("") + "/" + host;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Entry> present = store.read(key).find(key);
            FleetReport all = present.flatMap(entry -> FleetReport.parse(entry.value()))
                    .filter(told.get()::isSameTrial)
                    .map(known -> known.with(told.get().windows()))
                    .orElse(told.get());
            long revision = present.map(Entry::revision).orElse(StrategyStore.ABSENT);
            if (store.put(key, all.text(), revision, lease()) instanceof Write.Done(long written)) {
                return Effect.done("revision " + written);
            }
        }
        throw new IOException("somebody else writes " + key + ": is '" + host + "' the name of two hosts?");
    }

    private void takePart() throws IOException {
        if (closed) {
            throw new IOException("the host has left its fleet");
        }
        if (elections == null) {
            ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread thread = new Thread(task, "ringtail-fleet");
                thread.setDaemon(true);
                return thread;
            });
            long period = Math.max(1, timeToLive.toMillis() / LOOKS);
            var unused = started.scheduleWithFixedDelay(this::look, period, period, TimeUnit.MILLISECONDS);
            elections = started;
        }
        elect();
    }

    private synchronized void look() {
        try {
            if (!closed) {
                elect();
            }
        } catch (IOException | RuntimeException e) { // what is thrown here would end all later looks
            return; // looked at again
        }
    }

    /** Takes the owner's place if nobody has it; keeps it over a restart. */
    private void elect() throws IOException {
        Lease own = lease();
        Optional<Entry> owner = store.read(OWNER).find(OWNER);
        boolean isOurs = owner.isPresent() && owner.get().value().equals(host);
        if (owner.isEmpty() || isOurs && ownedOn != own.id()) {
            long revision = owner.map(Entry::revision).orElse(StrategyStore.ABSENT);
            if (store.put(OWNER, host, revision, own) instanceof Write.Done) {
                ownedOn = own.id();
            }
        }
    }

    private Lease lease() throws IOException {
        Lease known = lease;
        if (known == null || !known.isAlive()) {
            known = store.lease(timeToLive);
            lease = known;
        }
        return known;
    }

    /** Takes part no more, as if the process had died. */
    public synchronized void abandon() {
        stop();
        if (lease != null) {
            lease.abandon();
        }
    }

    /** Takes part no more; another host takes over at once. */
    @Override
    public synchronized void close() {
        stop();
        if (lease != null) {
            lease.close();
        }
    }

    private void stop() {
        closed = true;
        if (elections != null) {
            elections.shutdownNow();
        }
    }
}
