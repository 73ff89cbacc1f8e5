package io.ringtail.etw.context;

import io.ringtail.etw.context.MachineHistory.ThreadFacts;
import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.payload.ContextPart;
import io.ringtail.ring.payload.ContextReader;
import io.ringtail.ring.payload.EventContext;
import io.ringtail.ring.payload.PayloadDecoder;
import io.ringtail.ring.payload.PayloadLayout;
import io.ringtail.ring.payload.ProcessFacts;
import java.io.IOException;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Folds the process, thread and context-switch events of a recording, its kernel's and those of
 * Microsoft-Windows-Kernel-Process where a schema is known. All of the recording counts, whatever span a query asks for:
 * a rundown at its end names processes that were there from its start.
 *
 * <p><b>Threads:</b> any. <b>Memory:</b> in proportion to the process and thread events, and 12 bytes for each context
 * switch, which are read only where a query asks for process or thread ids and the recording has some.
 */
public final class TraceContextReader implements ContextReader {
    private final PayloadDecoder decoder;

    public TraceContextReader(PayloadDecoder decoder) {
        this.decoder = decoder;
    }

    @Override
    public EventContext read(Recording recording, Set<ContextPart> parts) throws IOException {
        Fold fold = new Fold(recording.catalog(), decoder, parts);
        if (!fold.hasAny()) {
            return EventContext.NONE;
        }
        try (BlockCursor cursor = recording.scan(Scan.ALL_EVENTS.withBlocks(fold::wants))) {
            while (cursor.next()) {
                fold.add(cursor.block());
            }
        }
        return fold.finish();
    }

    /** One run through a recording. */
    private static final class Fold {
        private final Catalog catalog;
        private final PayloadDecoder decoder;
        private final boolean wantsProcesses;
        private final boolean wantsThreads;
        private final boolean wantsSwitches;
        private ContextRole[] roles = new ContextRole[0];
        private final IdentityHashMap<PayloadLayout, ContextFields> fields = new IdentityHashMap<>();
        private final Map<Long, MachineHistory> machines = new HashMap<>();
        private final EventView view = new EventView();

        Fold(Catalog catalog, PayloadDecoder decoder, Set<ContextPart> parts) {
            this.catalog = catalog;
            this.decoder = decoder;
            wantsProcesses = parts.contains(ContextPart.PROCESSES);
            wantsSwitches = parts.contains(ContextPart.IDS) && hasSwitches();
            wantsThreads = parts.contains(ContextPart.THREADS) || wantsSwitches;
            learnRoles();
        }

        private boolean hasSwitches() {
            for (int type = 0; type < catalog.typeCount(); type++) {
                if (ContextRole.of(catalog.type(type)) == ContextRole.SWITCH) {
                    return true;
                }
            }
            return false;
        }

        boolean hasAny() {
            for (int type = 0; type < catalog.typeCount(); type++) {
                if (role(type) != ContextRole.NONE) {
                    return true;
                }
            }
            return false;
        }

        boolean wants(Block block) {
            for (int i = 0; i < block.typeEntries(); i++) {
                if (role(block.typeEntry(i)) != ContextRole.NONE) {
                    return true;
                }
            }
            return false;
        }

        void add(Block block) {
            for (int row = 0; row < block.count(); row++) {
                ContextRole role = role(block.type(row));
                if (role != ContextRole.NONE) {
                    add(role, view.wrap(block, row));
                }
            }
        }

        EventContext finish() {
            machines.values().forEach(MachineHistory::finish);
            return new RecordedContext(catalog, machines);
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
                all[type] = wanted(ContextRole.of(catalog.type(type)));
            }
            roles = all;
        }

        private ContextRole wanted(ContextRole role) {
            boolean wanted = switch (role) {
                case NONE -> false;
                case PROCESS_START, PROCESS -> wantsProcesses;
                case THREAD_START, THREAD -> wantsThreads;
                case SWITCH -> wantsSwitches;
            };
            return wanted ? role : ContextRole.NONE;
        }

        private void add(ContextRole role, EventView event) {
            MachineHistory machine = machines.computeIfAbsent(
                    RecordedContext.machine(catalog, event.source()), none -> new MachineHistory());
            switch (role) {
                case NONE -> {}
                case PROCESS_START, PROCESS -> addProcess(machine, role == ContextRole.PROCESS_START, event);
                case THREAD_START, THREAD -> addThread(machine, role == ContextRole.THREAD_START, event);
                case SWITCH -> addSwitch(machine, event);
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

        private ContextFields fields(EventView event) {
            return fields.computeIfAbsent(
                    decoder.layout(event.type(), event.source(), event.pid()), ContextFields::new);
        }
    }
}
