package io.ringtail.app.stats;

import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.block.Section;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.payload.LayoutCounts;
import io.ringtail.ring.payload.PayloadDecoder;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts a recording's events from its columns; no payload is touched. <b>Threads:</b> one. */
final class Counts {
    private final Recording recording;
    private final LayoutCounts layouts;
    private long[] byCpu = new long[64];
    private long events;
    private long payloadBytes;
    private long minTicks = Long.MAX_VALUE;
    private long maxTicks = Long.MIN_VALUE;

    private Counts(Recording recording, PayloadDecoder decoder) {
        this.recording = recording;
        this.layouts = new LayoutCounts(decoder);
    }

    static Counts of(Recording recording, PayloadDecoder decoder) throws IOException {
        Counts counts = new Counts(recording, decoder);
        Set<Section> sections = EnumSet.of(Section.CPU);
        sections.addAll(LayoutCounts.SECTIONS);
        try (BlockCursor cursor = recording.scan(Scan.ALL_EVENTS.withSections(sections))) {
            while (cursor.next()) {
                counts.add(cursor.block());
            }
        }
        return counts;
    }

    long events() {
        return events;
    }

    long payloadBytes() {
        return payloadBytes;
    }

    boolean isEmpty() {
        return events == 0;
    }

    long minTicks() {
        return minTicks;
    }

    long maxTicks() {
        return maxTicks;
    }

    Map<TypeRow, Long> byType() {
        Map<TypeRow, Long> rows = new TreeMap<>(TypeRow.ORDER);
        for (LayoutCounts.Entry entry : layouts.entries()) {
            EventType type = recording.catalog().type(entry.type());
            rows.merge(TypeRow.of(type, entry.layout()), entry.count(), Long::sum);
        }
        return rows;
    }

    Map<String, Long> byHeaderKind() {
        Map<String, Long> kinds = new TreeMap<>();
        for (LayoutCounts.Entry entry : layouts.entries()) {
            EventType type = recording.catalog().type(entry.type());
            kinds.merge(type.kind().label(type.pointerBytes()), entry.count(), Long::sum);
        }
        return kinds;
    }

    Map<Integer, Long> byCpu() {
        Map<Integer, Long> cpus = new LinkedHashMap<>();
        for (int cpu = 0; cpu < byCpu.length; cpu++) {
            if (byCpu[cpu] > 0) {
                cpus.put(cpu, byCpu[cpu]);
            }
        }
        return cpus;
    }

    private void add(Block block) {
        events += block.count();
        payloadBytes += block.payloadBytes();
        minTicks = Math.min(minTicks, block.minTimeTicks());
        maxTicks = Math.max(maxTicks, block.maxTimeTicks());
        layouts.add(block);
        for (int row = 0; row < block.count(); row++) {
            int cpu = block.cpu(row);
            if (cpu >= byCpu.length) {
                byCpu = Arrays.copyOf(byCpu, Math.max(2 * byCpu.length, cpu + 1));
            }
            byCpu[cpu]++;
        }
    }
}
