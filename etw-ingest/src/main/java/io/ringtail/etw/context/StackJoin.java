package io.ringtail.etw.context;

import io.ringtail.ring.block.EventView;
import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.ExtendedItems;
import io.ringtail.ring.event.Ticks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Joins the stacks that one source logged as events of their own to the events that they belong to, as TraceEvent does. A
 * stack names the time and thread of its event. Of an event in the kernel it is only the kernel's part; the process's
 * part comes when the thread leaves the kernel, once for all events that wait for it. One thread.
 */
final class StackJoin {
    private static final int IDLE_PROCESS = 0;
    private static final int SYSTEM_PROCESS = 4;
    private static final int TIME_AT = 0;
    private static final int PROCESS_AT = 8;
    private static final int THREAD_AT = 12;
    private static final int FRAMES_AT = 16;
    private static final int DOTNET_FRAMES_AT = 8;
    private static final long NARROW_KERNEL = 0x8000_0000L;

    private final Stacks stacks;
    private final Clock clock;
    private final boolean isNarrow;
    private final RecentEvents recent = new RecentEvents();
    /** By thread: the stacks that wait for the process's part. */
    private final Map<Integer, IntList> waiting = new HashMap<>();

    private final Map<Long, IntList> kernelKeys = new HashMap<>();
    private final Map<Long, IntList> userKeys = new HashMap<>();
    private final Map<Long, Integer> byMatch = new HashMap<>();
    /** By thread: the last .NET event that has no stack yet. */
    private final Map<Integer, Long> dotNet = new HashMap<>();

    private long unjoined;

    /** @param isNarrow whether the machine's kernel has pointers of 32 bits */
    StackJoin(Stacks stacks, Clock clock, boolean isNarrow) {
        this.stacks = stacks;
        this.clock = clock;
        this.isNarrow = isNarrow;
    }

    /** Stacks whose event is not there. */
    long unjoined() {
        return unjoined;
    }

    /** Takes notice of an event that may have a stack. */
    void event(EventView event, int tid) {
        recent.add(time(event), event.sequence(), tid, event.cpu());
    }

    void dotNetEvent(EventView event) {
        dotNet.put(event.tid(), event.sequence());
    }

    /** An event that carries addresses, or a key for them, itself. */
    void ownStack(EventView event) {
        byte[] key = event.extendedItem(ExtendedItems.STACK_KEY64);
        byte[] narrowKey = key == null ? event.extendedItem(ExtendedItems.STACK_KEY32) : null;
        if (key != null || narrowKey != null) {
            ownKey(event, key != null ? number(key, Long.BYTES) : narrowKey != null ? narrow(narrowKey) : 0);
            return;
        }
        List<Long> addresses = event.stack();
        if (addresses == null || addresses.isEmpty() || !isKernel(addresses.getLast()) || isWithoutUser(event.pid())) {
            return;
        }
        int stack = stacks.add(event.sequence(), event.pid());
        waiting(event.tid()).add(stack);
        long match = match(event);
        if (match != 0) {
            byMatch.put(match, stack);
        }
    }

    private void ownKey(EventView event, long key) {
        int stack = stacks.add(event.sequence(), event.pid());
        kernelKeys.computeIfAbsent(key, none -> new IntList()).add(stack);
        userKeys.computeIfAbsent(key, none -> new IntList()).add(stack);
    }

    /** An event that only brings the process's part to those that wait on its thread. */
    void stackOnExit(EventView event) {
        List<Long> addresses = event.stack();
        if (addresses == null || addresses.isEmpty()) {
            return;
        }
        long[] frames = addresses.stream().mapToLong(Long::longValue).toArray();
        leaveKernel(event.tid(), frames, RecentEvents.NO_STACK);
        Integer matched = byMatch.remove(match(event));
        if (matched != null) {
            stacks.user(matched, frames);
        }
    }

    void stack(EventView event, int pointerBytes) {
        long[] frames = frames(event, FRAMES_AT, pointerBytes);
        if (frames.length == 0) {
            return;
        }
        int tid = event.getInt(THREAD_AT);
        int stack = target(event);
        if (isKernel(frames[frames.length - 1])) {
            kernelPart(stack, event.getInt(PROCESS_AT), tid, frames);
            return;
        }
        boolean isDone = !isKernel(frames[0]) && leaveKernel(tid, frames, stack);
        if (!isDone && stack != RecentEvents.NO_STACK) {
            stacks.user(stack, frames);
        }
    }

    private void kernelPart(int stack, int pid, int tid, long[] frames) {
        if (stack != RecentEvents.NO_STACK) {
            stacks.kernel(stack, frames);
            waitForUser(stack, pid, tid);
        }
    }

    void kernelKey(EventView event, int pointerBytes) {
        int stack = hasPointer(event, FRAMES_AT, pointerBytes) ? target(event) : RecentEvents.NO_STACK;
        if (stack != RecentEvents.NO_STACK) {
            kernelKeys
                    .computeIfAbsent(pointer(event, FRAMES_AT, pointerBytes), none -> new IntList())
                    .add(stack);
            stacks.told(stack);
            waitForUser(stack, event.getInt(PROCESS_AT), event.getInt(THREAD_AT));
        }
    }

    void userKey(EventView event, int pointerBytes) {
        if (!hasPointer(event, FRAMES_AT, pointerBytes)) {
            return;
        }
        int stack = target(event);
        IntList users = userKeys.computeIfAbsent(pointer(event, FRAMES_AT, pointerBytes), none -> new IntList());
        IntList waitingNow = waiting(event.getInt(THREAD_AT));
        for (int i = 0; i < waitingNow.size(); i++) {
            users.add(waitingNow.get(i));
            stacks.told(waitingNow.get(i));
        }
        if (stack != RecentEvents.NO_STACK && !waitingNow.contains(stack)) {
            users.add(stack);
            stacks.told(stack);
        }
        waitingNow.clear();
    }

    /** What a key stood for until now: it may stand for other addresses later. */
    void key(EventView event, int pointerBytes) {
        long[] frames = frames(event, pointerBytes, pointerBytes);
        if (frames.length == 0) {
            return;
        }
        boolean isKernel = isKernel(frames[frames.length - 1]);
        IntList found = (isKernel ? kernelKeys : userKeys).remove(pointer(event, 0, pointerBytes));
        for (int i = 0; found != null && i < found.size(); i++) {
            if (isKernel) {
                stacks.kernel(found.get(i), frames);
            } else {
                stacks.user(found.get(i), frames);
            }
        }
    }

    /** Of the .NET event before it. */
    void dotNetStack(EventView event, int pointerBytes) {
        Long sequence = dotNet.remove(event.tid());
        long[] frames = frames(event, DOTNET_FRAMES_AT, pointerBytes);
        if (sequence != null && frames.length > 0) {
            stacks.user(stacks.add(sequence, event.pid()), frames);
        }
    }

    private void waitForUser(int stack, int pid, int tid) {
        IntList waitingNow = waiting(tid);
        if (!isWithoutUser(pid) && !waitingNow.contains(stack)) {
            waitingNow.add(stack);
        }
    }

    /** Gives the process's part to all that wait on the thread, and says whether this stack was one of them. */
    private boolean leaveKernel(int tid, long[] frames, int stack) {
        IntList waitingNow = waiting(tid);
        boolean isOne = waitingNow.contains(stack);
        for (int i = 0; i < waitingNow.size(); i++) {
            stacks.user(waitingNow.get(i), frames);
        }
        waitingNow.clear();
        return isOne;
    }

    /** The place of the stack of the event that a stack walk names; {@link RecentEvents#NO_STACK} if there is none. */
    private int target(EventView walk) {
        long raw = walk.getLong(TIME_AT);
        long time = clock.frequency() > Ticks.PER_SECOND ? raw : clock.toTicks(raw);
        int slot = recent.find(time, walk.getInt(THREAD_AT), walk.cpu());
        if (slot == RecentEvents.NOT_FOUND) {
            unjoined++;
            return RecentEvents.NO_STACK;
        }
        if (recent.stack(slot) == RecentEvents.NO_STACK) {
            recent.stack(slot, stacks.add(recent.sequence(slot), walk.getInt(PROCESS_AT)));
        }
        return recent.stack(slot);
    }

    /** The raw clock value where ticks cannot give it back, else ticks. */
    private long time(EventView event) {
        byte[] raw = clock.frequency() > Ticks.PER_SECOND ? event.extendedItem(ExtendedItems.RAW_CLOCK) : null;
        return raw == null ? event.timeTicks() : number(raw, 0);
    }

    private IntList waiting(int tid) {
        return waiting.computeIfAbsent(tid, none -> new IntList());
    }

    /** These two are never in user mode. */
    private static boolean isWithoutUser(int pid) {
        return pid == IDLE_PROCESS || pid == SYSTEM_PROCESS;
    }

    private boolean isKernel(long address) {
        return isNarrow ? Integer.toUnsignedLong((int) address) >= NARROW_KERNEL : address < 0;
    }

    private static long match(EventView event) {
        byte[] wide = event.extendedItem(ExtendedItems.STACK64);
        byte[] item = wide != null ? wide : event.extendedItem(ExtendedItems.STACK32);
        return item == null ? 0 : number(item, 0);
    }

    private static long[] frames(EventView event, int at, int pointerBytes) {
        int count = Math.max(0, (event.payloadBytes() - at) / pointerBytes);
        long[] frames = new long[count];
        for (int i = 0; i < count; i++) {
            frames[i] = pointer(event, at + i * pointerBytes, pointerBytes);
        }
        return frames;
    }

    private static boolean hasPointer(EventView event, int at, int pointerBytes) {
        return event.payloadBytes() >= at + pointerBytes;
    }

    private static long pointer(EventView event, int at, int pointerBytes) {
        return pointerBytes == Long.BYTES ? event.getLong(at) : Integer.toUnsignedLong(event.getInt(at));
    }

    private static long number(byte[] bytes, int at) {
        long number = 0;
        for (int i = Math.min(Long.BYTES, bytes.length - at) - 1; i >= 0; i--) {
            number = number << Byte.SIZE | Byte.toUnsignedLong(bytes[at + i]);
        }
        return number;
    }

    private static long narrow(byte[] key) {
        return Integer.toUnsignedLong((int) number(key, Long.BYTES));
    }
}
