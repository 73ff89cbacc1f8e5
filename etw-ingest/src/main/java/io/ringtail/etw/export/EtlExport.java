package io.ringtail.etw.export;

import io.ringtail.etw.schema.SchemaGaps;
import io.ringtail.etw.write.EtlWriter;
import io.ringtail.etw.write.RecordedHeader;
import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.ExtendedItems;
import io.ringtail.ring.event.Schema;
import io.ringtail.ring.event.Source;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes selected events of a recording as an .etl file that can be read by itself: what a record was, it is again, the
 * schemas of the selected events stand in the file, and its header is that of the trace from which the first of them
 * came. Clock values are kept as they were, so all events must come from one clock: traces of one machine since one start
 * of it, with clocks of one kind and frequency. Their times are then told by the first trace's clock.
 *
 * <p>The log-file headers of the recorded traces are not written beside the new one, whether selected or not.
 *
 * <p><b>Threads:</b> one. <b>Order:</b> events come in the order of the recording. <b>Memory:</b> a buffer for each CPU
 * that has events, and the schemas. <b>Failure:</b> after an exception the file is as far as it came; its owner removes it.
 */
public final class EtlExport implements Closeable {
    /**
     * What was written.
     *
     * @param events without schemas and header
     * @param schemas records with schemas that were added
     */
    public record Summary(long events, long schemas) {}

    private final Path file;
    private final Recording recording;
    private final SchemaGaps gaps;
    private final EventCopy event = new EventCopy();
    private final TreeSet<Integer> sources = new TreeSet<>();
    private final BitSet headersSeen = new BitSet();
    /** By source, for each has schemas of its own. */
    private final Map<Integer, BitSet> typesBySource = new HashMap<>();

    private BitSet typesSeen = new BitSet();
    private int lastSource = -1;
    private @Nullable EtlWriter writer;
    private @Nullable Source clockSource;
    private long lastRawTime;
    private long events;
    private long schemaRecords;

    private EtlExport(Path file, Recording recording, SchemaGaps gaps) {
        this.file = file;
        this.recording = recording;
        this.gaps = gaps;
    }

    /**
     * Exports into a file that is made, or emptied, when the first event comes.
     *
     * @param imported schemas from outside the recording; a later one counts before an earlier
     */
    public static EtlExport into(Path file, Recording recording, List<Schema> imported) {
        List<Schema> schemas = new ArrayList<>(recording.catalog().schemas());
        schemas.addAll(imported);
        return new EtlExport(file, recording, new SchemaGaps(schemas));
    }

    /** Takes the file's header from a source, though the first event may be another's of the same clock. */
    void beginWith(int source) throws IOException {
        writerFor(source);
    }

    /**
     * Writes events of a block.
     *
     * @param rows which, ascending
     * @throws NotExportableException if they cannot stand beside those that were written before
     */
    public void write(Block block, int[] rows, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            event.copy(block, rows[i]);
            EventType type = recording.catalog().type(event.record().type);
            if (!isOwnHeader(type)) {
                write(type);
            }
        }
    }

    /** Adds the schemas and closes the file. */
    public Summary finish() throws IOException {
        EtlWriter open = writer;
        if (open == null) {
            throw NotExportableException.nothingSelected();
        }
        SchemaRecords schemas = new SchemaRecords(open, lastRawTime);
        for (SchemaGaps.Gap gap : gaps.find()) {
            schemas.write(gap);
        }
        schemaRecords = schemas.count();
        TraceFacts.Lost lost = TraceFacts.lost(recording.catalog(), sources);
        open.lost(lost.events(), lost.buffers());
        open.close();
        return new Summary(events, schemaRecords);
    }

    @Override
    public void close() throws IOException {
        EtlWriter open = writer;
        if (open != null) {
            open.close();
        }
    }

    /** The first of each source is the header of its trace; further ones are records that somebody merged into it. */
    private boolean isOwnHeader(EventType type) {
        if (!RecordedHeader.isHeader(type) || headersSeen.get(event.record().source)) {
            return false;
        }
        headersSeen.set(event.record().source);
        return true;
    }

    private void write(EventType type) throws IOException {
        int source = event.record().source;
        EtlWriter open = writer;
        if (source != lastSource || open == null) {
            open = writerFor(source);
            lastSource = source;
            typesSeen = typesBySource.computeIfAbsent(source, none -> new BitSet());
        }
        Source from = recording.catalog().source(source);
        lastRawTime = rawTime(from);
        open.alsoCpu(event.record().cpu);
        writeOne(open, type);
        events++;
        boolean isFirst = !typesSeen.get(event.record().type);
        if (SchemaGaps.isOfInterest(type, isFirst)) {
            typesSeen.set(event.record().type);
            gaps.accept(type, event.record());
        }
    }

    private void writeOne(EtlWriter open, EventType type) throws IOException {
        try {
            open.write(type, lastRawTime, event.record());
        } catch (IllegalArgumentException e) {
            throw new NotExportableException("event " + event.sequence() + " cannot be written as an ETW record: "
                    + e.getMessage() + "; leave it out with 'where Sequence != " + event.sequence() + "'");
        }
    }

    private long rawTime(Source from) {
        byte[] kept = event.item(ExtendedItems.RAW_CLOCK);
        return kept.length == Long.BYTES
                ? io.ringtail.etw.file.LittleEndian.getLong(kept, 0)
                : from.clock().toRaw(event.record().timeTicks);
    }

    private EtlWriter writerFor(int source) throws IOException {
        Source next = recording.catalog().source(source);
        sources.add(source);
        EtlWriter open = writer;
        Source first = clockSource;
        if (open == null || first == null) {
            Optional<RecordedHeader> header = TraceFacts.header(recording, source);
            open = EtlWriter.create(file, TraceFacts.options(next, header));
            writer = open;
            clockSource = next;
        } else if (!first.sharesClockWith(next)) {
            throw new NotExportableException("the selection holds events of two clocks, and a trace has one: "
                    + TraceFacts.clock(first) + ", and " + TraceFacts.clock(next)
                    + "; export each by itself, with where Session == '" + next.session() + "' and the like");
        }
        return open;
    }
}
