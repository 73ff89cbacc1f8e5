package io.ringtail.etw.sim;

import io.ringtail.etw.write.KernelEvent;
import io.ringtail.etw.write.KernelPayload;
import java.io.IOException;
import java.util.List;

/**
 * A process of the simulated host, with what the kernel tells of it. Its threads have ids by fours from
 * {@code firstTid} on, as Windows gives them.
 *
 * @param version of the service, empty for others
 * @param sid the user's
 * @param modules the executable first
 */
record SimulatedProcess(
        int pid,
        int parentPid,
        String imageFileName,
        String version,
        String commandLine,
        byte[] sid,
        int firstTid,
        int threads,
        List<Module> modules) {

    /** An image in the process, by its path on the volume as the kernel names it. */
    record Module(String ntPath, long base, long size) {
        /** An address in the code. */
        long address(long offset) {
            return base + 0x1000 + Math.floorMod(offset, size - 0x1000);
        }
    }

    private static final long KERNEL_SPACE = 0xFFFF_8F83_0000_0000L;
    private static final long KERNEL_STACKS = 0xFFFF_F900_0000_0000L;
    private static final long USER_STACKS = 0x60_0000_0000L;
    private static final long STACK_BYTES = 0x6000;
    private static final int TIME_DATE_STAMP = 0x69A4_0000;
    private static final int BASE_PRIORITY = 8;

    int tid(long choice) {
        return firstTid + 4 * (int) Math.floorMod(choice, (long) threads);
    }

    Module executable() {
        return modules.getFirst();
    }

    Module module(long choice) {
        return modules.get((int) Math.floorMod(choice, (long) modules.size()));
    }

    /** Where a request fails: from the innermost frame, in the second module, out to the last. */
    long[] failureStack() {
        Module client = modules.get(1);
        Module runtime = modules.get(2);
        return new long[] {
            client.address(0x1F3C0),
            client.address(0x1A0A8),
            executable().address(0x9120),
            executable().address(0x4410),
            runtime.address(0x21_4420),
            modules.getLast().address(0x5_2651)
        };
    }

    /** Writes the process, its threads and its images as running when the session began. */
    void rundownStart(TraceOutput out, long ticks) throws IOException {
        out.kernel(KernelEvent.PROCESS_RUNDOWN_START, ticks, 0, pid, 0, facts(0));
        for (int i = 0; i < threads; i++) {
            out.kernel(KernelEvent.THREAD_RUNDOWN_START, ticks, 0, pid, tid(i), thread(i));
        }
        for (Module module : modules) {
            out.kernel(KernelEvent.IMAGE_RUNDOWN_START, ticks, 0, pid, 0, image(module));
        }
    }

    void rundownEnd(TraceOutput out, long ticks) throws IOException {
        out.kernel(KernelEvent.PROCESS_RUNDOWN_END, ticks, 0, pid, 0, facts(0));
    }

    /** Writes the start; it is the parent that does it. */
    void start(TraceOutput out, long ticks, int cpu, int parentTid) throws IOException {
        out.kernel(KernelEvent.PROCESS_START, ticks, cpu, parentPid, parentTid, facts(0));
        for (int i = 0; i < threads; i++) {
            out.kernel(KernelEvent.THREAD_START, ticks, cpu, parentPid, parentTid, thread(i));
        }
        for (Module module : modules) {
            out.kernel(KernelEvent.IMAGE_LOAD, ticks, cpu, pid, firstTid, image(module));
        }
    }

    void end(TraceOutput out, long ticks, int cpu, int exitStatus) throws IOException {
        for (int i = threads - 1; i >= 0; i--) {
            out.kernel(KernelEvent.THREAD_END, ticks, cpu, pid, tid(i), thread(i));
        }
        out.kernel(KernelEvent.PROCESS_END, ticks, cpu, pid, firstTid, facts(exitStatus));
    }

    KernelPayload thread(int index) {
        long stack = KERNEL_STACKS + tid(index) * 0x10000L;
        long userStack = USER_STACKS + index * 0x10_0000L;
        return new KernelPayload.ThreadFacts(
                pid,
                tid(index),
                stack,
                stack - STACK_BYTES,
                userStack,
                userStack - STACK_BYTES,
                0xF,
                executable().address(index * 0x40L),
                userStack + 0x2000,
                0,
                BASE_PRIORITY);
    }

    private KernelPayload facts(int exitStatus) {
        return new KernelPayload.ProcessFacts(
                KERNEL_SPACE + pid * 0x1000L,
                pid,
                parentPid,
                0,
                exitStatus,
                pid * 0x10_0000L,
                0,
                sid,
                imageFileName,
                commandLine,
                "",
                "");
    }

    private KernelPayload image(Module module) {
        return new KernelPayload.ImageFacts(
                module.base(), module.size(), pid, 0, TIME_DATE_STAMP, module.base(), module.ntPath());
    }
}
