package io.ringtail.etw.merge;

import io.ringtail.etw.file.BufferPlan;
import io.ringtail.etw.file.EtlFile;
import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.Ticks;
import java.util.Arrays;

/**
 * The times that a scan asks for, by which whole buffers are passed over once a survey has told what is in them.
 *
 * @param fromTicks the first time of interest
 * @param toTicks the last
 */
record TimeRange(long fromTicks, long toTicks) {
    static final TimeRange ALL = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);

    /** By how much two files of one clock may disagree on the time of a raw value. */
    private static final long MARGIN = Ticks.PER_SECOND;

    /** The file's buffers to be read, by time. */
    int[] buffers(EtlFile file) {
        int[] all = file.plan().byTime();
        return this.equals(ALL)
                ? all
                : Arrays.stream(all)
                        .filter(buffer -> !isBefore(file, buffer) && !isAfter(file, buffer))
                        .toArray();
    }

    /** The events in buffers that are passed over because all in them is too early. */
    long eventsBefore(EtlFile file) {
        return this.equals(ALL)
                ? 0
                : Arrays.stream(file.plan().byTime())
                        .filter(buffer -> isBefore(file, buffer))
                        .mapToLong(file.plan()::records)
                        .sum();
    }

    boolean isTooEarly(long ticks) {
        return ticks < fromTicks;
    }

    private boolean isBefore(EtlFile file, int buffer) {
        BufferPlan plan = file.plan();
        return isSurveyed(plan, buffer)
                && fromTicks > Long.MIN_VALUE + MARGIN
                && clock(file).toTicks(plan.maxTime(buffer)) < fromTicks - MARGIN;
    }

    private boolean isAfter(EtlFile file, int buffer) {
        BufferPlan plan = file.plan();
        return isSurveyed(plan, buffer)
                && toTicks < Long.MAX_VALUE - MARGIN
                && clock(file).toTicks(plan.minTime(buffer)) > toTicks + MARGIN;
    }

    private static boolean isSurveyed(BufferPlan plan, int buffer) {
        return plan.records(buffer) != BufferPlan.UNKNOWN;
    }

    private static Clock clock(EtlFile file) {
        return file.header().clock();
    }
}
