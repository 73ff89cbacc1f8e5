package io.ringtail.etw.context;

import io.ringtail.etw.context.MachineHistory.ThreadFacts;
import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.payload.ContextPart;
import io.ringtail.ring.payload.EventContext;
import io.ringtail.ring.payload.PayloadDecoder;
import io.ringtail.ring.payload.PayloadLayout;
import io.ringtail.ring.payload.ProcessFacts;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/** One run through a recording, block after block. One thread. */
final class ContextFold {
    private static final int FILE_CREATE = 32;
    private static final int FILE_OPEN = 64;

    private final Catalog catalog;
    private final PayloadDecoder decoder;
    private final Set<ContextPart> parts;
    private final PayloadIds payloadIds;
    private final IdentityHashMap<PayloadLayout, ContextFields> fields = new IdentityHashMap<>();
    private final Map<Long, MachineHistory> machines = new HashMap<>();
    private final Map<Long, Transfers> disks = new HashMap<>();
    private final StackFold stacks;
    private final EventView view = new EventView();
    private ContextRole[] roles = new ContextRole[0];

    ContextFold(Catalog catalog, PayloadDecoder decoder, Set<ContextPart> parts) {
        this.catalog = catalog;
        this.decoder = decoder;
        this.parts = parts;
        payloadIds = new PayloadIds(catalog, decoder);
        learnRoles();
        stacks = new StackFold(catalog, payloadIds, parts.contains(ContextPart.STACKS));
    }

    /** Whether there is anything to be learned. */
    boolean hasAny() {
        for (ContextRole role : roles) {
            if (role != ContextRole.NONE) {
                return true;
            }
        }
        return stacks.wantsAll() || parts.contains(ContextPart.IDS) && payloadIds.any();
    }

    boolean wants(Block block) {
        if (stacks.wantsAll()) {
            return true;
        }
        for (int i = 0; i < block.typeEntries(); i++) {
            if (role(block.typeEntry(i)) != ContextRole.NONE) {
                return true;
            }
        }
        return false;
    }

    void add(Block block) {
        boolean seesAll = stacks.wantsAll();
        for (int row = 0; row < block.count(); row++) {
            ContextRole role = role(block.type(row));
            if (role != ContextRole.NONE) {
                add(role, view.wrap(block, row));
            }
            if (seesAll) {
                stacks.add(role, block, row);
            }
        }
    }

    EventContext finish() {
        machines.values().forEach(MachineHistory::finish);
        boolean wantsIds = parts.contains(ContextPart.IDS);
        return new RecordedContext(catalog, machines, disks, payloadIds, stacks.finish(), wantsIds);
    }

    private ContextRole role(int type) {
        if (type >= roles.length) {
            learnRoles(); // a recording that is still written gets types while it is read
        }
        return roles[type];
    }

    private void learnRoles() {
        ContextRole[] all = new ContextRole[catalog.typeCount()];
        for (int type = 0; type < all.length; type++) {
            EventType known = catalog.type(type);
            ContextRole role = ContextRole.of(known);
            all[type] = role.isOfAny(parts) ? role : ContextRole.NONE;
        }
        roles = all;
    }

    private void add(ContextRole role, EventView event) {
        MachineHistory machine = machines.computeIfAbsent(
                RecordedContext.machine(catalog, event.source()), none -> new MachineHistory());
        switch (role) {
            case PROCESS_START, PROCESS -> addProcess(machine, role == ContextRole.PROCESS_START, event);
            case THREAD_START, THREAD -> addThread(machine, role == ContextRole.THREAD_START, event);
            case SWITCH -> addSwitch(machine, event);
            case IMAGE_LOAD -> addImage(machine, Modules.Said.LOADED, event);
            case IMAGE -> addImage(machine, Modules.Said.THERE, event);
            case IMAGE_UNLOAD -> addImage(machine, Modules.Said.UNLOADED, event);
            case METHOD_LOAD -> addMethod(machine, Modules.Said.LOADED, event);
            case METHOD -> addMethod(machine, Modules.Said.THERE, event);
            case METHOD_UNLOAD -> addMethod(machine, Modules.Said.UNLOADED, event);
            case DOTNET_MODULE -> {
                ContextFields known = fields(event);
                machine.methods().addModule(event.pid(), known.moduleId(event), known.moduleFile(event));
            }
            case FILE, FILE_OPEN -> addFile(machine, event);
            case TRANSFER -> addTransfer(event);
            case KEY -> {
                ContextFields known = fields(event);
                machine.keys().add(known.key(event), event.timeTicks(), false, known.keyName(event));
            }
            case OBJECT -> {
                ContextFields known = fields(event);
                machine.objects().add(known.object(event), event.timeTicks(), false, known.objectName(event));
            }
            case OBJECT_TYPE -> {
                ContextFields known = fields(event);
                machine.objectTypes()
                        .add(known.objectType(event), event.timeTicks(), false, known.objectTypeName(event));
            }
            case NONE,
                    STACK,
                    STACK_KEY_KERNEL,
                    STACK_KEY_USER,
                    STACK_KEY,
                    STACK_ON_EXIT,
                    STACK_OF_DOTNET -> {} // the fold of stacks sees all events
        }
    }

    private void addProcess(MachineHistory machine, boolean starts, EventView event) {
        ContextFields known = fields(event);
        int pid = known.pid(event);
        if (pid != EventRecord.UNKNOWN_ID) {
            ProcessFacts facts =
                    new ProcessFacts(known.programName(event), known.commandLine(event), known.parent(event));
            machine.process(pid, event.timeTicks(), starts, facts);
        }
    }

    private void addThread(MachineHistory machine, boolean starts, EventView event) {
        ContextFields known = fields(event);
        int tid = known.tid(event);
        if (tid != EventRecord.UNKNOWN_ID) {
            ThreadFacts facts = new ThreadFacts(known.pid(event), known.threadName(event));
            machine.thread(tid, event.timeTicks(), starts, facts);
        }
    }

    /** The new thread stands first in every version. */
    private static void addSwitch(MachineHistory machine, EventView event) {
        if (event.payloadBytes() >= Integer.BYTES) {
            machine.switched(event.cpu(), event.timeTicks(), event.getInt(0));
        }
    }

    /** The oldest version has no process of its own. */
    private void addImage(MachineHistory machine, Modules.Said said, EventView event) {
        ContextFields known = fields(event);
        String name = ContextFields.lastPart(known.fileName(event));
        long base = known.base(event);
        int told = known.pid(event);
        int pid = told == EventRecord.UNKNOWN_ID ? event.pid() : told;
        if (base != 0 && !name.isEmpty()) {
            machine.modules().add(pid, base, known.size(event), name, said, event.timeTicks());
        }
    }

    private void addMethod(MachineHistory machine, Modules.Said said, EventView event) {
        Methods.Method method = fields(event).method(event);
        if (method.isKnown()) {
            machine.methods().add(method, said, event.timeTicks());
        }
    }

    private void addTransfer(EventView event) {
        if (event.payloadBytes() >= Integer.BYTES) {
            disks.computeIfAbsent(RecordedContext.disk(event), none -> new Transfers())
                    .add(event.sequence(), event.timeTicks());
        }
    }

    private void addFile(MachineHistory machine, EventView event) {
        ContextFields known = fields(event);
        int opcode = catalog.type(event.type()).opcode();
        boolean starts = opcode == FILE_CREATE || opcode == FILE_OPEN;
        machine.files().add(known.key(event), event.timeTicks(), starts, known.fileName(event));
    }

    private ContextFields fields(EventView event) {
        return fields.computeIfAbsent(decoder.layout(event.type(), event.source(), event.pid()), ContextFields::new);
    }
}
