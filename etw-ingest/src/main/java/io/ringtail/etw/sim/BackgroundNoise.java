package io.ringtail.etw.sim;

import io.ringtail.etw.write.KernelEvent;
import io.ringtail.etw.write.KernelPayload;
import io.ringtail.ring.event.Ticks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The kernel's events from a busy host, evenly over the trace with some jitter: context switches, threads made ready,
 * profile samples of which some have stacks, disk transfers, and connections of the frontend.
 */
final class BackgroundNoise {
    static final long LOG_FILE_OBJECT = 0xFFFF_9C0A_1180_5A70L;

    private static final long DATABASE_FILE_OBJECT = 0xFFFF_9C0A_0220_1330L;
    private static final long KERNEL_CODE = 0xFFFF_F800_2100_0000L;
    private static final int IDLE = 0;
    private static final int STACK_EVERY = 16;
    private static final int SYSTEM_DISK = 0;
    private static final int DATA_DISK = 1;
    private static final int PAGE_BYTES = 4096;

    private final TraceOutput out;
    private final Timeline timeline;
    private final SimulatedHost host;
    private final SplittableRandom random;
    private final Summary.Counts counts;
    private final long events;
    private final int[] runningTid = new int[SimulatedHost.CPUS];
    private final List<SimulatedProcess> busy;
    private long written;

    BackgroundNoise(
            TraceOutput out,
            Timeline timeline,
            SimulatedHost host,
            SplittableRandom random,
            Summary.Counts counts,
            long events) {
        this.out = out;
        this.timeline = timeline;
        this.host = host;
        this.random = random;
        this.counts = counts;
        this.events = events;
        this.busy = new ArrayList<>(host.running());
        busy.addAll(host.stable());
        busy.addAll(host.stable());
    }

    void plan() {
        if (events > 0) {
            timeline.plan(time(0), this::step);
        }
    }

    private long time(long index) {
        long from = IncidentSimulator.START + 10 * Ticks.PER_MILLISECOND;
        long to = IncidentSimulator.END - 10 * Ticks.PER_MILLISECOND;
        return from + (long) ((index + random.nextDouble()) / events * (to - from));
    }

    private void step(long ticks) throws IOException {
        long before = out.count();
        write(ticks, random.nextInt(SimulatedHost.CPUS), random.nextInt(100));
        written += out.count() - before;
        if (written < events) {
            timeline.plan(Math.max(ticks, time(written)), this::step);
        }
    }

    private void write(long ticks, int cpu, int choice) throws IOException {
        if (choice < 45) {
            contextSwitch(ticks, cpu);
        } else if (choice < 60) {
            readyThread(ticks, cpu);
        } else if (choice < 80) {
            sample(ticks, cpu);
        } else if (choice < 92) {
            diskTransfer(ticks, cpu);
        } else {
            frontendReceive(ticks, cpu);
        }
    }

    private void contextSwitch(long ticks, int cpu) throws IOException {
        int old = runningTid[cpu];
        SimulatedProcess next = process(ticks);
        int tid = random.nextInt(5) < 2 ? IDLE : next.tid(random.nextInt(1 << 10));
        runningTid[cpu] = tid;
        counts.contextSwitches++;
        out.kernel(
                KernelEvent.CONTEXT_SWITCH,
                ticks,
                cpu,
                -1,
                -1,
                new KernelPayload.ContextSwitch(
                        tid, old, tid == IDLE ? 0 : 9, old == IDLE ? 0 : 8, random.nextInt(37), 5, random.nextInt(30)));
    }

    private void readyThread(long ticks, int cpu) throws IOException {
        SimulatedProcess process = process(ticks);
        int tid = process.tid(random.nextInt(1 << 10));
        out.kernel(KernelEvent.READY_THREAD, ticks, cpu, process.pid(), tid, new KernelPayload.ReadyThread(tid, 1, 1));
    }

    private void sample(long ticks, int cpu) throws IOException {
        SimulatedProcess process = process(ticks);
        int tid = process.tid(random.nextInt(1 << 10));
        long address = process.module(random.nextInt(16)).address(random.nextInt());
        counts.samples++;
        out.kernel(KernelEvent.PROFILE_SAMPLE, ticks, cpu, -1, -1, new KernelPayload.Sample(address, tid, 1));
        if (random.nextInt(STACK_EVERY) == 0 && written + 1 < events) {
            counts.stacks++;
            out.kernel(KernelEvent.STACK, ticks, cpu, -1, -1, stack(ticks, process, tid, address));
        }
    }

    private KernelPayload stack(long ticks, SimulatedProcess process, int tid, long address) {
        long[] addresses = {
            KERNEL_CODE + 0x20_3A10,
            address,
            process.executable().address(random.nextInt(64) * 0x40L),
            process.executable().address(0x1200),
            process.module(-1).address(0x5_2651)
        };
        return new KernelPayload.StackWalk(out.rawTime(ticks), process.pid(), tid, addresses);
    }

    /** While the data volume fills, it is the canary's log that does it. */
    private void diskTransfer(long ticks, int cpu) throws IOException {
        boolean filling = ticks >= IncidentSimulator.DISK_FILLING && ticks < IncidentSimulator.DISK_FULL;
        counts.diskTransfers++;
        if (filling && random.nextInt(4) != 0 && host.canaryAt(ticks).isPresent()) {
            SimulatedProcess canary = host.canaryAt(ticks).orElseThrow();
            transfer(
                    KernelEvent.DISK_WRITE, ticks, cpu, DATA_DISK, 64 * PAGE_BYTES, LOG_FILE_OBJECT, canary.firstTid());
        } else {
            KernelEvent kind = random.nextInt(3) == 0 ? KernelEvent.DISK_WRITE : KernelEvent.DISK_READ;
            int tid = host.byPid(2204).tid(random.nextInt(4));
            transfer(kind, ticks, cpu, SYSTEM_DISK, PAGE_BYTES << random.nextInt(5), DATABASE_FILE_OBJECT, tid);
        }
    }

    private void transfer(KernelEvent kind, long ticks, int cpu, int disk, int bytes, long fileObject, int tid)
            throws IOException {
        out.kernel(
                kind,
                ticks,
                cpu,
                -1,
                -1,
                new KernelPayload.DiskTransfer(
                        disk,
                        0x60043,
                        bytes,
                        (long) random.nextInt(1 << 24) * PAGE_BYTES,
                        fileObject,
                        fileObject + 0x7_0000,
                        1_000 + random.nextInt(40_000),
                        tid));
    }

    private void frontendReceive(long ticks, int cpu) throws IOException {
        int peer = random.nextInt(4_000);
        out.kernel(
                KernelEvent.TCP_RECEIVE,
                ticks,
                cpu,
                -1,
                -1,
                new KernelPayload.TcpReceive(
                        3124,
                        60 + random.nextInt(1_400),
                        0xC0A8_0000 + peer,
                        0x0A00_0014,
                        50_000 + peer,
                        443,
                        0,
                        peer));
    }

    private SimulatedProcess process(long ticks) {
        int choice = random.nextInt(busy.size() + 4);
        return choice < busy.size()
                ? busy.get(choice)
                : host.canaryAt(ticks).orElse(host.stable().getFirst());
    }
}
