package io.ringtail.processors.dump;

import java.time.Duration;

/**
 * How many dumps may be taken. Each stops a process for a while and may take as much room as the process has memory.
 *
 * @param mostPerHour over all processes
 * @param mostBytes of all dumps that are kept
 * @param apart how long after one of a process the next of the same process may be taken
 */
public record DumpBudget(int mostPerHour, long mostBytes, Duration apart) {
    /** Enough to see a fault twice; little beside any disk. */
    public static final DumpBudget DEFAULT = new DumpBudget(4, 4L << 30, Duration.ofMinutes(10));

    public DumpBudget {
        if (mostPerHour < 0 || mostBytes < 0 || apart.isNegative()) {
            throw new IllegalArgumentException("a budget is not negative");
        }
    }
}
