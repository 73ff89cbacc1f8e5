package io.ringtail.etw.sim;

import io.ringtail.etw.sim.CrashEvents.ServiceState;
import io.ringtail.etw.write.KernelEvent;
import io.ringtail.etw.write.KernelPayload;
import io.ringtail.etw.write.MergeRecord;
import io.ringtail.ring.event.Ticks;
import java.io.IOException;
import java.util.UUID;

/** Plans what happens in every incident, however large the trace: always the same events at the same times. */
final class IncidentStory {
    private static final long PROBE_EVERY = 60 * Ticks.PER_SECOND;
    /** Never while the canary is down. */
    private static final long FIRST_PROBE = 45 * Ticks.PER_SECOND;

    private static final long DISK_REPORT_EVERY = 30 * Ticks.PER_SECOND;
    private static final int MEMORY_MEGABYTES = 32_768;
    private static final long SYSTEM_VOLUME_FREE = 78L << 30;
    private static final long SYSTEM_VOLUME_TOTAL = 127L << 30;
    private static final String LOG_FILE =
            "\\Device\\HarddiskVolume5\\logs\\checkout\\" + IncidentSimulator.CANARY_VERSION + "\\trace.log";

    private final TraceOutput out;
    private final Timeline timeline;
    private final SimulatedHost host;
    private final HostEvents hostEvents;
    private final CrashEvents crashEvents;
    private final CheckoutEvents checkout;

    IncidentStory(TraceOutput out, Timeline timeline, SimulatedHost host, CheckoutEvents checkout) {
        this.out = out;
        this.timeline = timeline;
        this.host = host;
        this.checkout = checkout;
        this.hostEvents = new HostEvents(out, host);
        this.crashEvents = new CrashEvents(out, host);
    }

    void plan() {
        timeline.plan(IncidentSimulator.START + Ticks.PER_MILLISECOND, this::begin);
        planDeployment();
        for (int crash = 0; crash < IncidentSimulator.CRASHES.size(); crash++) {
            planCrash(crash, IncidentSimulator.CRASHES.get(crash));
        }
        planReports();
        timeline.plan(IncidentSimulator.END - Ticks.PER_MILLISECOND, this::finish);
    }

    private void begin(long ticks) throws IOException {
        out.kernel(
                KernelEvent.CPU_CONFIG,
                ticks,
                0,
                IncidentSimulator.LOGGER_PID,
                IncidentSimulator.LOGGER_TID,
                new KernelPayload.CpuConfig(
                        IncidentSimulator.CPU_MEGAHERTZ,
                        SimulatedHost.CPUS,
                        MEMORY_MEGABYTES,
                        SimulatedHost.COMPUTER_NAME,
                        SimulatedHost.DOMAIN_NAME));
        writeMergeRecords(ticks);
        for (SimulatedProcess process : host.running()) {
            process.rundownStart(out, ticks);
        }
        for (SimulatedProcess process : host.stable()) {
            checkout.manifest(ticks, process);
        }
    }

    private void writeMergeRecords(long ticks) throws IOException {
        int pid = IncidentSimulator.LOGGER_PID;
        int tid = IncidentSimulator.LOGGER_TID;
        out.begin(0, pid, tid)
                .int64(Ticks.toFiletime(IncidentSimulator.START - 400 * Ticks.PER_DAY))
                .utf16("20348.1.amd64fre.fe_release.210507-1500")
                .utf16("Windows Server 2022 Datacenter");
        out.end(MergeRecord.BUILD_INFO.type(TraceOutput.POINTER_BYTES), ticks);
        out.begin(0, pid, tid).utf16("C:\\Windows\\system32\\").utf16("C:\\Windows\\");
        out.end(MergeRecord.SYSTEM_PATHS.type(TraceOutput.POINTER_BYTES), ticks);
        writeVolume(ticks, "\\Device\\HarddiskVolume3\\", "C:\\");
        writeVolume(ticks, "\\Device\\HarddiskVolume5\\", "D:\\");
    }

    private void writeVolume(long ticks, String ntPath, String dosPath) throws IOException {
        out.begin(0, IncidentSimulator.LOGGER_PID, IncidentSimulator.LOGGER_TID)
                .utf16(ntPath)
                .utf16(dosPath);
        out.end(MergeRecord.VOLUME_MAPPING.type(TraceOutput.POINTER_BYTES), ticks);
    }

    private void planDeployment() {
        timeline.plan(IncidentSimulator.DEPLOYMENT, hostEvents::deploymentStarted);
        planLife(0, IncidentSimulator.DEPLOYMENT + 2 * Ticks.PER_SECOND);
        timeline.plan(
                IncidentSimulator.CANARY_TRAFFIC,
                ticks -> hostEvents.canaryWeight(ticks, IncidentSimulator.FIRST_WEIGHT));
        timeline.plan(
                IncidentSimulator.CANARY_RAMP, ticks -> hostEvents.canaryWeight(ticks, IncidentSimulator.FULL_WEIGHT));
    }

    private void planLife(int life, long startTicks) {
        SimulatedProcess process = host.canaries().get(life);
        timeline.plan(startTicks, ticks -> startCanary(ticks, process));
        timeline.plan(
                startTicks + 2 * Ticks.PER_SECOND - 1,
                ticks -> crashEvents.serviceState(ticks, process, ServiceState.RUNNING));
    }

    private void startCanary(long ticks, SimulatedProcess process) throws IOException {
        SimulatedProcess agent = host.deployAgent();
        crashEvents.serviceState(ticks, process, ServiceState.START_PENDING);
        process.start(out, ticks, 1, agent.firstTid());
        long later = ticks + 10 * Ticks.PER_MILLISECOND;
        timeline.plan(later, time -> checkout.manifest(time, process));
        timeline.plan(
                later,
                time -> out.kernel(
                        KernelEvent.FILE_CREATE_NAME,
                        time,
                        1,
                        process.pid(),
                        process.firstTid(),
                        new KernelPayload.FileName(BackgroundNoise.LOG_FILE_OBJECT, LOG_FILE)));
    }

    private void planCrash(int crash, long crashTicks) {
        SimulatedProcess crashed = host.canaries().get(crash);
        SimulatedProcess reporter = host.reporters().get(crash);
        UUID report = new UUID(0x6A1C_0B2E_55D0_4C00L + crash, 0x8F41_7D20_93AA_0000L + crash);
        timeline.plan(crashTicks - 50 * Ticks.PER_MILLISECOND, ticks -> reporter.start(out, ticks, 2, 13_880));
        timeline.plan(
                crashTicks - 20 * Ticks.PER_MILLISECOND,
                ticks -> crashEvents.applicationError(ticks, crashed, reporter, report));
        timeline.plan(crashTicks, ticks -> crashed.end(out, ticks, 3, IncidentSimulator.CRASH_STATUS));
        timeline.plan(
                crashTicks + 100 * Ticks.PER_MILLISECOND,
                ticks -> crashEvents.serviceState(ticks, crashed, ServiceState.STOPPED));
        timeline.plan(crashTicks + Ticks.PER_SECOND, ticks -> reporter.end(out, ticks, 2, 0));
        planLife(crash + 1, crashTicks + IncidentSimulator.DOWNTIME - 2 * Ticks.PER_SECOND);
    }

    private void planReports() {
        for (long time = IncidentSimulator.START + FIRST_PROBE; time < IncidentSimulator.END; time += PROBE_EVERY) {
            timeline.plan(time, this::probe);
        }
        long first = IncidentSimulator.START + DISK_REPORT_EVERY;
        for (long time = first; time < IncidentSimulator.END; time += DISK_REPORT_EVERY) {
            timeline.plan(time, this::reportDisks);
        }
    }

    private void probe(long ticks) throws IOException {
        for (SimulatedProcess process : host.stable()) {
            hostEvents.healthProbe(ticks, process, true);
        }
        if (ticks >= IncidentSimulator.CANARY_TRAFFIC) {
            boolean full = ticks >= IncidentSimulator.DISK_FULL;
            SimulatedProcess canary =
                    host.canaryAt(ticks).orElse(host.canaries().getLast());
            hostEvents.healthProbe(ticks, canary, !full);
        }
    }

    private void reportDisks(long ticks) throws IOException {
        hostEvents.diskFree(ticks, "C:", SYSTEM_VOLUME_FREE, SYSTEM_VOLUME_TOTAL);
        hostEvents.diskFree(ticks, "D:", IncidentSimulator.dataVolumeFree(ticks), IncidentSimulator.DATA_VOLUME_BYTES);
    }

    private void finish(long ticks) throws IOException {
        for (SimulatedProcess process : host.running()) {
            process.rundownEnd(out, ticks);
        }
        host.canaries().getLast().rundownEnd(out, ticks);
        crashEvents.schemas(ticks);
    }
}
