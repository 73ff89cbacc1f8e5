package io.ringtail.ring.payload;

import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.block.Section;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
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

    private final PayloadDecoder decoder;
    private final Map<Scope, long[]> counts = new TreeMap<>();

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
            for (int i = 0; i < block.typeEntries(); i++) {
                count(block.typeEntry(i), block.sourceEntry(0), ANY_PROCESS, block.typeEntryCount(i));
            }
        } else {
            for (int row = 0; row < block.count(); row++) {
                int type = block.type(row);
                int source = block.source(row);
                count(type, source, decoder.dependsOnProcess(type, source) ? block.pid(row) : ANY_PROCESS, 1);
            }
        }
    }

    /** What was counted so far, by type in the order of their ids. */
    public List<Entry> entries() {
        Map<Integer, Map<PayloadLayout, Long>> byType = new LinkedHashMap<>();
        counts.forEach((scope, count) -> byType.computeIfAbsent(scope.type, type -> new LinkedHashMap<>())
                .merge(decoder.layout(scope.type, scope.source, scope.pid), count[0], Long::sum));
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
        for (int i = 0; i < block.typeEntries(); i++) {
            if (decoder.dependsOnProcess(block.typeEntry(i), block.sourceEntry(0))) {
                return false;
            }
        }
        return true;
    }

    private void count(int type, int source, int pid, long more) {
        counts.computeIfAbsent(new Scope(type, source, pid), unseen -> new long[1])[0] += more;
    }
}
