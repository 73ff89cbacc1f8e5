package io.ringtail.processors.strategy;

import static io.ringtail.processors.strategy.StrategyStore.ABSENT;
import static io.ringtail.processors.strategy.StrategyStore.STRATEGIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringtail.processors.strategy.StrategyStore.Entry;
import io.ringtail.processors.strategy.StrategyStore.Lease;
import io.ringtail.processors.strategy.StrategyStore.Write;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every store has to do, each time on an empty one. */
public abstract class StrategyStoreContract {
    protected static final String CHECKOUT = STRATEGIES + "checkout";

    private static final Duration SHORT = Duration.ofSeconds(2);

    private final List<StrategyStore> opened = new ArrayList<>();

    /** Another way to the same content, as from another process. */
    protected abstract StrategyStore open() throws IOException;

    protected StrategyStore store() throws IOException {
        StrategyStore store = open();
        opened.add(store);
        return store;
    }

    @AfterEach
    void closeStores() {
        opened.forEach(StrategyStore::close);
    }

    @Test
    void readsWhatWasWrittenWithRisingRevisions() throws IOException {
        StrategyStore store = store();

        long first = done(store.put(CHECKOUT, "{\"version\":\"é\"}", ABSENT));
        long second = done(store.put(STRATEGIES + "cart", "2", ABSENT));
        long third = done(store.put(CHECKOUT, "3", first));

        assertThat(List.of(first, second, third)).isSorted().doesNotHaveDuplicates();
        assertThat(store().read(STRATEGIES).entries().values())
                .containsExactly(new Entry(STRATEGIES + "cart", "2", second), new Entry(CHECKOUT, "3", third));
    }

    @Test
    void writesNothingOverANewerRevision() throws IOException {
        StrategyStore store = store();
        long judged = done(store.put(CHECKOUT, "judged", ABSENT));
        long newer = done(store().put(CHECKOUT, "newer", judged));

        Write write = store.put(CHECKOUT, "rollback", judged);
        Write again = store.put(CHECKOUT, "rollback", ABSENT);
        Write deleted = store.delete(CHECKOUT, judged);

        Write.Conflict conflict = new Write.Conflict(Optional.of(new Entry(CHECKOUT, "newer", newer)));
        assertThat(List.of(write, again, deleted)).containsOnly(conflict);
        assertThat(store.read(CHECKOUT).find(CHECKOUT).orElseThrow().value()).isEqualTo("newer");
    }

    @Test
    void writesOnlyIfOtherKeysAreWhatTheyWere() throws IOException {
        StrategyStore store = store();
        long judged = done(store.put(CHECKOUT, "judged", ABSENT));
        Map<String, Long> armed = Map.of(StrategyStore.DISARMED, ABSENT);
        long written = done(store.put(CHECKOUT, "rollback", judged, armed));
        long disarmed = done(store().put(StrategyStore.DISARMED, "{}", ABSENT));

        Write held = store.put(CHECKOUT, "promoted", written, armed);

        assertThat(held).isEqualTo(new Write.Conflict(Optional.of(new Entry(CHECKOUT, "rollback", written))));
        done(store.put(CHECKOUT, "promoted", written, Map.of(StrategyStore.DISARMED, disarmed)));
    }

    @Test
    void doesNotBringBackWhatWasDeleted() throws IOException {
        StrategyStore store = store();
        long judged = done(store.put(CHECKOUT, "judged", ABSENT));
        done(store().delete(CHECKOUT, judged));

        assertThat(store.put(CHECKOUT, "rollback", judged)).isEqualTo(new Write.Conflict(Optional.empty()));
        assertThat(done(store.put(CHECKOUT, "anew", ABSENT))).isGreaterThan(judged);
    }

    @Test
    void readsUnderAPrefixAlone() throws IOException {
        StrategyStore store = store();
        done(store.put(CHECKOUT, "1", ABSENT));
        done(store.put(StrategyStore.METRICS + "checkout/0/web-1", "2", ABSENT));

        assertThat(store.read(STRATEGIES).entries()).containsOnlyKeys(CHECKOUT);
        assertThat(store.read(StrategyStore.METRICS).entries()).containsOnlyKeys("metrics/checkout/0/web-1");
        assertThat(store.read("").entries()).hasSize(2);
    }

    @Test
    void refusesAKeyThatCouldLeadElsewhere() throws IOException {
        StrategyStore store = store();

        for (String key : List.of("../x", "strategies/..", "strategies/a b", "", "/x", "strategies/")) {
            assertThatThrownBy(() -> store.put(key, "1", ABSENT)).as(key).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void tellsTheStateAtTheStartAndAfterEachChange() throws IOException {
        StrategyStore store = store();
        long first = done(store.put(CHECKOUT, "1", ABSENT));
        Observed observed = new Observed();
        store().watch(STRATEGIES, observed);
        observed.await(state -> state.find(CHECKOUT).equals(Optional.of(new Entry(CHECKOUT, "1", first))));

        long second = done(store.put(CHECKOUT, "2", first));
        observed.await(state -> state.find(CHECKOUT).equals(Optional.of(new Entry(CHECKOUT, "2", second))));
        done(store.delete(CHECKOUT, second));
        observed.await(state -> state.entries().isEmpty());

        observed.assertInOrder();
    }

    @Test
    void goesOnAfterAListenerThatThrew() throws IOException {
        StrategyStore store = store();
        done(store.put(CHECKOUT, "1", ABSENT));
        Observed observed = new Observed();
        AtomicBoolean threw = new AtomicBoolean();

        store().watch(STRATEGIES, new StrategyStore.Listener() {
            @Override
            public void onState(StrategyStore.State state) {
                if (!threw.getAndSet(true)) {
                    throw new IllegalStateException("full");
                }
                observed.onState(state);
            }

            @Override
            public void onProblem(String what) {
                observed.onProblem(what);
            }
        });

        observed.await(state -> state.find(CHECKOUT).map(Entry::value).equals(Optional.of("1")));
        observed.awaitProblem(0);
    }

    @Test
    void losesAndDoublesNothingWithConcurrentWriters() throws Exception {
        int writers = 4;
        int writes = 25;
        Observed observed = new Observed();
        store().watch(STRATEGIES, observed);
        done(store().put(CHECKOUT, "0", ABSENT));

        try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
            List<Future<Integer>> conflicts = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                StrategyStore own = store();
                conflicts.add(threads.submit((Callable<Integer>) () -> increment(own, writes)));
            }
            for (Future<Integer> each : conflicts) {
                each.get();
            }
        }

        String sum = Integer.toString(writers * writes);
        assertThat(store().read(CHECKOUT).find(CHECKOUT).orElseThrow().value()).isEqualTo(sum);
        observed.await(state -> state.find(CHECKOUT).map(Entry::value).equals(Optional.of(sum)));
        observed.assertInOrder();
    }

    /** Counts up so many times, each on the value that it read; returns how often another one was faster. */
    protected static int increment(StrategyStore store, int times) throws IOException {
        int conflicts = 0;
        for (int done = 0; done < times; ) {
            Entry current = store.read(CHECKOUT).find(CHECKOUT).orElseThrow();
            String next = Integer.toString(Integer.parseInt(current.value()) + 1);
            if (store.put(CHECKOUT, next, current.revision()) instanceof Write.Done) {
                done++;
            } else {
                conflicts++;
            }
        }
        return conflicts;
    }

    @Test
    void keepsWhatHangsOnALeaseAsLongAsItIsRenewed() throws IOException {
        StrategyStore owner = store();
        Observed observed = new Observed();
        store().watch("", observed);

        Lease renewed = owner.lease(SHORT);
        Lease abandoned = owner.lease(SHORT);
        done(owner.put("owners/a", "1", ABSENT, renewed));
        done(owner.put("owners/b", "1", ABSENT, abandoned));
        observed.await(state -> state.entries().size() == 2);
        abandoned.abandon();

        observed.await(state -> state.entries().keySet().equals(Set.of("owners/a")));
        assertThat(renewed.isAlive()).isTrue();
        assertThat(abandoned.isAlive()).isFalse();
        renewed.close();
        observed.await(state -> state.entries().isEmpty());
        assertThatThrownBy(() -> owner.put("owners/c", "1", ABSENT, abandoned)).isInstanceOf(IOException.class);
    }

    @Test
    void givesAKeyToOneOfManyWhoWantIt() throws Exception {
        int hosts = 6;
        List<Callable<Boolean>> wishes = new ArrayList<>();
        for (int i = 0; i < hosts; i++) {
            StrategyStore own = store();
            String name = "web-" + i;
            Lease lease = own.lease(Duration.ofSeconds(30));
            wishes.add(() -> own.put("owners/canary", name, ABSENT, lease) instanceof Write.Done);
        }

        try (ExecutorService threads = Executors.newFixedThreadPool(hosts)) {
            List<Boolean> got = new ArrayList<>();
            for (Future<Boolean> each : threads.invokeAll(wishes)) {
                got.add(each.get());
            }
            assertThat(got.stream().filter(each -> each)).hasSize(1);
        }
    }

    @Test
    void tellsALateWatcherOnlyWhatIsThere() throws IOException {
        StrategyStore store = store();
        Set<String> services =
                IntStream.range(0, 50).mapToObj(i -> STRATEGIES + "s" + i).collect(Collectors.toSet());
        for (String service : services) {
            done(store.put(service, "1", ABSENT));
        }
        Observed observed = new Observed();

        store().watch(STRATEGIES, observed);

        observed.await(state -> state.entries().keySet().equals(services));
        observed.assertInOrder();
    }

    protected static long done(Write write) {
        assertThat(write).isInstanceOf(Write.Done.class);
        return ((Write.Done) write).revision();
    }
}
