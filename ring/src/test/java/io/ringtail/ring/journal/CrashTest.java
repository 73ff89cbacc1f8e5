package io.ringtail.ring.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.ring.block.EventView;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusEvents;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.bus.OwnProvider;
import io.ringtail.ring.bus.Recorded;
import io.ringtail.ring.bus.proto.Tick;
import io.ringtail.ring.event.EventRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a writing process at random moments and looks at what it left behind. The writer writes to its standard output,
 * which is a file, what it has seen committed, and which durable events were acknowledged to it.
 */
class CrashTest {
    private static final int ROUNDS =
            Integer.getInteger("ringtail.crash.rounds", Boolean.getBoolean("ringtail.long") ? 1_000 : 50);
    private static final long SEED = Long.getLong("ringtail.crash.seed", 20261123);
    private static final int EVENTS_A_TICK = 50;
    private static final int EVENTS_A_DURABLE = 2_000;
    private static final String DURABLE = "durable ";

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
                if (n % EVENTS_A_TICK == 0) {
                    bus.publishOwn(BusEvents.TICK, n, Tick.getDefaultInstance());
                }
                if (n % EVENTS_A_DURABLE == 0) {
                    System.out.println(DURABLE
                            + bus.publishDurable(OwnProvider.BUS, BusEvents.TICK, n, Tick.getDefaultInstance()));
                }
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
        long position = 0;
        for (int round = 0; round < ROUNDS; round++) {
            List<String> acknowledged = killedWriter(round, random.nextInt(50));

            position = check(round, position, acknowledged);
        }
        Bus.open(folder, BusOptions.defaults()).close();
        VerifyReport report = JournalVerifier.verify(folder, (done, total) -> {});
        assertThat(report.findings()).as("seed %d", SEED).isEmpty();
    }

    /** Runs a writer, kills it so long after its first acknowledgements, and returns all of them. */
    private List<String> killedWriter(int round, int millis) throws Exception {
        Path acknowledgements = folder.resolveSibling(folder.getFileName() + ".acknowledged");
        Path complaints = folder.resolveSibling(folder.getFileName() + ".complaints");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + Path.of(System.getProperty("ringtail.root"), "tools", "test.jvmopts"),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1", // it lives for half a second
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        folder.toString(),
                        Integer.toString(round))
                .redirectOutput(acknowledgements.toFile())
                .redirectError(complaints.toFile())
                .start();
        boolean ended = false;
        while (!ended && Files.size(acknowledgements) < 100) {
            ended = process.waitFor(1, TimeUnit.MILLISECONDS);
        }
        assertThat(process.waitFor(millis, TimeUnit.MILLISECONDS))
                .as("the writer ended by itself: %s", Files.readString(complaints))
                .isFalse();
        process.destroyForcibly();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        String text = Files.readString(acknowledgements);
        Files.delete(acknowledgements);
        assertThat(folder.resolve("writer.json")).exists();
        return text.substring(0, text.lastIndexOf('\n')).lines().toList(); // the last line may be cut short
    }

    /** Reads what the round has added and compares it with what its writer published, in its order; returns the end. */
    private long check(int round, long from, List<String> acknowledged) throws IOException {
        Set<Long> durable = new HashSet<>();
        long committed = -1;
        for (String line : acknowledged) {
            if (line.startsWith(DURABLE)) {
                durable.add(Long.parseLong(line.substring(DURABLE.length())));
            } else {
                committed = Long.parseLong(line);
            }
        }
        EventRecord expected = new EventRecord();
        int next = 0;
        try (Journal journal = Journal.open(folder);
                EventReader reader = EventReader.open(journal, from)) {
            while (reader.next()) {
                EventView event = reader.event();
                durable.remove(event.sequence());
                if (reader.lane() == Lane.TRACE) {
                    Recorded.fill(expected, round, next++, 500);
                    assertThat(Recorded.of(event))
                            .as("seed %d, round %d", SEED, round)
                            .isEqualTo(Recorded.of(expected, event.sequence()));
                }
            }
            assertThat(next).isPositive();
            assertThat(reader.position() - 1)
                    .as("seed %d, round %d", SEED, round)
                    .isGreaterThanOrEqualTo(committed);
            assertThat(durable)
                    .as("durable events that are missing, seed %d, round %d", SEED, round)
                    .isEmpty();
            return reader.position();
        }
    }
}
