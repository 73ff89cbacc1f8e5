package io.ringtail.etw.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What one input may cost: processor time, and memory allocated in all, whether it is kept or not. Neither depends on what
 * else the machine does.
 *
 * @param allocatedBytes for the smallest input
 * @param allocatedPerByte more for each byte of the input
 */
public record InputLimits(Duration processorTime, long allocatedBytes, long allocatedPerByte) {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Something to do with an input. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    /**
     * Does the work on this thread and fails if it took more than the input may cost. Who goes over a limit gets a second
     * try: the first may have paid for the loading of classes.
     */
    public void hold(int inputBytes, Work work) throws Exception {
        hold(() -> inputBytes, work);
    }

    /** The same for work that finds out itself how much its input is when all is unpacked; asked when it is done. */
    public void hold(LongSupplier inputBytes, Work work) throws Exception {
        if (!excess(inputBytes, work).isEmpty()) {
            String excess = excess(inputBytes, work);
            if (!excess.isEmpty()) {
                throw new AssertionError(inputBytes.getAsLong() + " bytes of input took " + excess);
            }
        }
    }

    /** By how much the work went over a limit; empty if it did not. */
    private String excess(LongSupplier inputBytes, Work work) throws Exception {
        long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
        long timeBefore = THREADS.getCurrentThreadCpuTime();
        work.run();
        Duration time = Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - timeBefore);
        long bytes = THREADS.getCurrentThreadAllocatedBytes() - bytesBefore;
        if (time.compareTo(processorTime) > 0) {
            return time + " of processor time, more than " + processorTime;
        }
        long limit = allocatedBytes + allocatedPerByte * inputBytes.getAsLong();
        return bytes > limit ? bytes + " bytes of memory, more than " + limit : "";
    }
}
