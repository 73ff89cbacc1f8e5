package io.ringtail.processors.rules;

import io.ringtail.processors.state.Codec;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/** What is kept of one key of a rule: small, for there may be very many. */
final class KeyMemory {
    static final Codec<KeyMemory> CODEC = Codec.of((out, memory) -> memory.write(out), KeyMemory::read);

    private static final long[] NONE = {};

    /** Starts of the windows in which the condition held, ascending, of those that still count. */
    private long[] held = NONE;

    boolean firing;
    boolean suppressionSaid;
    long suppressed;
    long lastFiredTicks = RuleMemory.NONE;
    /** Whether it fired last in a recording that has ended: what comes may be of any time. */
    private boolean firedBefore;

    /** Whose memory it is. */
    record Key(String rule, String key) {
        static final Codec<Key> CODEC = Codec.of(
                (out, key) -> {
                    Codec.writeText(out, key.rule);
                    Codec.writeText(out, key.key);
                },
                in -> new Key(Codec.readText(in), Codec.readText(in)));
    }

    /** Hears of the next window and returns in how many of the last ones, this one included, the condition held. */
    int window(long startTicks, boolean holds, int of, long sizeTicks) {
        int from = 0;
        while (from < held.length && held[from] <= startTicks - of * sizeTicks) {
            from++;
        }
        boolean repeated = held.length > from && held[held.length - 1] == startTicks;
        boolean adds = holds && !repeated;
        if (from > 0 || adds) {
            long[] next = Arrays.copyOfRange(held, from, held.length + (adds ? 1 : 0));
            if (adds) {
                next[next.length - 1] = startTicks;
            }
            held = next.length == 0 ? NONE : next;
        }
        return held.length;
    }

    void fired(long ticks) {
        lastFiredTicks = ticks;
        firedBefore = false;
        suppressed = 0;
        suppressionSaid = false;
    }

    /**
     * Whether it fired too short a time ago. It did for an event that is a little older than the one that it fired at, too;
     * but what it fired at in another recording, and later than this, is of another time.
     */
    boolean cools(long nowTicks, long cooldownTicks) {
        return cooldownTicks > 0
                && lastFiredTicks != RuleMemory.NONE
                && !(firedBefore && lastFiredTicks > nowTicks)
                && nowTicks - lastFiredTicks < cooldownTicks;
    }

    /** Time starts over: windows of before say nothing of those to come. */
    void end() {
        held = NONE;
        firing = false;
        firedBefore = true;
    }

    private void write(DataOutputStream out) throws IOException {
        out.writeByte((firing ? 1 : 0) | (suppressionSaid ? 2 : 0) | (firedBefore ? 4 : 0));
        out.writeLong(suppressed);
        out.writeLong(lastFiredTicks);
        out.writeShort(held.length);
        for (long start : held) {
            out.writeLong(start);
        }
    }

    private static KeyMemory read(DataInputStream in) throws IOException {
        KeyMemory memory = new KeyMemory();
        int flags = in.readByte();
        memory.firing = (flags & 1) != 0;
        memory.suppressionSaid = (flags & 2) != 0;
        memory.firedBefore = (flags & 4) != 0;
        memory.suppressed = in.readLong();
        memory.lastFiredTicks = in.readLong();
        long[] held = new long[in.readShort()];
        for (int i = 0; i < held.length; i++) {
            held[i] = in.readLong();
        }
        memory.held = held.length == 0 ? NONE : held;
        return memory;
    }
}
