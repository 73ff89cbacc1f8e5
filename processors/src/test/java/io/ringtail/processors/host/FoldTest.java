package io.ringtail.processors.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.etw.decode.EtwDecoder;
import io.ringtail.processors.EveryNth;
import io.ringtail.processors.Feeder;
import io.ringtail.processors.Processor;
import io.ringtail.processors.proto.HostSnapshot;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.journal.Journal;
import io.ringtail.ring.payload.PayloadDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldTest {
    private static final int EVENTS = 3000;

    @TempDir
    Path folder;

    @Test
    void givesTheSameWhereverBlocksEndAndProcessesStop() throws IOException {
        long seed = System.nanoTime();
        System.out.println("FoldTest seed " + seed);
        List<String> expected = List.of();
        for (int schedule = 0; schedule < 6; schedule++) {
            SplittableRandom random = new SplittableRandom(seed + schedule);
            Path journal = folder.resolve("journal" + schedule);
            record(journal, seed, random);
            List<String> whole = texts(fold(journal));
            List<String> inPieces = texts(foldInPieces(journal, random));

            assertThat(inPieces).as("seed %s schedule %s", seed, schedule).isEqualTo(whole);
            assertThat(whole).hasSizeGreaterThan(100);
            expected = expected.isEmpty() ? whole : expected;
            assertThat(whole).as("seed %s schedule %s", seed, schedule).isEqualTo(expected);
        }
    }

    @Test
    void twoFoldsGiveTheSameBytes() throws IOException {
        Path journal = folder.resolve("journal");
        record(journal, 1, new SplittableRandom(2));

        List<Output> first = fold(journal);
        List<Output> second = fold(journal);

        assertThat(second.stream().map(output -> output.message().toByteString()))
                .containsExactlyElementsOf(first.stream()
                        .map(output -> output.message().toByteString())
                        .toList());
    }

    @Test
    void aRecordingThatEndsIsNotMixedWithTheNext() throws IOException {
        Path journal = folder.resolve("journal");
        record(journal, 1, new SplittableRandom(1));
        record(journal, 1, new SplittableRandom(1));

        List<Output> outputs = fold(journal);

        assertThat(outputs.stream()
                        .map(output -> output.intent().orElseThrow())
                        .filter(intent -> intent.getKey().equals("end")))
                .hasSize(2);
    }

    /** The same events for the same seed; blocks end elsewhere with each random. */
    private static void record(Path journal, long seed, SplittableRandom blocks) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        try (Bus bus = Bus.open(journal, BusOptions.defaults());
                Feeder feeder = Feeder.open(bus, "source")) {
            for (int i = 0; i < EVENTS; i++) {
                feeder.event(random.nextInt(5), i * 10L + random.nextInt(500), new byte[random.nextInt(12)]);
                if (blocks.nextInt(50) == 0) {
                    bus.flush();
                }
            }
        }
    }

    private static List<Output> fold(Path path) throws IOException {
        List<Output> outputs = new ArrayList<>();
        try (Journal journal = Journal.open(path);
                Fold fold = Fold.from(0, processor(), journal, decoder(journal), outputs::add)) {
            while (fold.step()) {
                // until there is no more
            }
        }
        return outputs;
    }

    private static List<Output> foldInPieces(Path path, SplittableRandom random) throws IOException {
        List<Output> outputs = new ArrayList<>();
        try (Journal journal = Journal.open(path)) {
            Fold fold = Fold.from(0, processor(), journal, decoder(journal), outputs::add);
            while (fold.step()) {
                if (random.nextInt(10) == 0) {
                    HostSnapshot snapshot =
                            HostSnapshot.parseFrom(fold.snapshot().toByteArray());
                    fold.close();
                    fold = Fold.resumed(snapshot, fold.horizon(), processor(), journal, decoder(journal), outputs::add);
                }
            }
            fold.close();
        }
        return outputs;
    }

    private static Processor processor() {
        return new EveryNth("nth", "1", 40, false);
    }

    private static Supplier<PayloadDecoder> decoder(Journal journal) {
        return () -> EtwDecoder.of(journal.catalog(), List.of());
    }

    /** Without the keys, which have the journal's id in them. */
    private static List<String> texts(List<Output> outputs) {
        return outputs.stream()
                .map(output -> output.intent().orElseThrow())
                .map(intent -> intent.toBuilder().clearIdempotencyKey().build().toString())
                .toList();
    }
}
