package io.ringtail.app.record;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.ringtail.app.Command;
import io.ringtail.app.canary.StoreAddress;
import io.ringtail.app.input.UserFolder;
import io.ringtail.app.rtz.RtzFile;
import io.ringtail.app.rtz.RtzImport;
import io.ringtail.app.rules.RuleFiles;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Progress;
import io.ringtail.app.terminal.Quantities;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.app.terminal.TemporaryFolder;
import io.ringtail.app.terminal.TraceWarnings;
import io.ringtail.etw.file.EtlFile;
import io.ringtail.etw.schema.SchemaSource;
import io.ringtail.etw.source.OpenTraces;
import io.ringtail.etw.source.TraceRecorder;
import io.ringtail.processors.rules.RuleSet;
import io.ringtail.ring.block.Compression;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.bus.LaneCompression;
import io.ringtail.ring.bus.WaitProfile;
import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.event.Source;
import io.ringtail.ring.journal.Retention;
import io.ringtail.ring.journal.StorageOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Records sources into a journal: traces and simulations together and merged by time, then sessions one by one.
 *
 * @param sync how often what was recorded is brought to the disk; zero: when the operating system gets to it
 * @param keep what is deleted in the course of recording
 * @param session the name that sources get instead of their own
 * @param key the private key for a session file that is encrypted
 * @param strategies by which versions on trial are judged, and rolled back
 * @param host the machine's name among those that use the strategies; its own if none is given
 * @param rules files, or folders of them, that watch the recording while it is made
 * @param schemas where rules and strategies look for schemas that the recording does not have itself
 * @param profile what waiting for events costs
 * @param metrics the file that metrics are written to, if one is
 */
public record RecordCommand(
        Path journal,
        List<String> sources,
        Duration sync,
        Compression compression,
        List<Retention> keep,
        Optional<String> session,
        Optional<Path> key,
        Optional<StoreAddress> strategies,
        Optional<String> host,
        List<Path> rules,
        SchemaSource schemas,
        WaitProfile profile,
        Optional<Path> metrics)
        implements Command {
    private static final String LIVE_PREFIX = "etw:";
    /** Somebody waits for the recording: a disk that stays full for so long ends it. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Brought to the disk when the operating system gets to it, and as it is. */
    public RecordCommand(Path journal, List<String> sources) {
        this(journal, sources, Duration.ZERO);
    }

    public RecordCommand(Path journal, List<String> sources, Duration sync) {
        this(
                journal,
                sources,
                sync,
                Compression.NONE,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                SchemaSource.NONE,
                WaitProfile.THROUGHPUT,
                Optional.empty());
    }

    @Override
    public ExitStatus run(Console console) throws IOException {
        compression.unavailable().ifPresent(why -> {
            throw Refusal.failure("--compress " + compression.label() + ": " + why);
        });
        Optional<RuleSet> read = rules.isEmpty() ? Optional.empty() : RuleFiles.read(rules, console);
        if (read.isEmpty() && !rules.isEmpty()) {
            return ExitStatus.USAGE;
        }
        try (TemporaryFolder temporary = TemporaryFolder.create("ringtail-record")) {
            List<Path> traces = new ArrayList<>();
            List<Path> files = new ArrayList<>();
            for (String source : sources) {
                Path path = trace(source, temporary.path());
                (RtzFile.isNamed(path) ? files : traces).add(path);
            }
            if (!files.isEmpty() && !(rules.isEmpty() && strategies.isEmpty())) {
                throw Refusal.usage(files.getFirst() + " was recorded before, and nothing watches it now; leave out "
                        + (rules.isEmpty() ? "--strategies" : "--rules") + ", and replay it: ringtail replay "
                        + files.getFirst());
            }
            if (!traces.isEmpty()) {
                record(traces, temporary.path(), read, console);
            }
            for (Path file : files) {
                recordSession(file, console);
            }
        }
        return ExitStatus.DONE;
    }

    private static Path trace(String source, Path temporary) throws IOException {
        if (source.startsWith(LIVE_PREFIX)) {
            throw Refusal.failure("'" + source + "': live ETW sessions are not part of this release, and need Windows;"
                    + " record an .etl file instead");
        }
        return source.startsWith(Simulation.PREFIX) ? Simulation.of(source).writeInto(temporary) : Path.of(source);
    }

    private void recordSession(Path path, Console console) throws IOException {
        if (session.isPresent()) {
            throw Refusal.usage("--session '" + session.get() + "': the sources in " + path
                    + " have sessions of their own; leave the option out");
        }
        long events;
        try (RtzFile file = RtzFile.open(path, key);
                Bus bus = Bus.open(journal, options());
                Measured measured = measured(bus, console)) {
            events = RtzImport.record(file, bus);
            measured.settle(bus);
        }
        said(events, console);
    }

    private void said(long events, Console console) {
        console.out()
                .println("recorded " + Quantities.count(events, "event") + " into " + journal
                        + "; ask it with: ringtail query --journal " + journal
                        + " 'events | summarize count() by Provider'");
    }

    private void record(List<Path> traces, Path temporary, Optional<RuleSet> watching, Console console)
            throws IOException {
        try (OpenTraces open = OpenTraces.open(traces, temporary, SchemaSource.NONE, UserFolder.surveys());
                Progress progress = Progress.start(console, "recorded", open.eventCount())) {
            long events;
            long bytes =
                    open.files().files().stream().mapToLong(EtlFile::sizeBytes).sum();
            try (Bus bus = Bus.open(journal, options());
                    Measured measured = measured(bus, console)) {
                warnOfRepeats(open.files().sources(), bus.registry(), console);
                events = record(open, bus, watching, measured, progress, console);
                measured.settle(bus);
            }
            progress.done(events, bytes);
            TraceWarnings.print(open, console);
            said(events, console);
        }
    }

    /** To record a trace again is no error, but who counts its events afterwards counts them twice. */
    private void warnOfRepeats(List<Source> sources, Catalog recorded, Console console) {
        for (Source source : sources) {
            boolean isKnown = IntStream.range(0, recorded.sourceCount())
                    .mapToObj(recorded::source)
                    .anyMatch(other -> isSameTrace(source, other));
            if (isKnown) {
                console.warn(source.name() + " was recorded into " + journal
                        + " before; its events are there once more, and counted so");
            }
        }
    }

    /** Of the same file name, and begun at the same instant of the same clock. */
    private static boolean isSameTrace(Source one, Source other) {
        return one.kind().equals(other.kind())
                && one.clock().equals(other.clock())
                && Path.of(one.name()).endsWith(Path.of(other.name()).getFileName());
    }

    private long record(
            OpenTraces open, Bus bus, Optional<RuleSet> watching, Measured measured, Progress progress, Console console)
            throws IOException {
        if (strategies.isEmpty() && watching.isEmpty()) {
            return TraceRecorder.record(open, bus, session, progress::update);
        }
        try (Automation automation = Automation.start(this, watching, bus, console)) {
            measured.add(automation.metrics());
            long events = TraceRecorder.record(open, bus, session, progress::update);
            automation.settle();
            automation.warnOfWaiting(this);
            console.note(automation.summary());
            return events;
        }
    }

    private Measured measured(Bus bus, Console console) throws IOException {
        return new Measured(
                metrics.isPresent()
                        ? Optional.of(MetricsFile.start(metrics.get(), bus.metrics(), console))
                        : Optional.empty());
    }

    /** The metrics of a recording, if they are wanted. */
    private record Measured(Optional<MetricsFile> file) implements AutoCloseable {
        void add(MeterBinder metrics) {
            file.ifPresent(wanted -> wanted.add(metrics));
        }

        /** What is written last has all that was recorded. */
        void settle(Bus bus) {
            if (file.isPresent()) {
                bus.flush();
            }
        }

        @Override
        public void close() {
            file.ifPresent(MetricsFile::close);
        }
    }

    /** As a store has it: what the journal says of its writer, but for letters that no key has. */
    String hostName() {
        return host.orElseGet(
                () -> Bus.hostName().replaceAll("[^A-Za-z0-9._-]", "-").replaceAll("^[._-]+", ""));
    }

    private BusOptions options() {
        StorageOptions storage = StorageOptions.defaults()
                .withSyncInterval(sync)
                .withPatience(PATIENCE)
                .withRetention(keep);
        return BusOptions.defaults()
                .withProfile(profile)
                .withStorage(storage)
                .withCompression(new LaneCompression(compression, Compression.NONE));
    }
}
