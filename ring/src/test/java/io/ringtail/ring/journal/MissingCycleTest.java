package io.ringtail.ring.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.ring.block.Lane;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusEvents;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.bus.proto.Tick;
import io.ringtail.ring.event.EventRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lane is pruned, so sequences have holes there; a file of the other that is gone is told all the same. */
class MissingCycleTest {
    @TempDir
    Path journal;

    @BeforeEach
    void writeAndPruneTheTrace() throws IOException {
        for (int run = 0; run < 2; run++) {
            try (Bus bus = Bus.open(journal, BusOptions.defaults().withCycle(2_000, Duration.ofHours(1)))) {
                for (int n = 0; n < 300; n++) {
                    bus.publish(new EventRecord().clear());
                    bus.publishOwn(BusEvents.TICK, n, Tick.getDefaultInstance());
                    if (n % 10 == 9) {
                        bus.flush();
                    }
                }
                if (run == 1) {
                    bus.prune(List.of(Retention.of(Lane.TRACE).withMaxBytes(0)), false);
                }
            }
        }
        assertThat(findings()).isEmpty();
        assertThat(control().size()).isGreaterThan(10);
    }

    @Test
    void tellsOfAControlCycleThatIsGoneBelowThePrunedTrace() throws IOException {
        List<CycleFile> control = control();
        Files.delete(control.get(1).path());
        Files.delete(control.get(3).path());
        Files.delete(control.get(4).path());

        assertThat(findings())
                .containsExactly(
                        control.get(2).label()
                                + " at 0: a cycle file of the lane is missing before it, and nobody pruned that",
                        control.get(5).label()
                                + " at 0: 2 cycle files of the lane are missing before it, and nobody pruned that");
    }

    /** The first has a preamble alone here: with it no event would be lost. */
    @Test
    void tellsOfTheFirstControlCyclesOfARun() throws IOException {
        for (int epoch : List.of(1, 2)) {
            List<CycleFile> control =
                    control().stream().filter(file -> file.epoch() == epoch).toList();
            List<byte[]> kept = new ArrayList<>();
            for (CycleFile file : control.subList(0, 2)) {
                kept.add(Files.readAllBytes(file.path()));
                Files.delete(file.path());
            }

            assertThat(findings())
                    .containsExactly(control.get(2).label()
                            + " at 0: 2 cycle files of the lane are missing before it, and nobody pruned that");
            Files.write(control.get(0).path(), kept.get(0));
            Files.write(control.get(1).path(), kept.get(1));
        }
        assertThat(findings()).isEmpty();
    }

    @Test
    void saysNothingOfCyclesThatWerePruned() throws IOException {
        try (Bus bus = Bus.open(journal, BusOptions.defaults())) {
            bus.prune(List.of(Retention.of(Lane.CONTROL).withMaxBytes(20_000)), false);
        }

        assertThat(control().size()).isBetween(2, 50);
        assertThat(findings()).isEmpty();
    }

    private List<CycleFile> control() throws IOException {
        return new JournalFolder(journal).cycles(Lane.CONTROL);
    }

    private List<String> findings() throws IOException {
        return JournalVerifier.verify(journal, (done, total) -> {}).findings().stream()
                .map(JournalProblem::toString)
                .toList();
    }
}
