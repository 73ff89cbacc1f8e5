package io.ringtail.dsl.engine;

import io.ringtail.ring.block.Block;
import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.payload.PayloadDecoder;
import io.ringtail.ring.payload.PayloadLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The kinds of events met so far, numbered from 0; finds an event's kind by two array loads. One thread. */
final class KindTable {
    /** Returned by {@link #shared} where the process decides. */
    static final int DEPENDS_ON_PROCESS = -2;

    private static final int UNKNOWN = -1;
    private static final int[] NO_TYPES = {};

    private final Catalog catalog;
    private final PayloadDecoder decoder;
    private final List<Kind> kinds = new ArrayList<>();
    private final IdentityHashMap<PayloadLayout, Map<Long, Integer>> ids = new IdentityHashMap<>();
    private final Map<Long, ProcessKinds> byProcess = new HashMap<>();
    private final RecentKinds recent = new RecentKinds();
    private int[][] bySource = new int[0][];

    KindTable(Catalog catalog, PayloadDecoder decoder) {
        this.catalog = catalog;
        this.decoder = decoder;
    }

    Kind kind(int id) {
        return kinds.get(id);
    }

    int size() {
        return kinds.size();
    }

    /** The kind of all events of this type from this source, or {@link #DEPENDS_ON_PROCESS}. */
    int shared(int type, int source) {
        int[] types = types(source, type);
        int id = types[type];
        if (id == UNKNOWN) {
            id = decoder.dependsOnProcess(type, source)
                    ? DEPENDS_ON_PROCESS
                    : add(type, source, decoder.layout(type, source, -1));
            types[type] = id;
        }
        return id;
    }

    /** The kinds of rows of a block. */
    void kinds(Block block, int[] rows, int size, int[] into) {
        int source = UNKNOWN;
        int[] types = NO_TYPES;
        boolean oneSource = block.sourceEntries() == 1;
        for (int i = 0; i < size; i++) {
            int row = rows[i];
            if (i == 0 || !oneSource && block.source(row) != source) {
                source = block.source(row);
                types = types(source, block.type(row));
            }
            int type = block.type(row);
            int id = type < types.length ? types[type] : UNKNOWN;
            into[i] = id >= 0 ? id : kindOf(type, source, block.pid(row));
        }
    }

    /** The kind of an event. */
    int kindOf(int type, int source, int pid) {
        int id = shared(type, source);
        return id == DEPENDS_ON_PROCESS ? ofProcess(type, source, pid) : id;
    }

    private int ofProcess(int type, int source, int pid) {
        int place = RecentKinds.place(type, pid);
        int known = recent.at(place, type, source, pid);
        if (known >= 0) {
            return known;
        }
        int found = byProcess
                .computeIfAbsent((long) type << 32 | source, key -> new ProcessKinds(type, source))
                .kind(pid);
        recent.put(place, type, source, pid, found);
        return found;
    }

    /**
     * Kinds that were found by process lately, each at the one place where it can be. A block has events of a few processes
     * and types, in any order: they are found here without a chain to be followed.
     */
    private static final class RecentKinds {
        private static final int PLACES = 1_024;

        private final long[] keys = new long[PLACES];
        private final int[] sources = new int[PLACES];
        private final int[] kinds = new int[PLACES];

        RecentKinds() {
            Arrays.fill(kinds, UNKNOWN);
        }

        static int place(int type, int pid) {
            return (pid >>> 2 ^ type * 31) & PLACES - 1;
        }

        int at(int place, int type, int source, int pid) {
            return keys[place] == key(type, pid) && sources[place] == source ? kinds[place] : UNKNOWN;
        }

        void put(int place, int type, int source, int pid, int kind) {
            keys[place] = key(type, pid);
            sources[place] = source;
            kinds[place] = kind;
        }

        private static long key(int type, int pid) {
            return (long) type << 32 | Integer.toUnsignedLong(pid);
        }
    }

    /** All kinds that events of this type and source can have; empty if that is not known beforehand. */
    int[] possible(int type, int source) {
        return decoder.layouts(type, source).stream()
                .mapToInt(layout -> add(type, source, layout))
                .toArray();
    }

    /** The kinds of one type and source by process. */
    private final class ProcessKinds {
        private final int type;
        private final int source;
        private final LongIds processes = new LongIds();
        private int[] kindIds = new int[16];

        ProcessKinds(int type, int source) {
            this.type = type;
            this.source = source;
        }

        int kind(int pid) {
            int known = processes.size();
            int id = processes.idOf(pid);
            if (id == known) {
                if (id == kindIds.length) {
                    kindIds = Arrays.copyOf(kindIds, 2 * id);
                }
                kindIds[id] = add(type, source, decoder.layout(type, source, pid));
            }
            return kindIds[id];
        }
    }

    private int add(int type, int source, PayloadLayout layout) {
        Map<Long, Integer> known = ids.computeIfAbsent(layout, l -> new HashMap<>());
        return known.computeIfAbsent((long) type << 32 | source, key -> {
            kinds.add(new Kind(catalog.type(type), catalog.source(source), layout));
            return kinds.size() - 1;
        });
    }

    private int[] types(int source, int type) {
        if (source >= bySource.length) {
            int before = bySource.length;
            bySource = Arrays.copyOf(bySource, source + 1);
            Arrays.fill(bySource, before, bySource.length, NO_TYPES);
        }
        int[] types = bySource[source];
        if (type >= types.length) {
            int[] grown = new int[Math.max(type + 1, catalog.typeCount())];
            Arrays.fill(grown, UNKNOWN);
            System.arraycopy(types, 0, grown, 0, types.length);
            bySource[source] = grown;
            return grown;
        }
        return types;
    }
}
