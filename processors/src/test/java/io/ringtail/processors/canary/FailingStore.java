package io.ringtail.processors.canary;

import io.ringtail.processors.strategy.StrategyStore;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** A store of which a read or a write may fail, or something else comes first. */
final class FailingStore implements StrategyStore {
    /** What comes in between a caller and the store. */
    interface Between {
        void read(String prefix) throws IOException;

        default void write() throws IOException {}
    }

    private final StrategyStore store;
    private final Between between;

    FailingStore(StrategyStore store, Between between) {
        this.store = store;
        this.between = between;
    }

    @Override
    public State read(String prefix) throws IOException {
        between.read(prefix);
        return store.read(prefix);
    }

    @Override
    public Write put(String key, String value, long ifRevision) throws IOException {
        return put(key, value, ifRevision, Map.of());
    }

    @Override
    public Write put(String key, String value, long ifRevision, Map<String, Long> others) throws IOException {
        between.write();
        return store.put(key, value, ifRevision, others);
    }

    @Override
    public Write put(String key, String value, long ifRevision, Lease lease) throws IOException {
        return store.put(key, value, ifRevision, lease);
    }

    @Override
    public Write delete(String key, long ifRevision) throws IOException {
        return store.delete(key, ifRevision);
    }

    @Override
    public Lease lease(Duration timeToLive) throws IOException {
        return store.lease(timeToLive);
    }

    @Override
    public Watch watch(String prefix, Listener listener) {
        return store.watch(prefix, listener);
    }

    @Override
    public void close() {
        store.close();
    }
}
