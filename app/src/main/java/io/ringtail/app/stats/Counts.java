package io.ringtail.app.stats;

import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.block.Section;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.payload.PayloadDecoder;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Counts a recording's events from its columns; no payload is touched. <b>Threads:</b> one. */
final class Counts {
    private static final int ANY_PROCESS = -1;

    /** One scope in which a layout is the same for all events. */
    private record Scope(int type, int source, int pid) {}

    private final Recording recording;
    private final PayloadDecoder decoder;
    private final Map<Scope, long[]> byScope = new HashMap<>();
    private long[] byCpu = new long[64];
    private long events;
    private long payloadBytes;
    private long minTicks = Long.MAX_VALUE;
    private long maxTicks = Long.MIN_VALUE;

    private Counts(Recording recording, PayloadDecoder decoder) {
        this.recording = recording;
        this.decoder = decoder;
    }

    static Counts of(Recording recording, PayloadDecoder decoder) throws IOException {
        Counts counts = new Counts(recording, decoder);
        Scan scan = Scan.ALL_EVENTS.withSections(EnumSet.of(Section.TYPE, Section.SOURCE, Section.PID, Section.CPU));
        try (BlockCursor cursor = recording.scan(scan)) {
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
        byScope.forEach((scope, count) -> {
            EventType type = recording.catalog().type(scope.type);
            TypeRow row = TypeRow.of(type, decoder.layout(scope.type, scope.source, scope.pid));
            rows.merge(row, count[0], Long::sum);
        });
        return rows;
    }

    Map<String, Long> byHeaderKind() {
        Map<String, Long> kinds = new TreeMap<>();
        byScope.forEach((scope, count) -> {
            EventType type = recording.catalog().type(scope.type);
            kinds.merge(type.kind().label(type.pointerBytes()), count[0], Long::sum);
        });
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
        addCpus(block);
        if (isSimple(block)) {
            addTypeTable(block);
        } else {
            addRows(block);
        }
    }

    private void addCpus(Block block) {
        for (int row = 0; row < block.count(); row++) {
            int cpu = block.cpu(row);
            if (cpu >= byCpu.length) {
                byCpu = Arrays.copyOf(byCpu, Math.max(2 * byCpu.length, cpu + 1));
            }
            byCpu[cpu]++;
        }
    }

    /** One source and no type that is read differently from process to process: the header's table says it all. */
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

    private void addTypeTable(Block block) {
        for (int i = 0; i < block.typeEntries(); i++) {
            Scope scope = new Scope(block.typeEntry(i), block.sourceEntry(0), ANY_PROCESS);
            count(scope, block.typeEntryCount(i));
        }
    }

    private void addRows(Block block) {
        for (int row = 0; row < block.count(); row++) {
            int type = block.type(row);
            int source = block.source(row);
            int pid = decoder.dependsOnProcess(type, source) ? block.pid(row) : ANY_PROCESS;
            count(new Scope(type, source, pid), 1);
        }
    }

    private void count(Scope scope, long more) {
        byScope.computeIfAbsent(scope, unseen -> new long[1])[0] += more;
    }
}
