package io.ringtail.etw.context;

import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.block.Section;
import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.payload.EventContext;
import io.ringtail.ring.payload.ProcessFacts;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the events of a recording said, by the machine of an event's source. Immutable. */
final class RecordedContext implements EventContext {
    private static final Set<Section> SWITCH_SECTIONS =
            Set.of(Section.TIME, Section.TYPE, Section.SOURCE, Section.PID, Section.TID, Section.CPU);

    private static final MachineHistory NOTHING_SAID = MachineHistory.empty();

    private final MachineHistory[] bySource;
    private final Map<Long, Transfers> disks;
    private final PayloadIds payloadIds;
    private final Stacks stacks;
    private final boolean infersIds;
    private final Set<Section> sections;

    /** @param wantsIds whether ids are to be inferred, at the cost of what tells them */
    RecordedContext(
            Catalog catalog,
            Map<Long, MachineHistory> machines,
            Map<Long, Transfers> disks,
            PayloadIds payloadIds,
            Stacks stacks,
            boolean wantsIds) {
        this.disks = disks;
        this.payloadIds = payloadIds;
        this.stacks = stacks;
        this.bySource = new MachineHistory[catalog.sourceCount()];
        for (int source = 0; source < bySource.length; source++) {
            bySource[source] = machines.getOrDefault(machine(catalog, source), NOTHING_SAID);
        }
        boolean knowsSwitches = machines.values().stream().anyMatch(MachineHistory::knowsSwitches);
        boolean tells = wantsIds && payloadIds.any();
        infersIds = wantsIds && (knowsSwitches || tells);
        sections = sections(tells);
    }

    private Set<Section> sections(boolean readsPayloads) {
        Set<Section> read = infersIds ? EnumSet.copyOf(SWITCH_SECTIONS) : EnumSet.noneOf(Section.class);
        if (readsPayloads) {
            read.addAll(EnumSet.of(Section.PAYLOAD_OFFSET, Section.PAYLOAD));
        }
        return read;
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
    public Set<Section> sections() {
        return sections;
    }

    /** Most records without ids are those of which context switches tell: they go the shortest way. */
    @Override
    public void processIds(Block block, int[] rows, int count, int[] into) {
        PayloadIds.Way[] ways =
                payloadIds.upTo(block.typeEntry(block.typeEntries() - 1)).ways();
        MachineHistory only = block.sourceEntries() == 1 ? machineOf(block.sourceEntry(0)) : null;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            int id = block.pid(row);
            if (id == EventRecord.UNKNOWN_ID) {
                PayloadIds.Way way = ways[block.type(row)];
                boolean isSwitched = way == PayloadIds.Way.SWITCHES || way == PayloadIds.Way.RUNNING;
                id = only != null && isSwitched ? ranProcess(only, block, row) : id;
                id = id == EventRecord.UNKNOWN_ID ? inferredProcess(block, row) : id;
            }
            into[i] = id;
        }
    }

    @Override
    public void threadIds(Block block, int[] rows, int count, int[] into) {
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            int own = block.tid(row);
            into[i] = own != EventRecord.UNKNOWN_ID ? own : inferredThread(block, row);
        }
    }

    @Override
    public int processId(Block block, int row) {
        int own = block.pid(row);
        return own != EventRecord.UNKNOWN_ID ? own : inferredProcess(block, row);
    }

    @Override
    public int threadId(Block block, int row) {
        int own = block.tid(row);
        return own != EventRecord.UNKNOWN_ID ? own : inferredThread(block, row);
    }

    @Override
    public ProcessFacts process(Block block, int row) {
        MachineHistory machine = machineOf(block.source(row));
        return machine.process(processId(block, row), block.timeTicks(row));
    }

    @Override
    public String threadName(Block block, int row) {
        MachineHistory machine = machineOf(block.source(row));
        return machine.threadName(threadId(block, row), block.timeTicks(row));
    }

    @Override
    public @Nullable List<String> stack(EventView event) {
        List<Long> own = event.stack();
        int place = stacks.find(event.sequence());
        if (place < 0 && own == null) {
            return null;
        }
        int pid = place < 0 ? event.pid() : stacks.pid(place);
        List<String> frames = new ArrayList<>();
        if (own != null) {
            own.forEach(address -> frames.add(frame(event, pid, address)));
        }
        if (place >= 0) {
            addFrames(event, pid, stacks.kernel(place), frames);
            addFrames(event, pid, stacks.user(place), frames);
        }
        return frames.isEmpty() && own == null ? null : frames;
    }

    @Override
    public int processOf(EventView event, int tid) {
        MachineHistory machine = machineOf(event.source());
        return machine.processOf(tid, event.timeTicks());
    }

    @Override
    public ProcessFacts process(EventView event, int pid) {
        MachineHistory machine = machineOf(event.source());
        return machine.process(pid, event.timeTicks());
    }

    @Override
    public String fileName(EventView event, long key) {
        MachineHistory machine = machineOf(event.source());
        return machine.files().at(key, event.timeTicks());
    }

    @Override
    public String keyName(EventView event, long handle) {
        MachineHistory machine = machineOf(event.source());
        return machine.keys().at(handle, event.timeTicks());
    }

    @Override
    public String objectName(EventView event, long object) {
        MachineHistory machine = machineOf(event.source());
        return machine.objects().at(object, event.timeTicks());
    }

    @Override
    public String objectTypeName(EventView event, int objectType) {
        MachineHistory machine = machineOf(event.source());
        return machine.objectTypes().at(objectType, event.timeTicks());
    }

    @Override
    public long doneBefore(EventView event) {
        Transfers transfers = event.payloadBytes() < Integer.BYTES ? null : disks.get(disk(event));
        return transfers == null ? Long.MIN_VALUE : transfers.before(event.sequence());
    }

    /** The disk of a transfer, among those of all sources. */
    static long disk(EventView transfer) {
        return (long) transfer.source() << Integer.SIZE | Integer.toUnsignedLong(transfer.getInt(0));
    }

    private void addFrames(EventView event, int pid, long[] addresses, List<String> into) {
        for (long address : addresses) {
            into.add(frame(event, pid, address));
        }
    }

    private String frame(EventView event, int pid, long address) {
        MachineHistory machine = machineOf(event.source());
        return machine.frame(pid, address, event.timeTicks());
    }

    private int inferredProcess(Block block, int row) {
        int type = block.type(row);
        MachineHistory machine = machineOf(block.source(row));
        if (!infersIds) {
            return EventRecord.UNKNOWN_ID;
        }
        return switch (payloadIds.way(type)) {
            case HEADER -> EventRecord.UNKNOWN_ID;
            case SWITCHES -> ranProcess(machine, block, row);
            case RUNNING -> {
                int ran = ranProcess(machine, block, row);
                yield ran != EventRecord.UNKNOWN_ID ? ran : toldProcess(machine, block, row);
            }
            case PAYLOAD -> toldProcess(machine, block, row);
        };
    }

    private static int ranProcess(MachineHistory machine, Block block, int row) {
        Switches switches = machine.switchesOf(block.cpu(row));
        return switches == null ? EventRecord.UNKNOWN_ID : switches.processAt(block.timeTicks(row));
    }

    private int toldProcess(MachineHistory machine, Block block, int row) {
        int type = block.type(row);
        int told = block.payloadInt(row, payloadIds.processAt(type), EventRecord.UNKNOWN_ID);
        int tid = block.payloadInt(row, payloadIds.threadAt(type), EventRecord.UNKNOWN_ID);
        return told != EventRecord.UNKNOWN_ID || tid == EventRecord.UNKNOWN_ID
                ? told
                : processOf(machine, block, row, tid);
    }

    /** Mostly it is the thread that runs, whose process is known at once. */
    private static int processOf(MachineHistory machine, Block block, int row, int tid) {
        Switches switches = machine.switchesOf(block.cpu(row));
        long ticks = block.timeTicks(row);
        return switches != null && switches.threadAt(ticks) == tid
                ? switches.processAt(ticks)
                : machine.processOf(tid, ticks);
    }

    private int inferredThread(Block block, int row) {
        int type = block.type(row);
        if (!infersIds || payloadIds.way(type) == PayloadIds.Way.HEADER) {
            return EventRecord.UNKNOWN_ID;
        }
        int told = block.payloadInt(row, payloadIds.threadAt(type), EventRecord.UNKNOWN_ID);
        MachineHistory machine = machineOf(block.source(row));
        if (told != EventRecord.UNKNOWN_ID) {
            return told;
        }
        Switches switches = machine.switchesOf(block.cpu(row));
        int ran = switches == null ? EventRecord.UNKNOWN_ID : switches.threadAt(block.timeTicks(row));
        int process = block.payloadInt(row, payloadIds.processAt(type), EventRecord.UNKNOWN_ID);
        boolean isOfOther = ran != EventRecord.UNKNOWN_ID
                && process != EventRecord.UNKNOWN_ID
                && machine.processOf(ran, block.timeTicks(row)) != process;
        return isOfOther ? EventRecord.UNKNOWN_ID : ran;
    }

    /** Of a machine of which nothing is said nothing is known, but payloads still tell ids. */
    private MachineHistory machineOf(int source) {
        return source < bySource.length ? bySource[source] : NOTHING_SAID;
    }
}
