package io.ringtail.processors.strategy;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Texts by key, each with the revision at which it was written last, and leases. Keys are segments of letters, digits,
 * {@code . _ -} with slashes between, such as {@code strategies/checkout}.
 *
 * <p><b>Threads:</b> any. <b>Order:</b> a key's revision rises with each change; a write names the revision that it was
 * made on, and does nothing if there is a newer one. <b>Failure:</b> {@link IOException} when the store cannot be reached
 * in time; a write may have been done nevertheless, and is done once if it is repeated.
 */
public interface StrategyStore extends AutoCloseable {
    /** Under it lie strategies, by service. */
    String STRATEGIES = "strategies/";
    /** Under it lie the counts that hosts publish, each on its host's lease. */
    String METRICS = "metrics/";
    /** Who judges a fleet, on that host's lease. */
    String OWNERS = "owners/";
    /** Under it lies what holds for all services. */
    String CONTROL = "control/";
    /** What makes this key's value is: nothing may act. */
    String DISARMED = CONTROL + "disarmed";

    /** Who ended a disarm last, and why. */
    String ARMED = CONTROL + "armed";

    /** {@code {"rollbacksPerHour":3}}, over all services. */
    String LIMITS = CONTROL + "limits";

    /** The revision of what is not there. */
    long ABSENT = 0;

    /** A value, and the revision that wrote it. */
    record Entry(String key, String value, long revision) {
        public Entry {
            Objects.requireNonNull(key);
            Objects.requireNonNull(value);
        }
    }

    /** All that was there at one revision of the store. */
    record State(long revision, SortedMap<String, Entry> entries) {
        public static final State EMPTY = new State(0, new TreeMap<>());

        public State {
            entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
        }

        public Optional<Entry> find(String key) {
            return Optional.ofNullable(entries.get(key));
        }

        /** What lies under a prefix. */
        public State under(String prefix) {
            SortedMap<String, Entry> part = new TreeMap<>();
            for (Map.Entry<String, Entry> entry : entries.tailMap(prefix).entrySet()) {
                if (!entry.getKey().startsWith(prefix)) {
                    break;
                }
                part.put(entry.getKey(), entry.getValue());
            }
            return new State(revision, part);
        }
    }

    /** What became of a write. */
    sealed interface Write {
        /** @param revision the new one */
        record Done(long revision) implements Write {}

        /** @param current what stands there instead; empty: nothing does */
        record Conflict(Optional<Entry> current) implements Write {}
    }

    /** Hears what is there. Called by one thread, one call after the other. */
    interface Listener {
        /**
         * The state as it is, at the start and after changes; never twice the same, unless the listener threw: then that is
         * a problem which it is told, and the state is told again.
         */
        void onState(State state);

        /** The store cannot be watched now; it is tried again until the watch is closed. */
        void onProblem(String what);
    }

    /** Ends a watch; when it returns, the listener is called no more. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /** Keeps values alive as long as it is renewed, which it is until it is closed. */
    interface Lease extends AutoCloseable {
        long id();

        /** False from the moment on at which others may see it expired; it does not come back. */
        boolean isAlive();

        /** Renews it no more, as if the process had died; what hangs on it goes when its time is up. */
        void abandon();

        /** Gives it back, and what hangs on it goes now. */
        @Override
        void close();
    }

    /** All that lies under a prefix, at one revision. */
    State read(String prefix) throws IOException;

    /** Writes a value if its key is still at this revision; {@link #ABSENT}: if it is not there. */
    Write put(String key, String value, long ifRevision) throws IOException;

    /**
     * As {@link #put(String, String, long)}, if each of some other keys is still at its revision too; all in one step. A
     * conflict with the revision that was wanted says that another key has changed.
     */
    Write put(String key, String value, long ifRevision, Map<String, Long> others) throws IOException;

    /** As {@link #put(String, String, long)}; the value goes with the lease. */
    Write put(String key, String value, long ifRevision, Lease lease) throws IOException;

    /** Takes a value away if its key is still at this revision. */
    Write delete(String key, long ifRevision) throws IOException;

    Lease lease(Duration timeToLive) throws IOException;

    /** Follows what lies under a prefix until the watch is closed, through restarts and cuts of the store. */
    Watch watch(String prefix, Listener listener);

    @Override
    void close();
}
