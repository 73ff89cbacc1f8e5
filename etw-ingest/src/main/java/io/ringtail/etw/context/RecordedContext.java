package io.ringtail.etw.context;

import io.ringtail.ring.block.Block;
import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.payload.EventContext;
import io.ringtail.ring.payload.ProcessFacts;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the events of a recording said, by the machine of an event's source. Immutable. */
final class RecordedContext implements EventContext {
    private final Catalog catalog;
    private final @Nullable MachineHistory[] bySource;
    private final boolean infersIds;

    RecordedContext(Catalog catalog, Map<Long, MachineHistory> machines) {
        this.catalog = catalog;
        this.bySource = new @Nullable MachineHistory[catalog.sourceCount()];
        for (int source = 0; source < bySource.length; source++) {
            bySource[source] = machines.get(machine(catalog, source));
        }
        infersIds = machines.values().stream().anyMatch(MachineHistory::knowsSwitches);
    }

    /** Sources of one machine since one start share their processes; a source that does not say stands for itself. */
    static long machine(Catalog catalog, int source) {
        long boot = catalog.source(source).bootTicks();
        return boot == 0 ? -1L - source : boot;
    }

    @Override
    public boolean infersIds() {
        return infersIds;
    }

    @Override
    public int processId(Block block, int row) {
        int own = block.pid(row);
        if (own != EventRecord.UNKNOWN_ID || !isInferred(block, row)) {
            return own;
        }
        MachineHistory machine = history(block, row);
        int tid = threadId(block, row);
        return machine == null || tid == EventRecord.UNKNOWN_ID
                ? EventRecord.UNKNOWN_ID
                : machine.processOf(tid, block.timeTicks(row));
    }

    @Override
    public int threadId(Block block, int row) {
        int own = block.tid(row);
        if (own != EventRecord.UNKNOWN_ID || !isInferred(block, row)) {
            return own;
        }
        MachineHistory machine = history(block, row);
        return machine == null ? EventRecord.UNKNOWN_ID : machine.threadOn(block.cpu(row), block.timeTicks(row));
    }

    @Override
    public ProcessFacts process(Block block, int row) {
        MachineHistory machine = history(block, row);
        return machine == null ? ProcessFacts.UNKNOWN : machine.process(processId(block, row), block.timeTicks(row));
    }

    @Override
    public String threadName(Block block, int row) {
        MachineHistory machine = history(block, row);
        return machine == null ? "" : machine.threadName(threadId(block, row), block.timeTicks(row));
    }

    /** Other records that name no process have none: those that a merge tool wrote, for example. */
    private boolean isInferred(Block block, int row) {
        return infersIds && catalog.type(block.type(row)).kind() == HeaderKind.PERFINFO;
    }

    private @Nullable MachineHistory history(Block block, int row) {
        int source = block.source(row);
        return source < bySource.length ? bySource[source] : null;
    }
}
