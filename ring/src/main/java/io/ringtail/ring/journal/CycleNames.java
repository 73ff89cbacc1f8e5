package io.ringtail.ring.journal;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.rollcycles.RollCycleArithmetic;

/**
 * Makes Chronicle, which rolls by time, roll when it is told to: its clock stands still until it is moved on by a second
 * or more, and that second is the next cycle's name. A cycle is so named for when it began; where cycles fill in less
 * than a second each, names run ahead of the wall clock.
 *
 * <p><b>Threads:</b> one.
 */
final class CycleNames implements TimeProvider, RollCycle {
    /** Cycles count seconds from here (2020-01-01), which lasts until 2088. */
    static final long EPOCH_MILLIS = 1_577_836_800_000L;

    private static final String FORMAT = "yyyyMMdd-HHmmss";
    private static final DateTimeFormatter FILE_NAME =
            DateTimeFormatter.ofPattern(FORMAT, Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int SECOND_MILLIS = 1000;
    /** Small, since readers do not need Chronicle's index: 512 entries of 64 excerpts each a page. */
    private static final RollCycleArithmetic NUMBERS = RollCycleArithmetic.of(512, 64);

    private long millis;

    CycleNames(Instant now) {
        millis = Math.max(now.toEpochMilli(), EPOCH_MILLIS);
    }

    /** When the cycle of this name began; the end of time if it is no such name. */
    static Instant beginOf(String fileName) {
        try {
            return FILE_NAME.parse(fileName.replace(CycleFile.SUFFIX, ""), Instant::from);
        } catch (DateTimeParseException e) {
            return Instant.MAX; // never old
        }
    }

    /** The next excerpt begins a new cycle. */
    void roll(Instant now) {
        millis = Math.max(now.toEpochMilli(), millis + SECOND_MILLIS);
    }

    /** Of the file to which the next excerpt goes. */
    String fileName() {
        return FILE_NAME.format(Instant.ofEpochMilli(millis)) + CycleFile.SUFFIX;
    }

    @Override
    public long currentTimeMillis() {
        return millis;
    }

    @Override
    public String format() {
        return FORMAT;
    }

    @Override
    public int lengthInMillis() {
        return SECOND_MILLIS;
    }

    @Override
    public int defaultIndexCount() {
        return NUMBERS.indexCount();
    }

    @Override
    public int defaultIndexSpacing() {
        return NUMBERS.indexSpacing();
    }

    @Override
    public long toIndex(int cycle, long sequenceNumber) {
        return NUMBERS.toIndex(cycle, sequenceNumber);
    }

    @Override
    public long toSequenceNumber(long index) {
        return NUMBERS.toSequenceNumber(index);
    }

    @Override
    public int toCycle(long index) {
        return NUMBERS.toCycle(index);
    }

    @Override
    public long maxMessagesPerCycle() {
        return NUMBERS.maxMessagesPerCycle();
    }
}
