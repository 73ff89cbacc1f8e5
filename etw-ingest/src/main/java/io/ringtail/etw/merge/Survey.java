package io.ringtail.etw.merge;

import io.ringtail.etw.file.BufferPlan;
import io.ringtail.etw.file.BufferReader;
import io.ringtail.etw.file.EtlFile;
import io.ringtail.etw.file.LoadedBuffer;
import io.ringtail.etw.file.RecordView;
import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.Registry;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/** The first pass over the records of traces: registers their types and shows an observer those it wants. One thread. */
final class Survey {
    private static final byte NOT_ASKED = 0;
    private static final byte WANTED = 1;
    private static final byte UNWANTED = 2;

    private final Registry registry;
    private final RecordObserver observer;
    private final SurveyCache cache;
    private final TypeCache types;
    private final BufferReader reader = new BufferReader();
    private final LoadedBuffer loaded = new LoadedBuffer();
    private final RecordView record = new RecordView();
    private final RecordMapper mapper = new RecordMapper();
    private final EventRecord event = new EventRecord();
    private boolean isFullTold;
    private byte[] wanted = new byte[256];
    /** By type: met in the file that is read. */
    private final BitSet met = new BitSet();

    Survey(Registry registry, RecordObserver observer, SurveyCache cache) {
        this.registry = registry;
        this.observer = observer;
        this.cache = cache;
        this.types = new TypeCache(registry);
    }

    void read(EtlFile file, int source) throws IOException {
        event.source = source;
        Arrays.fill(wanted, NOT_ASKED);
        met.clear();
        BufferPlan plan = file.plan();
        Optional<SurveyIndex> known = cache.find(file);
        known.ifPresent(index -> index.tell(plan));
        BitSet telling = new BitSet();
        for (int buffer = 0; buffer < plan.count(); buffer++) {
            if (known.isPresent() && !known.get().isTelling(buffer)) {
                continue;
            }
            long problems = file.problems().count();
            reader.load(file, buffer, loaded);
            event.cpu = plan.processor(buffer);
            boolean tells = readRecords(file.header().clock());
            telling.set(buffer, tells || file.problems().count() > problems);
        }
        tellIfTooManyTypes(file);
        if (known.isEmpty() && !types.isFull()) {
            cache.keep(file, telling);
        }
    }

    /** Whether they told something: a type that the file had not shown before, or what the observer wanted. */
    private boolean readRecords(Clock clock) {
        boolean tells = false;
        for (int i = 0; i < loaded.count(); i++) {
            record.read(loaded.data(), loaded.recordAt(i));
            event.type = types.idOf(record);
            if (!met.get(event.type)) {
                met.set(event.type);
                tells = true;
            }
            if (isWanted(event.type)) {
                mapper.fill(record, loaded.rawTime(i), clock, event);
                boolean goesOn = observer.onRecord(registry.type(event.type), event);
                wanted[event.type] = goesOn ? WANTED : UNWANTED;
                tells = true;
            }
        }
        return tells;
    }

    private void tellIfTooManyTypes(EtlFile file) {
        if (types.isFull() && !isFullTold) {
            isFullTold = true;
            file.problems()
                    .addToFile("the traces hold more than " + TypeCache.MAX_TYPES + " types of events or "
                            + TypeCache.MAX_METADATA_BYTES
                            + " bytes of TraceLogging metadata, which is as good as certain"
                            + " to be damage; the events of further types are kept without their ids");
        }
    }

    private boolean isWanted(int type) {
        if (type >= wanted.length) {
            wanted = Arrays.copyOf(wanted, Math.max(2 * wanted.length, type + 1));
        }
        if (wanted[type] == NOT_ASKED) {
            wanted[type] = observer.wants(type, registry.type(type)) ? WANTED : UNWANTED;
        }
        return wanted[type] == WANTED;
    }
}
