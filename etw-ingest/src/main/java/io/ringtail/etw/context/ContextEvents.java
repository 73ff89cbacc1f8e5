package io.ringtail.etw.context;

import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.ExtendedItems;
import io.ringtail.ring.payload.ContextPart;
import io.ringtail.ring.payload.Field;
import io.ringtail.ring.payload.PayloadDecoder;
import io.ringtail.ring.payload.PayloadLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the events of a recording that say something of selected ones, so that these read alone as they do amid all others:
 * all processes and threads, the context switches before events without ids, the stacks of the selected events, the
 * images of their processes and the .NET methods into which they point, the names of their files and registry keys, the
 * transfer before one on its disk, and the machine's name and drives. Of traces that run by the clock of the first selected event; others cannot stand beside it.
 *
 * <p>Reads the recording once. <b>Threads:</b> one. <b>Memory:</b> as for a query that asks for all context, and 16 bytes
 * for each event that names an image, a file or a key, 100 for each that names a method.
 */
public final class ContextEvents {
    private static final long OF_ALL_PROCESSES = -1;
    private static final int KERNEL_PROCESS = 0;

    /** @param source that of the first selected event */
    public record Found(SequenceSet events, int source) {}

    /** What of its context a selected event's fields ask for. */
    private record Asked(boolean files, boolean keys, boolean objects, FileKeys fields) {}

    private record Processor(long machine, int cpu) {}

    /** What an event of a type can be to others. */
    private record Kind(ContextRole role, boolean describesMachine, boolean describesImage) {
        static Kind of(EventType type) {
            return new Kind(
                    ContextRole.of(type), MachineEvents.describesMachine(type), MachineEvents.describesImage(type));
        }
    }

    /** When a switch of a processor, or a transfer of a disk, was seen last, and a selected event that it speaks for. */
    private static final class Last {
        private long sequence = -1;
        private long ticks;
        private long wantedAtTicks = Long.MIN_VALUE;
    }

    private final Catalog catalog;
    private final PayloadDecoder decoder;
    private final SequenceSet selected;
    private final SequenceSet found = new SequenceSet();
    private final StackFold stacks;
    private final EventView view = new EventView();
    private final IdentityHashMap<PayloadLayout, Asked> asked = new IdentityHashMap<>();
    private final IdentityHashMap<PayloadLayout, ContextFields> fields = new IdentityHashMap<>();
    private final List<Kind> kinds = new ArrayList<>();
    private final Map<Processor, Last> switches = new HashMap<>();
    private final Map<Long, Last> disks = new HashMap<>();
    private final Tellers images = new Tellers();
    private final Tellers files = new Tellers();
    private final Tellers keys = new Tellers();
    private final Tellers objects = new Tellers();
    private final MethodTellers methods = new MethodTellers();
    private final Set<Long> stackProcesses = new HashSet<>();
    private final Set<Long> wantedFiles = new HashSet<>();
    private final Set<Long> wantedKeys = new HashSet<>();
    private final Set<Long> wantedObjects = new HashSet<>();
    private final int source;

    private ContextEvents(Recording recording, PayloadDecoder decoder, SequenceSet selected, int source) {
        this.source = source;
        this.catalog = recording.catalog();
        this.decoder = decoder;
        this.selected = selected;
        stacks = new StackFold(catalog, new PayloadIds(catalog, decoder), true);
        stacks.onTold(this::tells);
    }

    /** @param selected not empty */
    public static Found of(Recording recording, PayloadDecoder decoder, SequenceSet selected) throws IOException {
        int source = firstSource(recording, selected);
        ContextEvents events = new ContextEvents(recording, decoder, selected, source);
        try (BlockCursor cursor = recording.scan(Scan.ALL_EVENTS)) {
            while (cursor.next()) {
                events.add(cursor.block());
            }
        }
        return new Found(events.finish(), source);
    }

    private static int firstSource(Recording recording, SequenceSet selected) throws IOException {
        Scan scan =
                Scan.ALL_EVENTS.withBlocks(block -> selected.containsAny(block.firstSequence(), block.lastSequence()));
        try (BlockCursor cursor = recording.scan(scan)) {
            while (cursor.next()) {
                Block block = cursor.block();
                for (int row = 0; row < block.count(); row++) {
                    if (selected.contains(block.sequence(row))) {
                        return block.source(row);
                    }
                }
            }
        }
        throw new IllegalArgumentException("no event is selected");
    }

    private void add(Block block) {
        for (int row = 0; row < block.count(); row++) {
            int from = block.source(row);
            if (from == source || catalog.source(source).sharesClockWith(catalog.source(from))) {
                add(block, row);
            }
        }
    }

    private void add(Block block, int row) {
        Kind kind = kind(block.type(row));
        view.wrap(block, row);
        if (selected.contains(view.sequence())) {
            addSelected(kind.role);
        }
        addTeller(kind);
        stacks.add(kind.role, block, row);
    }

    private Kind kind(int type) {
        while (kinds.size() <= type) {
            kinds.add(Kind.of(catalog.type(kinds.size())));
        }
        return kinds.get(type);
    }

    private void addSelected(ContextRole role) {
        if (view.pid() == EventRecord.UNKNOWN_ID || view.tid() == EventRecord.UNKNOWN_ID) {
            want(switches.computeIfAbsent(processor(), none -> new Last()));
        }
        if (role == ContextRole.TRANSFER && view.payloadBytes() >= Integer.BYTES) {
            want(disks.computeIfAbsent(RecordedContext.disk(view), none -> new Last()));
        }
        if ((view.flags() & ExtendedItems.HAS_STACK) != 0) {
            stackProcesses.add((long) view.pid());
            methods.wantAll(view.pid(), view.stack());
        }
        Asked of = asked.computeIfAbsent(layout(), ContextEvents::asked);
        if (of.files) {
            of.fields.addFiles(view, wantedFiles);
        }
        if (of.keys) {
            of.fields.addKeys(view, wantedKeys);
        }
        if (of.objects) {
            of.fields.addObjects(view, wantedObjects);
        }
    }

    private void want(Last last) {
        if (last.sequence >= 0) {
            found.add(last.sequence);
        }
        last.wantedAtTicks = view.timeTicks();
    }

    private void addTeller(Kind kind) {
        switch (kind.role) {
            case PROCESS_START, PROCESS, THREAD_START, THREAD, OBJECT_TYPE -> found.add(view.sequence());
            case SWITCH -> pass(switches.computeIfAbsent(processor(), none -> new Last()));
            case TRANSFER -> {
                if (view.payloadBytes() >= Integer.BYTES) {
                    pass(disks.computeIfAbsent(RecordedContext.disk(view), none -> new Last()));
                }
            }
            case IMAGE_LOAD, IMAGE, IMAGE_UNLOAD -> images.add(imageProcess(), view.sequence());
            case FILE, FILE_OPEN -> files.add(fields().key(view), view.sequence());
            case KEY -> keys.add(fields().key(view), view.sequence());
            case OBJECT -> objects.add(fields().object(view), view.sequence());
            case METHOD_LOAD, METHOD, METHOD_UNLOAD -> methods.add(fields().method(view), view.sequence());
            case DOTNET_MODULE -> methods.addModule(view.pid(), fields().moduleId(view), view.sequence());
            case STACK, STACK_KEY_KERNEL, STACK_KEY_USER, STACK_KEY, STACK_ON_EXIT, STACK_OF_DOTNET, NONE -> {
                if (kind.describesMachine) {
                    found.add(view.sequence());
                } else if (kind.describesImage) {
                    images.add(imageProcess(), view.sequence());
                }
            }
        }
    }

    /** What comes at the very time of a selected event may be what speaks for it. */
    private void pass(Last last) {
        last.sequence = view.sequence();
        last.ticks = view.timeTicks();
        if (last.ticks == last.wantedAtTicks) {
            found.add(last.sequence);
        }
    }

    /** The process whose image it is; images of the kernel are those of all. */
    private long imageProcess() {
        ContextFields known = fields();
        int told = known.pid(view);
        int pid = told == EventRecord.UNKNOWN_ID ? view.pid() : told;
        return pid == KERNEL_PROCESS || known.base(view) < 0 ? OF_ALL_PROCESSES : pid;
    }

    /** A stack, or a part of it, that one event brought for another. */
    private void tells(long teller, long told, int pid) {
        if (selected.contains(told)) {
            found.add(teller);
            stackProcesses.add((long) pid);
        } else if (selected.contains(teller)) {
            found.add(told); // or it would be joined to another event in the cut-out
        }
    }

    private SequenceSet finish() {
        if (!stackProcesses.isEmpty()) {
            images.addTo(found, pid -> pid == OF_ALL_PROCESSES || stackProcesses.contains(pid));
        }
        stacks.finish().forEach(selected::contains, methods::want);
        methods.addTo(found);
        files.addTo(found, wantedFiles::contains);
        keys.addTo(found, wantedKeys::contains);
        objects.addTo(found, wantedObjects::contains);
        return found;
    }

    private Processor processor() {
        return new Processor(RecordedContext.machine(catalog, view.source()), view.cpu());
    }

    private PayloadLayout layout() {
        return decoder.layout(view.type(), view.source(), view.pid());
    }

    private ContextFields fields() {
        return fields.computeIfAbsent(layout(), ContextFields::new);
    }

    private static Asked asked(PayloadLayout layout) {
        Set<ContextPart> parts = EnumSet.noneOf(ContextPart.class);
        for (Field field : layout.fields()) {
            parts.addAll(field.contextParts());
        }
        return new Asked(
                parts.contains(ContextPart.FILES),
                parts.contains(ContextPart.KEYS),
                parts.contains(ContextPart.OBJECTS),
                new FileKeys(layout));
    }
}
