package io.ringtail.processors.rules;

import io.ringtail.processors.state.Codec;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** What is kept of a rule as a whole from event to event. */
final class RuleMemory {
    static final Codec<RuleMemory> CODEC = Codec.of((out, memory) -> memory.write(out), RuleMemory::read);

    static final long NONE = Long.MIN_VALUE;

    /** How many types and sources were known when it was bound; 0 types: it is not. */
    int boundTypes;

    int boundSources;
    /** It saw no event before this one. */
    long boundAt;
    /** Event time when it was bound: windows that began before lack events. */
    long boundTicks = NONE;

    boolean failed;
    /** The end of the last window that had rows. */
    long lastDataTicks = NONE;

    boolean nodataSaid;
    boolean limitSaid;
    Times fired = new Times();
    /** By the number of the action. */
    Map<Integer, Times> done = new TreeMap<>();

    boolean isBound() {
        return boundTypes > 0;
    }

    /** It is another rule from now on, but for how often it fired. */
    void unbind() {
        boundTypes = 0;
        boundSources = 0;
        failed = false;
        lastDataTicks = NONE;
        nodataSaid = false;
    }

    /** Time starts over. */
    void end() {
        fired.end();
        done.values().forEach(Times::end);
    }

    private void write(DataOutputStream out) throws IOException {
        out.writeInt(boundTypes);
        out.writeInt(boundSources);
        out.writeLong(boundAt);
        out.writeLong(boundTicks);
        out.writeBoolean(failed);
        out.writeLong(lastDataTicks);
        out.writeBoolean(nodataSaid);
        out.writeBoolean(limitSaid);
        fired.write(out);
        out.writeInt(done.size());
        for (Map.Entry<Integer, Times> entry : done.entrySet()) {
            out.writeInt(entry.getKey());
            entry.getValue().write(out);
        }
    }

    private static RuleMemory read(DataInputStream in) throws IOException {
        RuleMemory memory = new RuleMemory();
        memory.boundTypes = in.readInt();
        memory.boundSources = in.readInt();
        memory.boundAt = in.readLong();
        memory.boundTicks = in.readLong();
        memory.failed = in.readBoolean();
        memory.lastDataTicks = in.readLong();
        memory.nodataSaid = in.readBoolean();
        memory.limitSaid = in.readBoolean();
        memory.fired = Times.read(in);
        for (int left = in.readInt(); left > 0; left--) {
            memory.done.put(in.readInt(), Times.read(in));
        }
        return memory;
    }
}
