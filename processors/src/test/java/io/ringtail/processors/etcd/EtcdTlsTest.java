package io.ringtail.processors.etcd;

import static io.ringtail.processors.strategy.StrategyStore.ABSENT;
import static io.ringtail.processors.strategy.StrategyStore.STRATEGIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringtail.processors.strategy.Observed;
import io.ringtail.processors.strategy.StrategyStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real etcd that lets in whom its authority knows. */
class EtcdTlsTest {
    private static final String KEY = STRATEGIES + "checkout";

    @TempDir
    private static Path folder;

    private static @Nullable EtcdProcess etcd;
    private static @Nullable Certificates made;

    @BeforeAll
    static void start() throws Exception {
        Assumptions.assumeTrue(
                EtcdProcess.program().isPresent() && Certificates.canBeMade(),
                "etcd or openssl is not installed: apt-get install etcd-server openssl; the tests with them are skipped");
        made = Certificates.make(folder);
        etcd = EtcdProcess.startTls(folder, made);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (etcd != null) {
            etcd.kill();
        }
    }

    @Test
    void readsWritesAndWatchesWithCertificatesOnBothSides() throws Exception {
        Observed observed = new Observed();
        try (StrategyStore store = EtcdStrategyStore.open(with(
                Optional.of(certificates().authority()),
                Optional.of(certificates().client()),
                Optional.of(certificates().clientKey())))) {
            store.watch(STRATEGIES, observed);
            assertThat(store.put(KEY, "1", ABSENT)).isInstanceOf(StrategyStore.Write.Done.class);

            observed.await(
                    state -> state.find(KEY).map(StrategyStore.Entry::value).equals(Optional.of("1")));
            assertThat(store.read(KEY).find(KEY)).isPresent();
        }
    }

    @Test
    void isLetInNeitherWithoutACertificateNorByAnUnknownAuthority() throws Exception {
        assertRefused(with(Optional.of(certificates().authority()), Optional.empty(), Optional.empty()));
        assertRefused(with(
                Optional.empty(),
                Optional.of(certificates().client()),
                Optional.of(certificates().clientKey())));
    }

    @Test
    void namesAFileThatIsNoCertificate() throws IOException {
        Path none = Files.writeString(folder.resolve("none.pem"), "nothing");

        assertThatThrownBy(() -> EtcdStrategyStore.open(with(Optional.of(none), Optional.empty(), Optional.empty())))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("TLS to etcd: ")
                .hasMessageContaining(none.toString());
        assertThatThrownBy(() -> EtcdStrategyStore.open(with(
                        Optional.of(certificates().authority()),
                        Optional.of(certificates().client()),
                        Optional.of(folder.resolve("missing.key")))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("missing.key");
    }

    private static Certificates certificates() {
        return Objects.requireNonNull(made);
    }

    private static void assertRefused(EtcdOptions options) throws IOException {
        try (StrategyStore store = EtcdStrategyStore.open(options)) {
            assertThatThrownBy(() -> store.read(KEY)).isInstanceOf(IOException.class);
        }
    }

    private static EtcdOptions with(Optional<Path> authority, Optional<Path> certificate, Optional<Path> key) {
        return EtcdOptions.of(Objects.requireNonNull(etcd).endpoint())
                .withTimeout(Duration.ofSeconds(5))
                .withTls(new EtcdOptions.Tls(authority, certificate, key));
    }
}
