package io.ringtail.processors.etcd;

import io.etcd.jetcd.Lease;
import io.etcd.jetcd.common.exception.ErrorCode;
import io.etcd.jetcd.common.exception.EtcdException;
import io.ringtail.processors.strategy.RenewedLease;
import java.io.IOException;
import java.time.Duration;

/** Leases of etcd, each renewed with a question of its own: of jetcd's renewals nobody knows when they were asked for. */
final class EtcdLease {
    private EtcdLease() {}

    static RenewedLease grant(EtcdStrategyStore store, Duration timeToLive) throws IOException {
        long before = System.nanoTime();
        long seconds = Math.max(1, timeToLive.toSeconds());
        Lease leases = store.client().getLeaseClient();
        long id = store.await(leases.grant(seconds)).getID();
        RenewedLease.Renewal renewal = new RenewedLease.Renewal() {
            @Override
            public boolean renew() throws IOException {
                return EtcdLease.renew(store, leases, id);
            }

            @Override
            public void revoke() throws IOException {
                store.await(leases.revoke(id));
            }
        };
        return new RenewedLease(id, Duration.ofSeconds(seconds), renewal, before, System::nanoTime).start();
    }

    private static boolean renew(EtcdStrategyStore store, Lease leases, long id) throws IOException {
        try {
            return store.await(leases.keepAliveOnce(id)).getTTL() > 0;
        } catch (IOException e) {
            if (isNotFound(e)) {
                return false;
            }
            throw e;
        }
    }

    private static boolean isNotFound(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof EtcdException etcd && etcd.getErrorCode() == ErrorCode.NOT_FOUND) {
                return true;
            }
        }
        return false;
    }
}
