package io.ringtail.ring.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.ring.block.Lane;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.bus.Recorded;
import io.ringtail.ring.event.EventRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a writing process at random moments and looks at what it left behind. The writer writes to its standard output,
 * which is a file, what it has seen committed.
 */
class CrashTest {
    private static final int ROUNDS = Integer.getInteger("ringtail.crash.rounds", 10);
    private static final long SEED = Long.getLong("ringtail.crash.seed", 20261123);

    @TempDir
    Path folder;

    /** The process that is killed: publishes without end and acknowledges what is committed. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] args) throws IOException {
            BusOptions options =
                    BusOptions.defaults().withRing(1024, 1 << 20).withCycle(3_000_000, Duration.ofHours(1));
            Bus bus = Bus.open(Path.of(args[0]), options);
            EventRecord event = new EventRecord();
            long acknowledged = -1;
            for (int n = 0; true; n++) {
                bus.publish(Recorded.fill(event, Integer.parseInt(args[1]), n, 500));
                if (bus.committedSequence() != acknowledged) {
                    acknowledged = bus.committedSequence();
                    System.out.println(acknowledged);
                }
            }
        }
    }

    @Test
    void losesNothingThatWasCommittedWhenTheWriterIsKilled() throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        long[] acknowledged = new long[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            acknowledged[round] = killedWriter(round, random.nextInt(50));

            long start = System.nanoTime();
            assertThat(new Check(round, acknowledged).events()).isGreaterThan(0);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
        }
        Bus.open(folder, BusOptions.defaults()).close();
        VerifyReport report = JournalVerifier.verify(folder, (done, total) -> {});
        assertThat(report.findings()).as("seed %d", SEED).isEmpty();
    }

    /** Runs a writer, kills it so long after its first acknowledgements, and returns its last one. */
    private long killedWriter(int round, int millis) throws Exception {
        Path acknowledgements = folder.resolveSibling(folder.getFileName() + ".acknowledged");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + Path.of(System.getProperty("ringtail.root"), "tools", "test.jvmopts"),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        folder.toString(),
                        Integer.toString(round))
                .redirectOutput(acknowledgements.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        boolean ended = false;
        while (!ended && Files.size(acknowledgements) < 100) {
            ended = process.waitFor(1, TimeUnit.MILLISECONDS);
        }
        assertThat(process.waitFor(millis, TimeUnit.MILLISECONDS))
                .as("the writer ended by itself")
                .isFalse();
        process.destroyForcibly();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        String text = Files.readString(acknowledgements);
        Files.delete(acknowledgements);
        String whole = text.substring(0, text.lastIndexOf('\n')); // the last line may be cut short
        return Long.parseLong(whole.substring(whole.lastIndexOf('\n') + 1));
    }

    /** Reads all that is there and compares it with what the writers published, in their order. */
    private final class Check {
        private final List<Recorded> events;

        Check(int round, long[] acknowledged) throws IOException {
            try (Journal journal = Journal.open(folder)) {
                events = Recorded.all(journal, Lane.TRACE);
            }
            int[] next = new int[round + 1];
            long[] last = new long[round + 1];
            EventRecord expected = new EventRecord();
            for (Recorded event : events) {
                int writer = event.pid();
                Recorded.fill(expected, writer, next[writer]++, 500);
                assertThat(event).as("seed %d", SEED).isEqualTo(Recorded.of(expected, event.sequence()));
                last[writer] = event.sequence();
            }
            for (int writer = 0; writer <= round; writer++) {
                assertThat(last[writer])
                        .as("seed %d, writer %d", SEED, writer)
                        .isGreaterThanOrEqualTo(acknowledged[writer]);
            }
            assertThat(Files.exists(folder.resolve("writer.json"))).isTrue();
        }

        int events() {
            return events.size();
        }
    }
}
