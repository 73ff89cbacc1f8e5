package io.ringtail.ring.payload;

import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.block.Section;
import io.ringtail.ring.event.EventRecord;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What other events say about an event, at its time. Parts that were not read are unknown; what is not said here of a
 * method is known from the event itself alone.
 *
 * <p><b>Threads:</b> any.
 */
public interface EventContext {
    /** Knows only what the events themselves say. */
    EventContext NONE = new EventContext() {};

    /** Whether ids can differ from those in the block, where it has none. */
    default boolean infersIds() {
        return false;
    }

    /** What the ids are inferred from: to be scanned by whoever asks for one of a block. */
    default Set<Section> sections() {
        return Set.of();
    }

    /** The record's own process, else the one that it tells of or that ran on its CPU. */
    default int processId(Block block, int row) {
        return block.pid(row);
    }

    /** The record's own thread, else the one that it tells of or that ran on its CPU. */
    default int threadId(Block block, int row) {
        return block.tid(row);
    }

    /** {@link #processId} of the first {@code count} of these rows. */
    default void processIds(Block block, int[] rows, int count, int[] into) {
        for (int i = 0; i < count; i++) {
            into[i] = processId(block, rows[i]);
        }
    }

    /** {@link #threadId} of the first {@code count} of these rows. */
    default void threadIds(Block block, int[] rows, int count, int[] into) {
        for (int i = 0; i < count; i++) {
            into[i] = threadId(block, rows[i]);
        }
    }

    default ProcessFacts process(Block block, int row) {
        return ProcessFacts.UNKNOWN;
    }

    /** Empty if it has none, or none is known. */
    default String threadName(Block block, int row) {
        return "";
    }

    /**
     * The frames of the event's stack, innermost first, those of the kernel before those of the process:
     * {@code module+0xoffset}, {@code module!Namespace.Type.Method+0xoffset} of methods of .NET's, or the address as
     * {@code 0x…} where neither is known; null if the event has no stack.
     */
    default @Nullable List<String> stack(EventView event) {
        List<Long> addresses = event.stack();
        return addresses == null
                ? null
                : addresses.stream().map(EventContext::address).toList();
    }

    /** The process of another thread at the event's time; {@link EventRecord#UNKNOWN_ID} if unknown. */
    default int processOf(EventView event, int tid) {
        return EventRecord.UNKNOWN_ID;
    }

    /** What is known of another process at the event's time. */
    default ProcessFacts process(EventView event, int pid) {
        return ProcessFacts.UNKNOWN;
    }

    /** The name of a file by its key or object, at the event's time; empty if unknown. */
    default String fileName(EventView event, long key) {
        return "";
    }

    /** The name of a registry key by its handle, at the event's time; empty if unknown. */
    default String keyName(EventView event, long handle) {
        return "";
    }

    /** The name of a kernel object by its address, at the event's time; empty if unknown. */
    default String objectName(EventView event, long object) {
        return "";
    }

    /** What a type of kernel objects is called; empty if unknown. */
    default String objectTypeName(EventView event, int objectType) {
        return "";
    }

    /** When the disk of a transfer was done with the one before; {@link Long#MIN_VALUE} if it was the first. */
    default long doneBefore(EventView event) {
        return Long.MIN_VALUE;
    }

    /** An address as a frame that is in no known module. */
    static String address(long address) {
        return "0x" + Long.toHexString(address);
    }
}
