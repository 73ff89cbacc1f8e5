package io.ringtail.processors.etcd;

import static io.ringtail.processors.strategy.StrategyStore.ABSENT;
import static io.ringtail.processors.strategy.StrategyStore.STRATEGIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.WatchOption;
import io.grpc.Status;
import io.ringtail.processors.strategy.Observed;
import io.ringtail.processors.strategy.StrategyStore;
import io.ringtail.processors.strategy.StrategyStore.Entry;
import io.ringtail.processors.strategy.StrategyStoreContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real etcd. */
class EtcdStrategyStoreTest extends StrategyStoreContract {
    private static final Duration PATIENT = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private static @Nullable EtcdProcess started;

    @BeforeAll
    static void startEtcd() throws IOException {
        Assumptions.assumeTrue(
                EtcdProcess.program().isPresent(),
                "etcd is not installed: apt-get install etcd-server; the tests against it are skipped");
        started = EtcdProcess.start(folder);
    }

    @AfterAll
    static void stopEtcd() throws InterruptedException {
        if (started != null) {
            started.kill();
        }
    }

    @BeforeEach
    void empty() throws Exception {
        try (Client client = Client.builder().endpoints(etcd().endpoint()).build()) {
            client.getKVClient()
                    .delete(
                            EtcdStrategyStore.bytes("/"),
                            DeleteOption.builder().isPrefix(true).build())
                    .get(PATIENT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Override
    protected StrategyStore open() throws IOException {
        return EtcdStrategyStore.open(options());
    }

    @Test
    void goesOnAfterEtcdWasKilledAndStartedAgain() throws Exception {
        StrategyStore store = store();
        Observed observed = watched();
        long first = done(store.put(CHECKOUT, "1", ABSENT));
        observed.await(state -> value(state).equals(Optional.of("1")));

        etcd().kill();
        observed.awaitProblem(0);
        etcd().startAgain();
        long second = done(store.put(CHECKOUT, "2", first));

        observed.await(state -> state.find(CHECKOUT).equals(Optional.of(new Entry(CHECKOUT, "2", second))));
        observed.assertInOrder();
    }

    @Test
    void losesNothingWhenTheConnectionIsCutAgainAndAgain() throws Exception {
        StrategyStore store = store();
        Observed observed = watched();
        long revision = done(store.put(CHECKOUT, "0", ABSENT));

        for (int i = 1; i <= 3; i++) {
            etcd().kill();
            etcd().startAgain();
            for (int j = 0; j < 20; j++) {
                revision = done(store.put(CHECKOUT, i + "." + j, revision));
            }
        }

        observed.await(state -> value(state).equals(Optional.of("3.19")));
        observed.assertInOrder();
    }

    @Test
    void aWriteThatWasUnderWayWhenEtcdDiedIsDoneWhenItIsBack() throws Exception {
        StrategyStore store = store();
        long first = done(store.put(CHECKOUT, "1", ABSENT));
        etcd().freeze(); // what is asked now stays under way

        CompletableFuture<StrategyStore.Write> write = CompletableFuture.supplyAsync(() -> {
            try {
                return store.put(CHECKOUT, "2", first);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThatThrownBy(() -> write.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        etcd().kill();
        etcd().startAgain();

        long second = done(write.get(2 * PATIENT.toSeconds(), TimeUnit.SECONDS));
        assertThat(store.read(CHECKOUT).find(CHECKOUT)).contains(new Entry(CHECKOUT, "2", second));
    }

    @Test
    void saysThatEtcdDoesNotAnswerAndGoesOnWhenItDoes() throws Exception {
        Observed observed = watched();
        StrategyStore impatient = EtcdStrategyStore.open(options().withTimeout(Duration.ofMillis(500)));
        long first = done(store().put(CHECKOUT, "1", ABSENT));
        impatient.read(STRATEGIES);
        observed.await(state -> value(state).equals(Optional.of("1")));

        etcd().freeze();
        try {
            assertThatThrownBy(() -> impatient.put(CHECKOUT, "2", first))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("did not answer within 500 ms");
        } finally {
            etcd().thaw();
            impatient.close();
        }

        Entry current = store().read(CHECKOUT).find(CHECKOUT).orElseThrow();
        long third = done(store().put(CHECKOUT, "3", current.revision()));
        observed.await(state -> state.find(CHECKOUT).equals(Optional.of(new Entry(CHECKOUT, "3", third))));
        observed.assertInOrder();
    }

    @Test
    void readsAnewWhenTheRevisionsThatItMissedWereCompacted() throws Exception {
        StrategyStore store = store();
        Observed observed = new Observed();
        long first = done(store.put(CHECKOUT, "0", ABSENT));
        AtomicLong revision = new AtomicLong(first);
        StrategyStore watching = store();

        watching.watch(STRATEGIES, new StrategyStore.Listener() {
            // Called between the read and the watch, which asks for what came after the read.
            @Override
            public void onState(StrategyStore.State state) {
                observed.onState(state);
                try {
                    for (int i = 1; i <= 20 && value(state).equals(Optional.of("0")); i++) {
                        revision.set(done(store.put(CHECKOUT, Integer.toString(i), revision.get())));
                        compact(revision.get());
                    }
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }

            @Override
            public void onProblem(String what) {
                observed.onProblem(what);
            }
        });

        observed.awaitProblem(0);
        observed.await(state -> state.find(CHECKOUT).equals(Optional.of(new Entry(CHECKOUT, "20", revision.get()))));
        observed.assertInOrder();
    }

    @Test
    void aFullReadFindsWhatNoWatchTold() throws Exception {
        Observed observed = new Observed();
        EtcdStrategyStore store = EtcdStrategyStore.open(options().withFullReadEvery(Duration.ofMillis(200)));
        long revision = done(store.put(CHECKOUT, "0", ABSENT));
        EtcdWatch watch = EtcdWatch.start(store, new SilentWatch(), STRATEGIES, observed);
        try {
            observed.await(state -> value(state).equals(Optional.of("0")));

            long last = done(store.put(CHECKOUT, "1", revision));

            observed.await(state -> state.find(CHECKOUT).equals(Optional.of(new Entry(CHECKOUT, "1", last))));
            observed.assertInOrder();
            assertThat(observed.problemCount()).isZero();
        } finally {
            watch.close();
            store.close();
        }
    }

    /** Takes every wish to be told, and never tells anything. */
    private static final class SilentWatch implements Watch {
        @Override
        public Watcher watch(ByteSequence key, WatchOption option, Listener listener) {
            return new Watcher() {
                private volatile boolean closed;

                @Override
                public void close() {
                    closed = true;
                }

                @Override
                public boolean isClosed() {
                    return closed;
                }

                @Override
                public void requestProgress() {}
            };
        }

        @Override
        public void requestProgress() {}

        @Override
        public void close() {}
    }

    @Test
    void aLeaseThatWasNotRenewedInTimeIsKnownToBeLost() throws Exception {
        StrategyStore store = store();
        StrategyStore.Lease lease = store.lease(Duration.ofSeconds(2));
        done(store.put("owners/canary", "web-1", ABSENT, lease));
        Observed observed = new Observed();
        store().watch(StrategyStore.OWNERS, observed);
        observed.await(state -> state.entries().size() == 1);

        etcd().kill();
        observed.awaitProblem(0);
        lease.abandon();
        etcd().startAgain();

        observed.await(state -> state.entries().isEmpty());
        assertThat(lease.isAlive()).isFalse();
    }

    @Test
    void saysThatItCannotLogIn() throws IOException {
        StrategyStore store = EtcdStrategyStore.open(
                options().withTimeout(Duration.ofSeconds(5)).withAccount(new EtcdOptions.Account("root", "wrong")));
        try {
            assertThatThrownBy(() -> store.read(STRATEGIES)).isInstanceOf(IOException.class);
        } finally {
            store.close();
        }
    }

    private Observed watched() throws IOException {
        Observed observed = new Observed();
        store().watch(STRATEGIES, observed);
        return observed;
    }

    private static void compact(long revision) throws Exception {
        try (Client client = Client.builder().endpoints(etcd().endpoint()).build()) {
            client.getKVClient().compact(revision).get(PATIENT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static EtcdOptions options() {
        return EtcdOptions.of(etcd().endpoint()).withTimeout(PATIENT);
    }

    private static EtcdProcess etcd() {
        return Optional.ofNullable(started).orElseThrow();
    }

    private static Optional<String> value(StrategyStore.State state) {
        return state.find(CHECKOUT).map(Entry::value);
    }

    /** A write is tried again after these alone: what etcd refuses it would refuse again. */
    @Test
    void tellsABrokenConnectionFromARefusal() {
        Map<Status, Boolean> statuses = Map.of(
                Status.UNAVAILABLE.withDescription("io exception"),
                true,
                Status.UNKNOWN.withDescription("channel closed"),
                true,
                Status.UNKNOWN.withDescription("etcdserver: no such thing"),
                false,
                Status.PERMISSION_DENIED,
                false,
                Status.INVALID_ARGUMENT,
                false);

        statuses.forEach((status, isBroken) -> assertThat(
                        EtcdStrategyStore.isUnavailable(new IOException("etcd", status.asRuntimeException())))
                .as(status.toString())
                .isEqualTo(isBroken));
    }
}
