package io.ringtail.processors.host;

import com.google.protobuf.ByteString;
import io.ringtail.processors.DerivedEvents;
import io.ringtail.processors.EventRun;
import io.ringtail.processors.ImportedEvents;
import io.ringtail.processors.Processor;
import io.ringtail.processors.ProcessorEvents;
import io.ringtail.processors.Setup;
import io.ringtail.processors.StackTraces;
import io.ringtail.processors.proto.HostSnapshot;
import io.ringtail.processors.proto.ProcessorFailed;
import io.ringtail.processors.state.MemoryStates;
import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.bus.EventTime;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.journal.EventReader;
import io.ringtail.ring.journal.Journal;
import io.ringtail.ring.payload.PayloadDecoder;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One processor on one journal: feeds it with what is there, a run at a time, and moves its time. The same in a live
 * process and in a replay, which differ in where outputs go. <b>Threads:</b> one. <b>Failure:</b> a processor that throws
 * is stopped ({@link #isFailed}); what the journal or the sink throws goes to the caller, after which the fold is of no
 * further use.
 */
public final class Fold implements AutoCloseable {
    /** The longest part of a stack trace that is kept. */
    private static final int MAX_TRACE_CHARS = 8000;

    private static final int MAX_KEPT_PAYLOAD_BYTES = 16_384;

    private final Processor processor;
    private final OutputSink sink;
    private final EventReader reader;
    private final Journal journal;
    private final MemoryStates states;
    private final Emitter emitter;
    private final EventTime time;
    private final EventRun run = new EventRun();
    private final EventView view = new EventView();
    /** Below this, events were seen before. */
    private final long resumedAt;

    private long events;
    private boolean failed;

    private Fold(
            Processor processor,
            Journal journal,
            OutputSink sink,
            MemoryStates states,
            HostSnapshot from,
            long readFrom)
            throws IOException {
        this.processor = processor;
        this.sink = sink;
        this.journal = journal;
        this.states = states;
        emitter = new Emitter(journalId(journal), processor, from.getLastCause(), from.getLastOrdinal());
        time = EventTime.resumed(journal.catalog(), from.getTicksMap(), from.getWatermark(), from.getReopened());
        resumedAt = from.getPosition();
        reader = EventReader.open(journal, readFrom);
    }

    private static MemoryStates opened(
            Processor processor, Journal journal, Supplier<PayloadDecoder> decoder, Map<String, byte[]> saved) {
        MemoryStates states = new MemoryStates(saved);
        processor.open(new Setup(states, journal.catalog(), decoder));
        return states;
    }

    /** Tells where a fold begins, asked when its processor has opened. */
    interface Start {
        long position() throws IOException;
    }

    /** A fold without state, before the first event at or behind a position, at the time that has come by then. */
    public static Fold from(
            long position, Processor processor, Journal journal, Supplier<PayloadDecoder> decoder, OutputSink sink)
            throws IOException {
        return begin(() -> position, processor, journal, decoder, sink);
    }

    static Fold begin(
            Start start, Processor processor, Journal journal, Supplier<PayloadDecoder> decoder, OutputSink sink)
            throws IOException {
        MemoryStates states = opened(processor, journal, decoder, Map.of());
        long position = start.position();
        HostSnapshot.Builder from =
                HostSnapshot.newBuilder().setPosition(position).setLastCause(-1);
        save(EventTime.before(position, journal), from);
        Fold fold = new Fold(processor, journal, sink, states, from.build(), position);
        if (fold.watermark() != EventTime.NONE) {
            fold.emitter.causedBy(position);
            fold.call(null, 0, fold::forward);
        }
        return fold;
    }

    /**
     * A fold that goes on where a snapshot was taken.
     *
     * @param readFrom the horizon that was stored with it
     */
    public static Fold resumed(
            HostSnapshot snapshot,
            long readFrom,
            Processor processor,
            Journal journal,
            Supplier<PayloadDecoder> decoder,
            OutputSink sink)
            throws IOException {
        MemoryStates states = opened(processor, journal, decoder, bytes(snapshot));
        return new Fold(processor, journal, sink, states, snapshot, Math.min(readFrom, snapshot.getPosition()));
    }

    /** Feeds the next run; false if there is none yet, or the processor has failed. */
    public boolean step() throws IOException {
        if (failed || !reader.nextRun()) {
            return false;
        }
        if (reader.lane() == Lane.TRACE) {
            feed(Lane.TRACE, reader.block(), reader.fromRow(), reader.toRow());
        } else {
            for (int row = reader.fromRow(); row < reader.toRow() && !failed; row++) {
                control(reader.block(), row);
            }
        }
        return true;
    }

    /** The sequence behind all that was fed. */
    public long position() {
        return Math.max(reader.position(), resumedAt);
    }

    /** The first sequence that has to be read after a restart from a snapshot of now. */
    public long horizon() {
        return Math.min(position(), processor.horizon());
    }

    /** How far event time has come; the least long while no time has. */
    public long watermark() {
        return time.watermark();
    }

    public Processor processor() {
        return processor;
    }

    public boolean isFailed() {
        return failed;
    }

    /** Events fed by now, those of both lanes. */
    public long events() {
        return events;
    }

    /** All that is needed to go on from here; not of a processor that has failed. */
    public HostSnapshot snapshot() {
        HostSnapshot.Builder snapshot = HostSnapshot.newBuilder()
                .setProcessor(processor.name())
                .setVersion(processor.version())
                .setPosition(position())
                .setLastCause(emitter.lastCause())
                .setLastOrdinal(emitter.lastOrdinal());
        save(time, snapshot);
        states.save().forEach((name, bytes) -> snapshot.putStates(name, ByteString.copyFrom(bytes)));
        return snapshot.build();
    }

    @Override
    public void close() {
        reader.close();
    }

    private void control(Block block, int row) {
        EventType type = journal.catalog().type(block.type(row));
        boolean isInput = !DerivedEvents.contains(type) && !ImportedEvents.isForeign(type, view.wrap(block, row));
        if (isInput) {
            feed(Lane.CONTROL, block, row, row + 1);
        }
        if (block.sequence(row) >= resumedAt && !failed) {
            move(view.wrap(block, row));
        }
    }

    private void feed(Lane lane, Block block, int fromRow, int toRow) {
        int fresh = fromRow;
        while (fresh < toRow && block.sequence(fresh) < resumedAt) {
            fresh++;
        }
        if (fresh > fromRow) {
            run.wrap(lane, block, fromRow, fresh);
            call(block, fromRow, () -> processor.refold(run));
        }
        if (fresh < toRow && !failed) {
            events += toRow - fresh;
            run.wrap(lane, block, fresh, toRow);
            emitter.causedBy(run.lastSequence());
            call(block, fresh, () -> processor.onEvents(run, emitter));
        }
    }

    private void move(EventView event) {
        emitter.causedBy(event.sequence());
        switch (time.take(event)) {
            case NONE -> {}
            case FORWARD -> call(null, 0, this::forward);
            case END -> call(null, 0, this::end);
            case START_OVER ->
                call(null, 0, () -> {
                    end();
                    forward();
                });
        }
    }

    private void forward() {
        states.reach(time.watermark(), emitter);
        processor.onTime(time.watermark(), emitter);
    }

    /** What waits for a time will not see it. */
    private void end() {
        states.reach(Long.MAX_VALUE - 1, emitter);
        processor.onEnd(emitter);
    }

    /** Whatever a processor throws is its own failure, not the host's; an Error too, as when a class of it is missing. */
    private void call(@Nullable Block block, int row, Runnable call) {
        try {
            call.run();
        } catch (Throwable e) {
            failed = true;
            fail(e, block, row);
        }
        emitter.drainTo(sink);
    }

    /** The event at which the processor threw is the one that it was moved to, or the run's first. */
    private void fail(Throwable failure, @Nullable Block block, int row) {
        ProcessorFailed.Builder message = ProcessorFailed.newBuilder()
                .setProblem(String.valueOf(failure))
                .setStackTrace(StackTraces.text(failure, MAX_TRACE_CHARS));
        long cause = Math.max(emitter.cause(), emitter.lastCause());
        long ticks = time.watermark() == EventTime.NONE ? 0 : time.watermark();
        if (block != null) {
            EventView event = view.wrap(block, Math.max(row, run.currentRow()));
            EventType type = journal.catalog().type(event.type());
            byte[] payload = new byte[Math.min(event.payloadBytes(), MAX_KEPT_PAYLOAD_BYTES)];
            event.getBytes(0, payload, 0, payload.length);
            cause = Math.max(event.sequence(), emitter.lastCause());
            ticks = event.timeTicks();
            message.setProvider(type.provider().toString())
                    .setEventId(type.id())
                    .setPayload(ByteString.copyFrom(payload));
        }
        emitter.event(cause, ProcessorEvents.PROVIDER, ProcessorEvents.PROCESSOR_FAILED, ticks, message);
    }

    private static void save(EventTime time, HostSnapshot.Builder into) {
        into.putAllTicks(time.bySource()).setWatermark(time.watermark()).setReopened(time.isReopened());
    }

    private static Map<String, byte[]> bytes(HostSnapshot snapshot) {
        Map<String, byte[]> bytes = new HashMap<>();
        snapshot.getStatesMap().forEach((name, state) -> bytes.put(name, state.toByteArray()));
        return bytes;
    }

    private static UUID journalId(Journal journal) throws IOException {
        return journal.info().id().orElse(new UUID(0, 0));
    }
}
