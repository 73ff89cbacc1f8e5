package io.ringtail.processors.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.processors.strategy.StrategyStore.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStrategyStoreTest extends StrategyStoreContract {
    @TempDir
    private Path folder;

    @Override
    protected StrategyStore open() throws IOException {
        return LocalStrategyStore.open(folder, InstantSource.system());
    }

    @Test
    void takesWhatAPersonSavesAsANewRevision() throws IOException {
        StrategyStore store = store();
        Observed observed = new Observed();
        store.watch(STRATEGIES, observed);
        Files.writeString(folder.resolve("checkout.json"), "one");
        Entry one = observed.await(state -> value(state).equals(Optional.of("one")))
                .find(CHECKOUT)
                .orElseThrow();

        FileTime time = Files.getLastModifiedTime(folder.resolve("checkout.json"));
        Files.writeString(folder.resolve("checkout.json"), "two");
        Files.setLastModifiedTime(folder.resolve("checkout.json"), time);

        Entry two = observed.await(state -> value(state).equals(Optional.of("two")))
                .find(CHECKOUT)
                .orElseThrow();
        assertThat(two.revision()).isGreaterThan(one.revision());
        assertThat(store.put(CHECKOUT, "rollback", one.revision())).isInstanceOf(StrategyStore.Write.Conflict.class);
    }

    @Test
    void aWriterThatWasKilledBeforeTheFileWroteNothing() throws IOException {
        long revision = done(store().put(CHECKOUT, "1", StrategyStore.ABSENT));

        begin(CHECKOUT, "2", revision + 1);

        assertThat(store().read(STRATEGIES).find(CHECKOUT)).contains(new Entry(CHECKOUT, "1", revision));
        assertThat(done(store().put(CHECKOUT, "3", revision))).isEqualTo(revision + 1);
    }

    @Test
    void aWriterThatWasKilledBehindTheFileWroteIt() throws IOException {
        long revision = done(store().put(CHECKOUT, "1", StrategyStore.ABSENT));

        begin(CHECKOUT, "2", revision + 1);
        Files.writeString(folder.resolve("checkout.json"), "2");

        assertThat(store().read(STRATEGIES).find(CHECKOUT)).contains(new Entry(CHECKOUT, "2", revision + 1));
        assertThat(done(store().put(CHECKOUT, "1", revision + 1))).isEqualTo(revision + 2);
    }

    @Test
    void whatAPersonSavedAfterAKillIsANewRevision() throws IOException {
        long revision = done(store().put(CHECKOUT, "1", StrategyStore.ABSENT));

        begin(CHECKOUT, "2", revision + 1);
        Files.writeString(folder.resolve("checkout.json"), "by hand");

        assertThat(store().read(STRATEGIES).find(CHECKOUT)).contains(new Entry(CHECKOUT, "by hand", revision + 1));
        assertThat(store().put(CHECKOUT, "3", revision)).isInstanceOf(StrategyStore.Write.Conflict.class);
    }

    /** What a write puts into the table before it touches the value's file. */
    private void begin(String key, String value, long revision) throws IOException {
        String line = "pending " + revision + " " + RevisionTable.hash(value.getBytes(StandardCharsets.UTF_8)) + " 0 "
                + key + "\n";
        Files.writeString(folder.resolve(".ringtail").resolve("revisions"), line, StandardOpenOption.APPEND);
    }

    @Test
    void leavesOtherFilesAlone() throws IOException {
        Files.writeString(folder.resolve("README.md"), "notes");
        Files.writeString(folder.resolve("my service.json"), "{}");
        Files.createDirectory(folder.resolve("sub.json"));

        assertThat(store().read("").entries()).isEmpty();
    }

    /** As editors save: into another file, which then takes the name of the old one. */
    @Test
    void readsWhileFilesComeAndGo() throws Exception {
        StrategyStore store = store();
        done(store.put(CHECKOUT, "0", StrategyStore.ABSENT));
        AtomicBoolean enough = new AtomicBoolean();
        try (ExecutorService editor = Executors.newSingleThreadExecutor()) {
            Future<?> saves = editor.submit((Callable<?>) () -> {
                for (int i = 1; !enough.get(); i++) {
                    save("checkout.json", Integer.toString(i), i);
                }
                return null;
            });

            try {
                for (int i = 0; i < 1_000; i++) {
                    assertThat(store.read(STRATEGIES).entries()).containsOnlyKeys(CHECKOUT);
                }
            } finally {
                enough.set(true);
            }
            saves.get();
        }
    }

    private void save(String name, String text, int number) throws IOException {
        Path written = Files.writeString(folder.resolve("." + name + "." + number), text);
        Files.move(written, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void keepsRevisionsOverARestart() throws IOException {
        long revision = done(store().put(CHECKOUT, "1", StrategyStore.ABSENT));

        assertThat(store().read(STRATEGIES).find(CHECKOUT)).contains(new Entry(CHECKOUT, "1", revision));
    }

    @Test
    void writersOfSeveralProcessesLoseNothing() throws Exception {
        done(store().put(CHECKOUT, "0", StrategyStore.ABSENT));
        List<Process> processes = List.of(writer(15), writer(15));

        increment(store(), 15);

        for (Process process : processes) {
            assertThat(process.waitFor()).isZero();
        }
        assertThat(value(store().read(STRATEGIES))).contains("45");
    }

    private Process writer(int times) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        folder.toString(),
                        Integer.toString(times))
                .inheritIO()
                .start();
    }

    /** Another process that counts. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) throws IOException {
            try (StrategyStore store = LocalStrategyStore.open(Path.of(arguments[0]), InstantSource.system())) {
                increment(store, Integer.parseInt(arguments[1]));
            }
        }
    }

    private static final String STRATEGIES = StrategyStore.STRATEGIES;

    private static Optional<String> value(StrategyStore.State state) {
        return state.find(CHECKOUT).map(Entry::value);
    }
}
