package io.ringtail.etw.source;

import io.ringtail.etw.file.EtlFile;
import io.ringtail.etw.file.FileFacts;
import io.ringtail.etw.file.Problem;
import io.ringtail.etw.merge.MergedRecords;
import io.ringtail.etw.merge.TraceFiles;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusEvents;
import io.ringtail.ring.bus.TickRule;
import io.ringtail.ring.bus.proto.SourceClosed;
import io.ringtail.ring.bus.proto.SourceOpened;
import io.ringtail.ring.bus.proto.Tick;
import io.ringtail.ring.bus.proto.TraceDamaged;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.Registry;
import io.ringtail.ring.event.Schema;
import io.ringtail.ring.event.Source;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Puts the events of traces on the bus, in their order, waiting whenever the ring is full. What the traces say was lost,
 * and what of them is damaged, is journaled too, and once for each second of event time how far they are: the traces are
 * merged by time, so what holds for one holds for all.
 *
 * <p><b>Threads:</b> one. <b>Failure:</b> what was published before stays journaled.
 */
public final class TraceRecorder {
    /** Hears how far the recording is, every few thousand events. */
    public interface Listener {
        void recorded(long events, long payloadBytes);
    }

    private static final int EVENTS_BETWEEN_REPORTS = 1 << 14;
    /** What the session itself says it lost; see {@code bus.proto}. */
    private static final String SESSION_BUFFERS = "SESSION_BUFFERS";

    private final TraceFiles files;
    private final Bus bus;
    private final int[] sourceIds;
    private final long[] eventsBySource;
    private final long[] lastTicks;
    private final Optional<String> session;
    private long events;
    private long payloadBytes;

    private TraceRecorder(TraceFiles files, Bus bus, Optional<String> session) {
        this.files = files;
        this.bus = bus;
        this.session = session;
        this.sourceIds = new int[files.files().size()];
        this.eventsBySource = new long[sourceIds.length];
        this.lastTicks = new long[sourceIds.length];
    }

    /**
     * Records all events of opened traces and returns how many they were. The bus stays open, and all of them are on it,
     * though perhaps not yet in the journal.
     */
    public static long record(OpenTraces traces, Bus bus, Listener listener) throws IOException {
        return record(traces, bus, Optional.empty(), listener);
    }

    /** As above, with a name for the session that all sources belong to, instead of the names that they have. */
    public static long record(OpenTraces traces, Bus bus, Optional<String> session, Listener listener)
            throws IOException {
        TraceRecorder recorder = new TraceRecorder(traces.files(), bus, session);
        recorder.openSources();
        recorder.copyEvents(listener);
        recorder.closeSources();
        return recorder.events;
    }

    private void openSources() {
        Registry registry = bus.registry();
        List<Source> sources = files.sources();
        for (int i = 0; i < sourceIds.length; i++) {
            Source source = named(sources.get(i));
            sourceIds[i] = registry.register(source);
            lastTicks[i] = source.clock().startTicks();
            SourceOpened opened = SourceOpened.newBuilder()
                    .setSource(sourceIds[i])
                    .setName(source.name())
                    .setSession(source.session())
                    .build();
            bus.publishOwn(BusEvents.SOURCE_OPENED, startTicks(i), opened);
        }
        for (Schema schema : files.registry().schemas()) {
            int source = schema.source() == Schema.ANY ? Schema.ANY : sourceIds[schema.source()];
            registry.register(new Schema(schema.format(), source, schema.pid(), schema.rank(), schema.content()));
        }
    }

    private Source named(Source source) {
        return session.map(source::withSession).orElse(source);
    }

    private void copyEvents(Listener listener) throws IOException {
        int[] indexes = IntStream.range(0, sourceIds.length).toArray();
        MergedRecords records = files.records(bus.registry(), indexes);
        EventBatch batch = new EventBatch();
        long nextReport = EVENTS_BETWEEN_REPORTS;
        TickRule ticks = new TickRule(earliestStart());
        while (batch.fill(records)) {
            publish(batch, ticks);
            events += batch.count();
            payloadBytes += batch.payloadBytes();
            if (events >= nextReport) {
                listener.recorded(events, payloadBytes);
                nextReport = events + EVENTS_BETWEEN_REPORTS;
            }
        }
        listener.recorded(events, payloadBytes);
    }

    /** Each tick goes before the first event that is not before it. */
    private void publish(EventBatch batch, TickRule ticks) {
        int published = 0;
        for (int i = 0; i < batch.count(); i++) {
            attribute(batch.event(i));
            long watermark = ticks.before(batch.event(i).timeTicks);
            if (watermark != TickRule.NONE) {
                batch.publish(bus, published, i);
                published = i;
                tick(watermark);
            }
        }
        batch.publish(bus, published, batch.count());
    }

    private void tick(long watermark) {
        for (int source : sourceIds) {
            Tick tick = Tick.newBuilder()
                    .setSource(source)
                    .setWatermarkTicks(watermark)
                    .build();
            bus.publishOwn(BusEvents.TICK, watermark, tick);
        }
    }

    private long earliestStart() {
        return IntStream.range(0, sourceIds.length)
                .mapToLong(this::startTicks)
                .min()
                .orElse(0);
    }

    /** To its source in the journal; until now it has its file's number. */
    private void attribute(EventRecord event) {
        int index = event.source;
        eventsBySource[index]++;
        lastTicks[index] = event.timeTicks;
        event.source = sourceIds[index];
    }

    private void closeSources() {
        Registry registry = bus.registry();
        for (int i = 0; i < sourceIds.length; i++) {
            EtlFile file = files.files().get(i);
            Source source = named(file.source());
            registry.update(sourceIds[i], source);
            journalLoss(i, source.facts());
            for (Problem problem : file.problems().listed()) {
                journalDamage(i, problem);
            }
            SourceClosed closed = SourceClosed.newBuilder()
                    .setSource(sourceIds[i])
                    .setEvents(eventsBySource[i])
                    .setProblems(file.problems().count())
                    .build();
            bus.publishOwn(BusEvents.SOURCE_CLOSED, lastTicks[i], closed);
        }
    }

    private void journalLoss(int index, Map<String, String> facts) {
        long lost = Long.parseLong(facts.getOrDefault(FileFacts.EVENTS_LOST, "0"));
        if (lost > 0) {
            bus.lost(sourceIds[index], SESSION_BUFFERS, lost, startTicks(index), lastTicks[index]);
        }
    }

    private void journalDamage(int index, Problem problem) {
        TraceDamaged.Builder damaged = TraceDamaged.newBuilder()
                .setSource(sourceIds[index])
                .setOffset(problem.offset())
                .setBuffer(problem.buffer())
                .setWhat(problem.what());
        problem.at().ifPresent(damaged::setAt);
        bus.publishOwn(BusEvents.TRACE_DAMAGED, startTicks(index), damaged.build());
    }

    private long startTicks(int index) {
        return files.files().get(index).header().startTicks();
    }
}
