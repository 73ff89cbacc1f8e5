package io.ringtail.ring.bus;

import io.ringtail.ring.journal.JournalOptions;
import io.ringtail.ring.journal.StorageOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;

/**
 * How a bus hands over and journals. The defaults stand in {@link #defaults}, each with its reason.
 *
 * @param ringSlots events that may wait in memory; a power of two
 * @param arenaBytes bytes of payload and extended items that may wait in memory; a power of two
 * @param linger how long events wait for others to share a block with once the ring is empty
 * @param cycleBytes a lane's file is followed by a new one when it has so many bytes
 * @param cycleSpan or when it is so old
 * @param profile what the journaler does while there is nothing to do
 * @param compression how the payloads of each lane are stored
 * @param clock names files and tells their age; no event's time comes from it but those of opening and closing
 * @param storage how safe, and how large, the journal is kept
 */
public record BusOptions(
        int ringSlots,
        int arenaBytes,
        Duration linger,
        long cycleBytes,
        Duration cycleSpan,
        WaitProfile profile,
        LaneCompression compression,
        InstantSource clock,
        StorageOptions storage) {
    private static final int MIN_SLOTS = 8;
    /** Room for two of the largest events, whatever else is in the arena. */
    private static final int MIN_ARENA_BYTES = 1 << 18;

    private static final int MAX_POWER = 1 << 30;

    public BusOptions {
        checkPower("ringSlots", ringSlots, MIN_SLOTS);
        checkPower("arenaBytes", arenaBytes, MIN_ARENA_BYTES);
        if (linger.isNegative() || linger.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("linger is between 0 and a minute, not " + linger);
        }
        Objects.requireNonNull(profile);
        Objects.requireNonNull(compression);
        Objects.requireNonNull(clock);
        Objects.requireNonNull(storage);
    }

    public static BusOptions defaults() {
        return new BusOptions(
                1 << 15, // eight blocks: the journaler writes one while the others fill
                1 << 23, // the same for events of 256 bytes, and still near the processor's caches
                Duration.ofMillis(1), // unnoticed by a person, and long enough for full blocks at 4 M events/s
                256L << 20, // small enough to prune by the file, large enough to read on end
                Duration.ofHours(1), // so that keeping a day means keeping about a day
                WaitProfile.LOW_CPU, // an agent is idle most of the time
                LaneCompression.NONE, // the journaler keeps up with any source; compaction compresses what is kept
                InstantSource.system(),
                StorageOptions.defaults());
    }

    public BusOptions withRing(int newRingSlots, int newArenaBytes) {
        return new BusOptions(
                newRingSlots, newArenaBytes, linger, cycleBytes, cycleSpan, profile, compression, clock, storage);
    }

    public BusOptions withLinger(Duration newLinger) {
        return new BusOptions(
                ringSlots, arenaBytes, newLinger, cycleBytes, cycleSpan, profile, compression, clock, storage);
    }

    public BusOptions withCycle(long newCycleBytes, Duration newCycleSpan) {
        return new BusOptions(
                ringSlots, arenaBytes, linger, newCycleBytes, newCycleSpan, profile, compression, clock, storage);
    }

    public BusOptions withProfile(WaitProfile newProfile) {
        return new BusOptions(
                ringSlots, arenaBytes, linger, cycleBytes, cycleSpan, newProfile, compression, clock, storage);
    }

    public BusOptions withCompression(LaneCompression newCompression) {
        return new BusOptions(
                ringSlots, arenaBytes, linger, cycleBytes, cycleSpan, profile, newCompression, clock, storage);
    }

    public BusOptions withClock(InstantSource newClock) {
        return new BusOptions(
                ringSlots, arenaBytes, linger, cycleBytes, cycleSpan, profile, compression, newClock, storage);
    }

    public BusOptions withStorage(StorageOptions newStorage) {
        return new BusOptions(
                ringSlots, arenaBytes, linger, cycleBytes, cycleSpan, profile, compression, clock, newStorage);
    }

    /** The part that concerns the journal alone. */
    public JournalOptions journal() {
        return new JournalOptions(cycleBytes, cycleSpan, clock, storage);
    }

    private static void checkPower(String name, int value, int least) {
        if (Integer.bitCount(value) != 1 || value < least || value > MAX_POWER) {
            throw new IllegalArgumentException(
                    name + " is a power of two from " + least + " to " + MAX_POWER + ", not " + value);
        }
    }
}
