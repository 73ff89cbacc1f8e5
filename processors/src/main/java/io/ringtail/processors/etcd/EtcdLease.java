package io.ringtail.processors.etcd;

import io.etcd.jetcd.lease.LeaseKeepAliveResponse;
import io.etcd.jetcd.support.CloseableClient;
import io.grpc.stub.StreamObserver;
import io.ringtail.processors.strategy.StrategyStore;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A lease that jetcd renews. It counts as lost as soon as etcd may have let it expire, which is before it says so. */
final class EtcdLease implements StrategyStore.Lease {
    private final EtcdStrategyStore store;
    private final long id;
    private final Duration timeToLive;
    private volatile long renewedNanos;
    private volatile boolean lost;
    private @Nullable CloseableClient renewal;

    private EtcdLease(EtcdStrategyStore store, long id, Duration timeToLive, long grantedNanos) {
        this.store = store;
        this.id = id;
        this.timeToLive = timeToLive;
        this.renewedNanos = grantedNanos;
    }

    static EtcdLease grant(EtcdStrategyStore store, Duration timeToLive) throws IOException {
        long before = System.nanoTime();
        long seconds = Math.max(1, timeToLive.toSeconds());
        long id = store.await(store.client().getLeaseClient().grant(seconds)).getID();
        EtcdLease lease = new EtcdLease(store, id, Duration.ofSeconds(seconds), before);
        lease.renewal = store.client().getLeaseClient().keepAlive(id, lease.renewals());
        return lease;
    }

    private StreamObserver<LeaseKeepAliveResponse> renewals() {
        return new StreamObserver<>() {
            @Override
            public void onNext(LeaseKeepAliveResponse response) {
                renewedNanos = System.nanoTime();
            }

            @Override
            public void onError(Throwable failure) {
                lost = true;
            }

            @Override
            public void onCompleted() {
                lost = true;
            }
        };
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
        CloseableClient running = renewal;
        if (running != null) {
            running.close();
        }
    }

    @Override
    public void close() {
        abandon();
        lost = true;
        try {
            store.await(store.client().getLeaseClient().revoke(id));
        } catch (IOException e) {
            return; // it runs out by itself
        }
    }
}
