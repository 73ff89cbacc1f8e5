package io.ringtail.etw.sim;

import io.ringtail.etw.write.KernelEvent;
import io.ringtail.etw.write.KernelPayload;
import io.ringtail.etw.write.PayloadBuilder;
import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.ExtendedItems;
import io.ringtail.ring.event.Guids;
import java.io.IOException;
import java.util.UUID;

/**
 * Where the simulated host's events go. One event at a time: {@link #begin}, then its items and its payload, then
 * {@link #end}; a kernel event in one call.
 */
final class TraceOutput {
    /** Takes a finished record, which stays this output's. */
    interface Sink {
        void accept(EventType type, long rawTime, EventRecord record) throws IOException;
    }

    static final int POINTER_BYTES = 8;

    private static final EventType[] KERNEL_TYPES = new EventType[KernelEvent.values().length];

    static {
        for (KernelEvent event : KernelEvent.values()) {
            KERNEL_TYPES[event.ordinal()] = event.type(POINTER_BYTES);
        }
    }

    private final Sink sink;
    private final Clock clock;
    private final EventRecord record = new EventRecord();
    private final PayloadBuilder payload = new PayloadBuilder(POINTER_BYTES);
    private final PayloadBuilder scratch = new PayloadBuilder(POINTER_BYTES);
    private long count;

    TraceOutput(Sink sink, Clock clock) {
        this.sink = sink;
        this.clock = clock;
    }

    /** How many events went out. */
    long count() {
        return count;
    }

    long rawTime(long ticks) {
        return clock.raw0() + ticks - clock.startTicks();
    }

    void kernel(KernelEvent event, long ticks, int cpu, int pid, int tid, KernelPayload fields) throws IOException {
        fields.writeTo(begin(cpu, pid, tid));
        end(KERNEL_TYPES[event.ordinal()], ticks);
    }

    /** Starts an event and returns the builder of its payload, which is empty. */
    PayloadBuilder begin(int cpu, int pid, int tid) {
        record.clear();
        record.cpu = cpu;
        record.pid = pid;
        record.tid = tid;
        return payload.clear();
    }

    TraceOutput activity(UUID id) {
        return guidItem(ExtendedItems.ACTIVITY_ID, id);
    }

    TraceOutput relatedActivity(UUID id) {
        return guidItem(ExtendedItems.RELATED_ACTIVITY_ID, id);
    }

    TraceOutput providerTraits(byte[] traits) {
        record.extended.add(ExtendedItems.PROVIDER_TRAITS, traits, 0, traits.length);
        return this;
    }

    TraceOutput stack(long... addresses) {
        scratch.clear().int64(0);
        for (long address : addresses) {
            scratch.int64(address);
        }
        record.extended.add(ExtendedItems.STACK64, scratch.bytes(), 0, scratch.length());
        return this;
    }

    /** Sends the event begun last. */
    void end(EventType type, long ticks) throws IOException {
        payload.into(record);
        sink.accept(type, rawTime(ticks), record);
        count++;
    }

    private TraceOutput guidItem(int item, UUID id) {
        scratch.clear().guid(id);
        record.extended.add(item, scratch.bytes(), 0, Guids.BYTES);
        return this;
    }
}
