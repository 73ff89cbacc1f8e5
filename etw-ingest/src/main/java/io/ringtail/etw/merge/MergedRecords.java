package io.ringtail.etw.merge;

import io.ringtail.etw.file.BufferReader;
import io.ringtail.etw.file.EtlFile;
import io.ringtail.etw.file.RecordView;
import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.Registry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The events of several traces in their total order: files of one clock by raw time, others by event time, ties by the
 * order of the arguments. A cursor before the first event. Allocates nothing per event. <b>Threads:</b> one.
 */
public final class MergedRecords {
    private final int[] sources;
    private final Clock[] clocks;
    private final TypeCache types;
    private final RecordMapper mapper = new RecordMapper();
    private final RecordView record = new RecordView();
    private final EventRecord event = new EventRecord();
    private final ClockGroup[] groups;
    private boolean isStarted;
    private ClockGroup current;

    /**
     * Over these files.
     *
     * @param sources the files' ids in the registry
     * @param range of which buffers outside may be passed over
     */
    MergedRecords(List<EtlFile> files, int[] sources, Registry registry, TimeRange range) {
        this.sources = sources.clone();
        this.clocks = files.stream().map(file -> file.header().clock()).toArray(Clock[]::new);
        this.types = new TypeCache(registry);
        this.groups = groups(files, range);
        this.current = groups[0];
    }

    /** Moves to the next event; false if there is none. */
    public boolean next() throws IOException {
        return next(event);
    }

    /**
     * As {@link #next()}, filling a record of the caller's instead of {@link #event}. Its payload lies in bytes that the
     * call after it may overwrite: who gathers events copies the payload.
     */
    public boolean next(EventRecord into) throws IOException {
        if (!isStarted) {
            start();
        } else if (!current.isEmpty()) {
            current.advance();
        }
        current = first();
        if (current.isEmpty()) {
            return false;
        }
        read(current.current(), into);
        return true;
    }

    /** The event moved to: one object, filled anew by {@link #next}, and its bytes with it. */
    public EventRecord event() {
        return event;
    }

    /** The event's clock value as in the record. */
    public long rawTime() {
        return current.current().rawTime;
    }

    private void start() throws IOException {
        isStarted = true;
        for (ClockGroup group : groups) {
            group.start();
        }
    }

    private void read(OpenBuffer from, EventRecord into) {
        record.read(from.loaded.data(), from.loaded.recordAt(from.next));
        mapper.fill(record, from.rawTime, clocks[from.file], into);
        into.type = types.idOf(record);
        into.source = sources[from.file];
        into.cpu = from.processor;
    }

    private ClockGroup first() {
        ClockGroup first = groups[0];
        for (int i = 1; i < groups.length; i++) {
            if (!groups[i].isEmpty() && (first.isEmpty() || isBefore(groups[i].current(), first.current()))) {
                first = groups[i];
            }
        }
        return first;
    }

    private boolean isBefore(OpenBuffer one, OpenBuffer other) {
        long oneTime = clocks[one.file].toTicks(one.rawTime);
        long otherTime = clocks[other.file].toTicks(other.rawTime);
        return oneTime != otherTime ? oneTime < otherTime : one.file < other.file;
    }

    private static ClockGroup[] groups(List<EtlFile> files, TimeRange range) {
        BufferReader reader = new BufferReader();
        List<EtlFile> firsts = new ArrayList<>();
        List<ClockGroup> groups = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            int group = groupOf(files.get(i), firsts);
            if (group == firsts.size()) {
                firsts.add(files.get(i));
                groups.add(new ClockGroup(reader));
            }
            groups.get(group).add(files.get(i), i, range.buffers(files.get(i)));
        }
        return groups.toArray(ClockGroup[]::new);
    }

    private static int groupOf(EtlFile file, List<EtlFile> firsts) {
        int group = 0;
        while (group < firsts.size() && !firsts.get(group).sharesClockWith(file)) {
            group++;
        }
        return group;
    }
}
