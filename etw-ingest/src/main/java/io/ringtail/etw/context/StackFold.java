package io.ringtail.etw.context;

import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.ExtendedItems;
import io.ringtail.ring.event.HeaderKind;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Joins the stacks of all sources of a recording: sees every event of it. One thread. */
final class StackFold {
    private static final UUID DISK_CLASS = UUID.fromString("3d6fa8d4-fe05-11d0-9dda-00c04fd7ba7c");
    private static final UUID IMAGE_ID_CLASS = UUID.fromString("b3e675d7-2554-4f18-830b-2762732560de");

    /** How an event of a type takes part. */
    private enum Part {
        /** It may have a stack. */
        MAIN,
        /** Likewise, and the runtime may log one right behind it. */
        DOTNET,
        /** Its time can be that of another event, but no stack is its own. */
        BESIDE
    }

    private final Catalog catalog;
    private final PayloadIds payloadIds;
    private final boolean wantsAll;
    private final boolean isNarrow;
    private final boolean hasWalks;
    private final Stacks stacks = new Stacks();
    private final List<@Nullable StackJoin> joins = new ArrayList<>();
    private final List<Part> types = new ArrayList<>();
    private final EventView view = new EventView();

    StackFold(Catalog catalog, PayloadIds payloadIds, boolean wanted) {
        this.catalog = catalog;
        this.payloadIds = payloadIds;
        wantsAll = wanted;
        hasWalks = hasWalks(catalog);
        isNarrow = isNarrow(catalog);
    }

    void onTold(Stacks.Listener listener) {
        stacks.onTold(listener);
    }

    /** Whether it is to be shown all events, or none. */
    boolean wantsAll() {
        return wantsAll;
    }

    void add(ContextRole role, Block block, int row) {
        boolean hasOwn = (block.flags(row) & ExtendedItems.HAS_STACK) != 0;
        Part part = part(block.type(row));
        stacks.toldBy(block.sequence(row));
        switch (role) {
            case STACK -> join(block, row).stack(view.wrap(block, row), pointerBytes(block, row));
            case STACK_KEY_KERNEL -> join(block, row).kernelKey(view.wrap(block, row), pointerBytes(block, row));
            case STACK_KEY_USER -> join(block, row).userKey(view.wrap(block, row), pointerBytes(block, row));
            case STACK_KEY -> join(block, row).key(view.wrap(block, row), pointerBytes(block, row));
            case STACK_ON_EXIT -> join(block, row).stackOnExit(view.wrap(block, row));
            case STACK_OF_DOTNET -> join(block, row).dotNetStack(view.wrap(block, row), pointerBytes(block, row));
            default -> addEvent(part, hasOwn, block, row);
        }
    }

    private void addEvent(Part part, boolean hasOwn, Block block, int row) {
        if (hasWalks && part != Part.BESIDE) {
            int tid = block.tid(row);
            int told = tid != EventRecord.UNKNOWN_ID
                    ? tid
                    : block.payloadInt(row, payloadIds.threadAt(block.type(row)), EventRecord.UNKNOWN_ID);
            join(block, row).event(view.wrap(block, row), told);
        }
        if (hasOwn) {
            join(block, row).ownStack(view.wrap(block, row));
        } else if (part == Part.DOTNET) {
            join(block, row).dotNetEvent(view.wrap(block, row));
        }
    }

    Stacks finish() {
        stacks.finish();
        return stacks;
    }

    /** Stacks whose event is not there. */
    long unjoined() {
        long sum = 0;
        for (StackJoin join : joins) {
            sum += join == null ? 0 : join.unjoined();
        }
        return sum;
    }

    private StackJoin join(Block block, int row) {
        int source = block.source(row);
        while (joins.size() <= source) {
            joins.add(null);
        }
        StackJoin known = joins.get(source);
        if (known == null) {
            known = new StackJoin(stacks, catalog.source(source).clock(), isNarrow);
            joins.set(source, known);
        }
        return known;
    }

    private int pointerBytes(Block block, int row) {
        int recorded = catalog.type(block.type(row)).pointerBytes();
        return recorded == 0 ? Long.BYTES : recorded;
    }

    private Part part(int type) {
        while (types.size() <= type) {
            types.add(part(catalog.type(types.size())));
        }
        return types.get(type);
    }

    /** Completions of disk I/O have no stack, and merge tools give image ids the times of their images. */
    private static Part part(EventType type) {
        if (DotNet.is(type.provider())) {
            return Part.DOTNET;
        }
        boolean isCompletion = type.provider().equals(DISK_CLASS) && (type.id() <= 11 || type.id() == 14);
        return isCompletion || type.provider().equals(IMAGE_ID_CLASS) ? Part.BESIDE : Part.MAIN;
    }

    private static boolean hasWalks(Catalog catalog) {
        for (int type = 0; type < catalog.typeCount(); type++) {
            switch (ContextRole.of(catalog.type(type))) {
                case STACK, STACK_KEY_KERNEL, STACK_KEY_USER -> {
                    return true;
                }
                default -> {}
            }
        }
        return false;
    }

    /**
     * Whether the kernel has the upper half of 32 bits. It alone writes PERFINFO records, by its own width; without them
     * those of its other records count, of which merge tools may add wider ones.
     */
    private static boolean isNarrow(Catalog catalog) {
        boolean isNarrow = false;
        for (int type = 0; type < catalog.typeCount(); type++) {
            EventType known = catalog.type(type);
            if (known.kind() == HeaderKind.PERFINFO && known.pointerBytes() == Long.BYTES) {
                return false;
            }
            boolean isKernels = known.kind() == HeaderKind.PERFINFO || known.kind() == HeaderKind.SYSTEM;
            isNarrow |= isKernels && known.pointerBytes() == Integer.BYTES;
        }
        return isNarrow;
    }
}
