package io.ringtail.etw.context;

import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.payload.Field;
import io.ringtail.ring.payload.FieldReader;
import io.ringtail.ring.payload.PayloadDecoder;
import io.ringtail.ring.payload.PayloadLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Where the payloads of records without process and thread tell them. Types that come later are learned when they are
 * asked for. <b>Threads:</b> any; two may learn the same.
 */
final class PayloadIds {
    static final int NOWHERE = -1;

    /** The thread that asked for what the event tells of, or that ran. */
    private static final Set<String> THREADS =
            Set.of("NewThreadID", "ThreadID", "IssuingThreadID", "TTID", "TThreadID", "StackThread");

    private static final Set<String> PROCESSES = Set.of("ProcessID", "PID", "StackProcess");
    /** Of these the thread is the one that runs: context switches know it as well, and its process at once. */
    private static final Set<String> OF_RUNNING = Set.of("PerfInfo/Sample", "PerfInfo/PMCSample", "Thread/CSwitch");

    /** How the ids of a type's records are found. */
    enum Way {
        /** In the record's header, or nowhere. */
        HEADER,
        /** By what ran on the processor. */
        SWITCHES,
        /** Likewise, and else in the payload. */
        RUNNING,
        /** In the payload, as far as it tells them. */
        PAYLOAD
    }

    /** By type. */
    record Places(Way[] ways, int[] threads, int[] processes) {}

    private final Catalog catalog;
    private final PayloadDecoder decoder;
    private volatile Places places = new Places(new Way[0], new int[0], new int[0]);

    PayloadIds(Catalog catalog, PayloadDecoder decoder) {
        this.catalog = catalog;
        this.decoder = decoder;
    }

    Way way(int type) {
        return upTo(type).ways[type];
    }

    int threadAt(int type) {
        return upTo(type).threads[type];
    }

    int processAt(int type) {
        return upTo(type).processes[type];
    }

    /** Whether any payload tells ids. */
    boolean any() {
        Places known = upTo(catalog.typeCount() - 1);
        return Arrays.stream(known.threads).anyMatch(at -> at >= 0)
                || Arrays.stream(known.processes).anyMatch(at -> at >= 0);
    }

    /** Those of this type and all before it. */
    Places upTo(int type) {
        Places known = places;
        if (type >= known.threads.length) {
            known = learn(Math.max(type + 1, catalog.typeCount()));
            places = known;
        }
        return known;
    }

    private Places learn(int types) {
        Places learned = new Places(new Way[types], nowhere(types), nowhere(types));
        Arrays.fill(learned.ways, Way.HEADER);
        for (int type = 0; type < types; type++) {
            if (catalog.type(type).kind() == HeaderKind.PERFINFO) {
                PayloadLayout layout = decoder.layout(type, 0, -1);
                boolean isOfRunning = OF_RUNNING.contains(layout.eventName());
                learned.threads[type] = place(layout, THREADS);
                learned.processes[type] = place(layout, PROCESSES);
                boolean tells = learned.threads[type] >= 0 || learned.processes[type] >= 0;
                learned.ways[type] = isOfRunning ? Way.RUNNING : tells ? Way.PAYLOAD : Way.SWITCHES;
            }
        }
        return learned;
    }

    private static int[] nowhere(int types) {
        int[] offsets = new int[types];
        Arrays.fill(offsets, NOWHERE);
        return offsets;
    }

    private static int place(PayloadLayout layout, Set<String> names) {
        List<Field> fields = layout.fields();
        for (int i = 0; i < fields.size(); i++) {
            FieldReader reader = layout.reader(i);
            if (names.contains(fields.get(i).name()) && Math.abs(reader.constantWidth()) >= Integer.BYTES) {
                return reader.constantOffset();
            }
        }
        return NOWHERE;
    }
}
