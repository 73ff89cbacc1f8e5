package io.ringtail.processors.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ringtail.etw.decode.EtwDecoder;
import io.ringtail.processors.EveryNth;
import io.ringtail.processors.Feeder;
import io.ringtail.processors.ProcessorEvents;
import io.ringtail.processors.effect.Effector;
import io.ringtail.processors.proto.Intent;
import io.ringtail.processors.proto.Outcome;
import io.ringtail.processors.proto.ProcessorFailed;
import io.ringtail.processors.proto.ProcessorStarted;
import io.ringtail.processors.state.Codec;
import io.ringtail.processors.state.ValueState;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.bus.OwnProvider;
import io.ringtail.ring.cursor.Cursors;
import io.ringtail.ring.cursor.DurableCursor;
import io.ringtail.ring.cursor.Snapshot;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ProcessorHostTest {
    @TempDir
    Path folder;

    private Path journal = Path.of("");
    private final List<Intent> done = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void setUp() {
        journal = folder.resolve("journal");
    }

    @Test
    void doesOnceWhatIsWantedAndJournalsTheOutcome() throws IOException {
        run("1", feeder -> feed(feeder, 0, 100));

        assertThat(done).hasSize(10 * 2 + 9 + 2); // one timer is set anew, and two are due by the end
        assertThat(intents()).containsExactlyElementsOf(done);
        assertThat(outcomes().stream().map(Outcome::getIdempotencyKey))
                .containsExactlyElementsOf(
                        done.stream().map(Intent::getIdempotencyKey).toList());
        assertThat(outcomes()).allMatch(outcome -> outcome.getStatus().equals("DONE"));
        assertThat(done.stream().map(Intent::getIdempotencyKey)).doesNotHaveDuplicates();
    }

    @Test
    void aReplayGivesTheBytesOfTheLiveRun() throws IOException {
        run("1", feeder -> feed(feeder, 0, 500));
        List<Output> replayed = new ArrayList<>();
        ProcessorStarted start = all(ProcessorEvents.PROCESSOR_STARTED, ProcessorStarted::parseFrom)
                .get(0);

        try (Journal open = Journal.open(journal);
                Fold fold = Fold.from(
                        0,
                        new EveryNth("nth", "1", 10, true),
                        open,
                        () -> EtwDecoder.of(open.catalog(), List.of()),
                        replayed::add)) {
            while (fold.step()) {
                // until there is no more
            }
        }

        assertThat(start.getProcessor()).isEqualTo("nth");
        assertThat(replayed.stream().map(output -> output.intent().orElseThrow()))
                .containsExactlyElementsOf(intents());
    }

    @Test
    void goesOnWhereItWasAndSaysNothingTwice() throws IOException {
        run("1", feeder -> feed(feeder, 0, 100));
        int before = intents().size();
        Snapshot snapshot = snapshot();
        run("1", feeder -> feed(feeder, 0, 105));
        List<Intent> intents = intents();

        save(snapshot); // as if the process had been killed before it stored where it was
        try (Bus bus = Bus.open(journal, BusOptions.defaults());
                ProcessorHost host = host(bus)) {
            host.add(new EveryNth("nth", "1", 10, true));
        }

        assertThat(intents).hasSizeGreaterThan(before);
        assertThat(intents()).containsExactlyElementsOf(intents);
        assertThat(done).containsExactlyElementsOf(intents);
    }

    @Test
    void finishesWhatACrashLeftAndDoublesNothing() throws IOException {
        Intent left = Intent.newBuilder()
                .setProcessor("nth")
                .setIdempotencyKey("left")
                .setAction("note")
                .build();
        try (Bus bus = Bus.open(journal, BusOptions.defaults())) {
            bus.publishDurable(ProcessorEvents.PROVIDER, ProcessorEvents.INTENT, Feeder.START, left);
        }

        run("1", feeder -> {});
        run("1", feeder -> {});

        assertThat(done.stream().filter(intent -> intent.equals(left))).hasSize(1);
        assertThat(outcomes().stream()
                        .filter(outcome -> outcome.getIdempotencyKey().equals("left")))
                .hasSize(1);
    }

    @Test
    void whatNobodyExecutesIsRefused() throws IOException {
        try (Bus bus = Bus.open(journal, BusOptions.defaults());
                ProcessorHost host = ProcessorHost.start(
                        bus, journal, open -> EtwDecoder.of(open.catalog(), List.of()), List.of(), options())) {
            host.add(new EveryNth("nth", "1", 10, false));
            try (Feeder feeder = Feeder.open(bus, "source")) {
                feed(feeder, 0, 10);
            }
        }

        assertThat(outcomes()).isNotEmpty().allSatisfy(outcome -> {
            assertThat(outcome.getStatus()).isEqualTo("REFUSED");
            assertThat(outcome.getDetail()).isEqualTo("nothing here executes 'note'");
        });
    }

    @Test
    void oneThatThrowsIsStoppedAndKeptWithTheEventWhileOthersGoOn() throws IOException {
        try (Bus bus = Bus.open(journal, BusOptions.defaults());
                ProcessorHost host = host(bus)) {
            SimpleMeterRegistry meters = new SimpleMeterRegistry();
            host.add(new EveryNth("bad", "1", 10, true));
            host.add(new EveryNth("good", "1", 10, false));
            host.metrics().bindTo(meters);
            try (Feeder feeder = Feeder.open(bus, "source")) {
                feed(feeder, 0, 15);
                feeder.event(1, 16, new byte[EveryNth.POISON]);
                feed(feeder, 20, 100);
            }
            host.settle();

            assertThat(meters.get("ringtail.processor.failures")
                            .tag("processor", "bad")
                            .functionCounter()
                            .count())
                    .isEqualTo(1);
        }

        List<ProcessorFailed> failures = all(ProcessorEvents.PROCESSOR_FAILED, ProcessorFailed::parseFrom);
        assertThat(failures).singleElement().satisfies(failure -> {
            assertThat(failure.getProcessor()).isEqualTo("bad");
            assertThat(failure.getProblem()).isEqualTo("java.lang.IllegalStateException: poison");
            assertThat(failure.getStackTrace()).contains("EveryNth.count");
            assertThat(failure.getPayload().size()).isEqualTo(EveryNth.POISON);
        });
        assertThat(intents().stream().filter(intent -> intent.getProcessor().equals("bad")))
                .hasSize(3); // two of the tenth event, and one five seconds later
        assertThat(intents().stream().filter(intent -> intent.getProcessor().equals("good")))
                .hasSizeGreaterThan(10);
    }

    @Test
    void anotherVersionTakesOverTheStateWhileEventsGoOn() throws IOException {
        try (Bus bus = Bus.open(journal, BusOptions.defaults());
                ProcessorHost host = host(bus)) {
            host.add(new EveryNth("nth", "1", 10, true));
            try (Feeder feeder = Feeder.open(bus, "source")) {
                feed(feeder, 0, 15);
                bus.flush();
                host.swap(new EveryNth("nth", "2", 10, true));
                feed(feeder, 15, 20);
            }
        }

        assertThat(intents().stream()
                        .filter(intent -> intent.getReason().equals("count 20"))
                        .map(Intent::getProcessorVersion))
                .containsExactly("2", "2");
        assertThat(all(ProcessorEvents.PROCESSOR_STARTED, ProcessorStarted::parseFrom).stream()
                        .map(ProcessorStarted::getFromVersion))
                .containsExactly("", "1");
    }

    @Test
    void oneThatFailedGoesOnFromItsLastSnapshotWithABetterVersion() throws IOException {
        try (Bus bus = Bus.open(journal, BusOptions.defaults());
                ProcessorHost host = host(bus)) {
            host.add(new EveryNth("nth", "1", 10, true));
            try (Feeder feeder = Feeder.open(bus, "source")) {
                feed(feeder, 0, 15);
                feeder.event(1, 16, new byte[EveryNth.POISON]);
                feed(feeder, 20, 24);
                bus.flush();
                host.swap(new EveryNth("nth", "2", 10, false));
            }
        }

        assertThat(intents().stream().map(Intent::getReason)).contains("count 10", "count 20");
        assertThat(intents().stream().map(Intent::getIdempotencyKey)).doesNotHaveDuplicates();
    }

    @Test
    void oneThatIsAddedLateKnowsWhatTimeItIs() throws IOException {
        try (Bus bus = Bus.open(journal, BusOptions.defaults());
                ProcessorHost host = host(bus)) {
            try (Feeder feeder = Feeder.open(bus, "source")) {
                feed(feeder, 0, 5);
                bus.flush();
                host.add(new EveryNth("nth", "1", 10, true));
                feed(feeder, 5, 10);
            }
        }

        assertThat(intents().stream().map(Intent::getReason)).containsExactly("after 6 ticks");
    }

    @Test
    void oneThatIsNotThereCannotBeSwapped() throws IOException {
        try (Bus bus = Bus.open(journal, BusOptions.defaults());
                ProcessorHost host = host(bus)) {
            assertThatThrownBy(() -> host.swap(new EveryNth("nth", "2", 10, false)))
                    .hasMessage("no processor 'nth' runs here");
        }
    }

    @Test
    @Timeout(60)
    void anErrorStopsOneAsAnyExceptionDoes() throws IOException {
        try (Bus bus = Bus.open(journal, BusOptions.defaults());
                ProcessorHost host = host(bus)) {
            host.add(new Altered(new EveryNth("nth", "1", 10, false), setup -> {}, (events, outputs) -> {
                if (events.firstSequence() > 0 && done.size() >= 2) {
                    throw new NoClassDefFoundError("Counter$Part");
                }
            }));
            try (Feeder feeder = Feeder.open(bus, "source")) {
                feed(feeder, 0, 10);
                host.settle();
                feed(feeder, 10, 24);
                host.settle();
                host.swap(new EveryNth("nth", "2", 10, false));
            }
        }

        assertThat(all(ProcessorEvents.PROCESSOR_FAILED, ProcessorFailed::parseFrom))
                .singleElement()
                .satisfies(failure ->
                        assertThat(failure.getProblem()).isEqualTo("java.lang.NoClassDefFoundError: Counter$Part"));
        assertThat(intents().stream().map(Intent::getReason)).contains("count 10", "count 20");
        assertThat(intents().stream().map(Intent::getIdempotencyKey)).doesNotHaveDuplicates();
    }

    @Test
    @Timeout(60)
    void aVersionThatDoesNotOpenChangesNothing() throws IOException {
        try (Bus bus = Bus.open(journal, BusOptions.defaults());
                ProcessorHost host = host(bus)) {
            host.add(new EveryNth("nth", "1", 10, true));
            try (Feeder feeder = Feeder.open(bus, "source")) {
                feed(feeder, 0, 5);
                assertThatThrownBy(() -> host.swap(notOpening(new NoClassDefFoundError("Counter$Part"))))
                        .isInstanceOf(IOException.class)
                        .hasMessage(
                                "the processor 'nth' goes on as it was: java.lang.NoClassDefFoundError: Counter$Part");
                assertThatThrownBy(() -> host.swap(notOpening(new IllegalStateException("no state of mine"))))
                        .hasMessage("the processor 'nth' goes on as it was: no state of mine");
                feed(feeder, 5, 10);
            }
        }

        assertThat(all(ProcessorEvents.PROCESSOR_STARTED, ProcessorStarted::parseFrom).stream()
                        .map(ProcessorStarted::getVersion))
                .containsExactly("1");
        assertThat(intents().stream().map(Intent::getReason)).contains("count 10");
    }

    @Test
    void oneThatDoesNotOpenLeavesNothingBehind() throws IOException {
        try (Bus bus = Bus.open(journal, BusOptions.defaults());
                ProcessorHost host = host(bus)) {
            assertThatThrownBy(() -> host.add(notOpening(new NoClassDefFoundError("Counter$Part"))))
                    .isInstanceOf(NoClassDefFoundError.class);
            assertThat(Cursors.of(journal).list()).isEmpty();

            host.add(new EveryNth("nth", "1", 10, true));
        }

        assertThat(all(ProcessorEvents.PROCESSOR_STARTED, ProcessorStarted::parseFrom))
                .hasSize(1);
    }

    @Test
    @Timeout(60)
    void oneWhoseThreadHasEndedIsNotSwapped() throws IOException {
        Bus bus = Bus.open(journal, BusOptions.defaults());
        ProcessorHost host = ProcessorHost.start(
                bus,
                journal,
                open -> EtwDecoder.of(open.catalog(), List.of()),
                List.of(new Note(done)),
                new HostOptions(Duration.ZERO, Duration.ofMillis(1), output -> {}));
        try (bus) {
            host.add(torn("nth"));
            try (Feeder feeder = Feeder.open(bus, "source")) {
                feed(feeder, 0, 5);
                host.settle();
            }

            assertThatThrownBy(() -> host.swap(new EveryNth("nth", "2", 10, true)))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("the processor 'nth' has stopped and is not swapped: ");
            assertThatThrownBy(host::close).hasMessageStartingWith("the processor 'nth' stopped: ");
        }
    }

    @Test
    void eventsAreCountedOnOverVersions() throws IOException {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (Bus bus = Bus.open(journal, BusOptions.defaults());
                ProcessorHost host = host(bus)) {
            host.add(new EveryNth("nth", "1", 10, true));
            host.metrics().bindTo(meters);
            try (Feeder feeder = Feeder.open(bus, "source")) {
                feed(feeder, 0, 15);
                host.settle();
                double before = meters.get("ringtail.processor.events")
                        .functionCounter()
                        .count();
                host.swap(new EveryNth("nth", "2", 10, true));
                feed(feeder, 15, 20);
                host.settle();

                assertThat(meters.get("ringtail.processor.events")
                                .functionCounter()
                                .count())
                        .isGreaterThanOrEqualTo(before + 5);
            }
        }
    }

    /** What is in the snapshot is not derived again, so the disk must have it before it has the snapshot. */
    @Test
    void whatASnapshotHoldsIsOnTheDiskBeforeIt() throws IOException {
        try (Bus bus = Bus.open(journal, BusOptions.defaults());
                ProcessorHost host = ProcessorHost.start(
                        bus,
                        journal,
                        open -> EtwDecoder.of(open.catalog(), List.of()),
                        List.of(),
                        new HostOptions(Duration.ZERO, Duration.ofMillis(1), output -> {}));
                Journal open = Journal.open(journal)) {
            host.add(new EveryNth("nth", "1", 1000, true));
            try (Feeder feeder = Feeder.open(bus, "source")) {
                for (int i = 0; i < 50; i++) {
                    feed(feeder, i, i + 1);
                    host.settle();

                    long position = snapshot().position();
                    assertThat(open.info().synced().orElse(-1)).isGreaterThanOrEqualTo(position - 1);
                }
            }
        }
    }

    @Test
    void allIsClosedWhateverFailsOnTheWay() throws IOException {
        try (Bus bus = Bus.open(journal, BusOptions.defaults())) {
            ProcessorHost host = host(bus);
            host.add(torn("nth"));
            host.add(new EveryNth("other", "1", 10, true));
            try (Feeder feeder = Feeder.open(bus, "source")) {
                feed(feeder, 0, 5);
            }

            assertThatThrownBy(host::close).hasRootCauseMessage("no such state");

            assertThat(Cursors.of(journal).list()).hasSize(2).noneMatch(Cursors.Listed::inUse);
            assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
                    .doesNotContain("ringtail-processor-nth", "ringtail-processor-other", "ringtail-effector-note");
            host.close(); // once more does nothing
        }
    }

    /** Its state is not stored once it has seen an event. */
    private static Altered torn(String name) {
        Codec<Long> torn = Codec.of(
                (out, number) -> {
                    throw new IOException("no such state");
                },
                in -> in.readLong());
        List<ValueState<Long>> state = new ArrayList<>();
        return new Altered(
                new EveryNth(name, "1", 10, true),
                setup -> state.add(setup.states().value("torn", torn)),
                (events, outputs) -> state.get(0).set(1L));
    }

    @Test
    void oneThatDerivesWhatProcessorsWouldBeFedWithIsStopped() throws IOException {
        try (Bus bus = Bus.open(journal, BusOptions.defaults());
                ProcessorHost host = host(bus)) {
            host.add(new Altered(
                    new EveryNth("nth", "1", 10, true),
                    setup -> {},
                    (events, outputs) ->
                            outputs.event(OwnProvider.named("Mine"), 7, Feeder.START, ProcessorFailed.newBuilder())));
            try (Feeder feeder = Feeder.open(bus, "source")) {
                feed(feeder, 0, 10);
            }
        }

        assertThat(all(ProcessorEvents.PROCESSOR_FAILED, ProcessorFailed::parseFrom))
                .singleElement()
                .satisfies(failure -> assertThat(failure.getProblem())
                        .isEqualTo(
                                "java.lang.IllegalArgumentException: the processor 'nth' derives event 7 of Mine, which"
                                        + " DerivedEvents does not know, so processors would be fed with it; add it there, or"
                                        + " derive an intent"));
    }

    private static Altered notOpening(Throwable failure) {
        return new Altered(
                new EveryNth("nth", "2", 10, true),
                setup -> {
                    if (failure instanceof Error error) {
                        throw error;
                    }
                    throw (RuntimeException) failure;
                },
                (events, outputs) -> {});
    }

    private interface Feeding {
        void feed(Feeder feeder);
    }

    /** A process that records one source and ends. */
    private void run(String version, Feeding feeding) throws IOException {
        try (Bus bus = Bus.open(journal, BusOptions.defaults());
                ProcessorHost host = host(bus)) {
            host.add(new EveryNth("nth", version, 10, true));
            try (Feeder feeder = Feeder.open(bus, "source")) {
                feeding.feed(feeder);
            }
        }
    }

    private ProcessorHost host(Bus bus) throws IOException {
        return ProcessorHost.start(
                bus, journal, open -> EtwDecoder.of(open.catalog(), List.of()), List.of(new Note(done)), options());
    }

    private static HostOptions options() {
        return HostOptions.DEFAULT;
    }

    private static void feed(Feeder feeder, int from, int to) {
        for (int i = from; i < to; i++) {
            feeder.event(1, i * 1000L);
        }
    }

    private record Note(List<Intent> done) implements Effector {
        @Override
        public String action() {
            return "note";
        }

        @Override
        public Effect execute(Intent intent) {
            done.add(intent);
            return Effect.done("noted");
        }
    }

    private List<Intent> intents() throws IOException {
        return all(ProcessorEvents.INTENT, Intent::parseFrom);
    }

    private List<Outcome> outcomes() throws IOException {
        return all(ProcessorEvents.OUTCOME, Outcome::parseFrom);
    }

    private interface Parser<M> {
        M parse(byte[] payload) throws IOException;
    }

    private <M> List<M> all(int eventId, Parser<M> parser) throws IOException {
        List<M> messages = new ArrayList<>();
        try (Journal open = Journal.open(journal)) {
            ControlScan.run(
                    open,
                    0,
                    type -> ProcessorEvents.PROVIDER.has(type, eventId),
                    (type, event) -> messages.add(parser.parse(event.payload())));
        }
        return messages;
    }

    private Snapshot snapshot() throws IOException {
        return Cursors.of(journal).list().get(0).snapshot().orElseThrow();
    }

    private void save(Snapshot snapshot) throws IOException {
        try (DurableCursor cursor = Cursors.of(journal).open("processor.nth")) {
            cursor.save(snapshot.position(), snapshot.state());
        }
    }
}
