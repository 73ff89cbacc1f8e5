package io.ringtail.processors.etcd;

import io.ringtail.processors.canary.FleetContract;
import io.ringtail.processors.strategy.StrategyStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Against a real etcd, a new one for each test. */
class EtcdFleetTest extends FleetContract {
    @TempDir
    private Path data;

    private @Nullable EtcdProcess started;

    @BeforeEach
    void startEtcd() throws IOException {
        Assumptions.assumeTrue(
                EtcdProcess.program().isPresent(),
                "etcd is not installed: apt-get install etcd-server; the tests against it are skipped");
        started = EtcdProcess.start(data);
    }

    @AfterEach
    void stopEtcd() throws IOException, InterruptedException {
        closeHosts();
        if (started != null) {
            started.kill();
        }
    }

    @Override
    protected StrategyStore open() throws IOException {
        EtcdProcess etcd = started;
        if (etcd == null) {
            throw new IllegalStateException("etcd was not started");
        }
        return EtcdStrategyStore.open(EtcdOptions.of(etcd.endpoint()).withTimeout(Duration.ofSeconds(30)));
    }
}
