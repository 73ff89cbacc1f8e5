package io.ringtail.ring.payload;

import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.block.Section;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How many events there are of each type and layout: one type can be read in several ways, by source and process. Most
 * blocks are counted by their header alone. <b>Threads:</b> one.
 */
public final class LayoutCounts {
    /** What {@link #add} touches of a block. */
    public static final Set<Section> SECTIONS = EnumSet.of(Section.TYPE, Section.SOURCE, Section.PID);

    private static final int ANY_PROCESS = -1;

    /** Events of one type that are read in one way. */
    public record Entry(int type, PayloadLayout layout, long count) {}

    /** Within it every event of a type has the same layout. */
    private record Scope(int type, int source, int pid) implements Comparable<Scope> {
        @Override
        public int compareTo(Scope other) {
            int byType = Integer.compare(type, other.type);
            int bySource = byType != 0 ? byType : Integer.compare(source, other.source);
            return bySource != 0 ? bySource : Integer.compare(pid, other.pid);
        }
    }

    /** The events of one source by type; those of a type that processes read differently are counted by process. */
    private static final class SourceCounts {
        private long[] byType = new long[64];
        private boolean[] isAsked = new boolean[64];
        private boolean[] isPerProcess = new boolean[64];

        void reserve(int type) {
            if (type >= byType.length) {
                int capacity = Math.max(2 * byType.length, type + 1);
                byType = Arrays.copyOf(byType, capacity);
                isAsked = Arrays.copyOf(isAsked, capacity);
                isPerProcess = Arrays.copyOf(isPerProcess, capacity);
            }
        }
    }

    private final PayloadDecoder decoder;
    private final Map<Integer, SourceCounts> bySource = new HashMap<>();
    private final Map<Scope, long[]> byProcess = new HashMap<>();

    public LayoutCounts(PayloadDecoder decoder) {
        this.decoder = decoder;
    }

    /** Counts all events that a scan gives; its sections are replaced by those needed. */
    public LayoutCounts addAll(Recording recording, Scan scan) throws IOException {
        try (BlockCursor cursor = recording.scan(scan.withSections(SECTIONS))) {
            while (cursor.next()) {
                add(cursor.block());
            }
        }
        return this;
    }

    public void add(Block block) {
        if (isSimple(block)) {
            SourceCounts counts = counts(block.sourceEntry(0));
            for (int i = 0; i < block.typeEntries(); i++) {
                counts.byType[block.typeEntry(i)] += block.typeEntryCount(i);
            }
        } else {
            addRows(block);
        }
    }

    /** What was counted so far, by type in the order of their ids. */
    public List<Entry> entries() {
        Map<Integer, Map<PayloadLayout, Long>> byType = new LinkedHashMap<>();
        byScope()
                .forEach((scope, count) -> byType.computeIfAbsent(scope.type, type -> new LinkedHashMap<>())
                        .merge(decoder.layout(scope.type, scope.source, scope.pid), count, Long::sum));
        List<Entry> entries = new ArrayList<>();
        byType.forEach(
                (type, layouts) -> layouts.forEach((layout, count) -> entries.add(new Entry(type, layout, count))));
        return entries;
    }

    /** One source, and no type that is read differently from process to process: the header's table says it all. */
    private boolean isSimple(Block block) {
        if (block.sourceEntries() != 1) {
            return false;
        }
        SourceCounts counts = counts(block.sourceEntry(0));
        for (int i = 0; i < block.typeEntries(); i++) {
            if (isPerProcess(counts, block.typeEntry(i), block.sourceEntry(0))) {
                return false;
            }
        }
        return true;
    }

    private void addRows(Block block) {
        int source = block.source(0);
        SourceCounts counts = counts(source);
        for (int row = 0; row < block.count(); row++) {
            if (block.source(row) != source) {
                source = block.source(row);
                counts = counts(source);
            }
            int type = block.type(row);
            if (isPerProcess(counts, type, source)) {
                byProcess.computeIfAbsent(new Scope(type, source, block.pid(row)), unseen -> new long[1])[0]++;
            } else {
                counts.byType[type]++;
            }
        }
    }

    private SourceCounts counts(int source) {
        return bySource.computeIfAbsent(source, unseen -> new SourceCounts());
    }

    private boolean isPerProcess(SourceCounts counts, int type, int source) {
        counts.reserve(type);
        if (!counts.isAsked[type]) {
            counts.isAsked[type] = true;
            counts.isPerProcess[type] = decoder.dependsOnProcess(type, source);
        }
        return counts.isPerProcess[type];
    }

    private Map<Scope, Long> byScope() {
        Map<Scope, Long> counts = new TreeMap<>();
        bySource.forEach((source, ofSource) -> {
            for (int type = 0; type < ofSource.byType.length; type++) {
                if (ofSource.byType[type] > 0) {
                    counts.put(new Scope(type, source, ANY_PROCESS), ofSource.byType[type]);
                }
            }
        });
        byProcess.forEach((scope, count) -> counts.put(scope, count[0]));
        return counts;
    }
}
