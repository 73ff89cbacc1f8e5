package io.ringtail.etw.sim;

import io.ringtail.etw.sim.SimulatedProcess.Module;
import io.ringtail.etw.write.SecurityId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The processes of the simulated host: those that always run, and the canary's lives one after the other. */
final class SimulatedHost {
    static final String COMPUTER_NAME = "CHECKOUT-WEB-01";
    static final String DOMAIN_NAME = "contoso.example";
    static final int CPUS = 4;

    private static final String SYSTEM_FOLDER = "\\Windows\\System32\\";
    private static final String WINDOWS_VOLUME = "\\Device\\HarddiskVolume3";
    private static final SecurityId SERVICE_ACCOUNT = SecurityId.of(5, 80, 1_466_771_123, 88_204_519, 77, 5, 1001);
    private static final int SERVICES = 712;
    private static final int DEPLOY_AGENT = 3340;
    private static final int[] CANARY_PIDS = {5824, 6148, 6436, 6612};
    private static final int[] REPORTER_PIDS = {6020, 6252, 6540};

    private final List<SimulatedProcess> running;
    private final List<SimulatedProcess> stable;
    private final List<SimulatedProcess> canaries = new ArrayList<>();
    private final List<SimulatedProcess> reporters = new ArrayList<>();

    SimulatedHost() {
        stable = List.of(
                checkout(4212, IncidentSimulator.STABLE_VERSION, 1),
                checkout(4260, IncidentSimulator.STABLE_VERSION, 2));
        running = new ArrayList<>(systemProcesses());
        running.addAll(stable);
        for (int pid : CANARY_PIDS) {
            canaries.add(checkout(pid, IncidentSimulator.CANARY_VERSION, 3));
        }
        for (int i = 0; i < REPORTER_PIDS.length; i++) {
            reporters.add(system(
                    REPORTER_PIDS[i], 1388, "WerFault.exe", "WerFault.exe -u -p " + CANARY_PIDS[i] + " -s 612", 2));
        }
    }

    /** All that run from beginning to end. */
    List<SimulatedProcess> running() {
        return running;
    }

    /** The instances of the stable version. */
    List<SimulatedProcess> stable() {
        return stable;
    }

    /** The canary's processes: the first, and one after each crash. */
    List<SimulatedProcess> canaries() {
        return canaries;
    }

    /** The error reporter that each crash starts. */
    List<SimulatedProcess> reporters() {
        return reporters;
    }

    /** The canary's process that serves at this time, if it has one. */
    Optional<SimulatedProcess> canaryAt(long ticks) {
        int life = lifeAt(ticks);
        return life < 0 ? Optional.empty() : Optional.of(canaries.get(life));
    }

    /** When the canary that serves at this time crashes, or the end of the trace. */
    static long canaryEnd(long ticks) {
        for (long crash : IncidentSimulator.CRASHES) {
            if (crash > ticks) {
                return crash;
            }
        }
        return IncidentSimulator.END;
    }

    SimulatedProcess deployAgent() {
        return byPid(DEPLOY_AGENT);
    }

    SimulatedProcess byPid(int pid) {
        return running.stream()
                .filter(process -> process.pid() == pid)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no process has the id " + pid));
    }

    private static int lifeAt(long ticks) {
        if (ticks < IncidentSimulator.CANARY_TRAFFIC) {
            return -1;
        }
        int life = 0;
        for (long crash : IncidentSimulator.CRASHES) {
            if (ticks >= crash && ticks < crash + IncidentSimulator.DOWNTIME) {
                return -1;
            }
            life += ticks >= crash ? 1 : 0;
        }
        return life;
    }

    private static List<SimulatedProcess> systemProcesses() {
        return List.of(
                system(4, 0, "System", "", 4),
                system(388, 4, "smss.exe", "\\SystemRoot\\System32\\smss.exe", 1),
                system(520, 508, "csrss.exe", "csrss.exe ObjectDirectory=\\Windows", 2),
                system(596, 508, "wininit.exe", "wininit.exe", 1),
                system(SERVICES, 596, "services.exe", "C:\\Windows\\system32\\services.exe", 2),
                system(732, 596, "lsass.exe", "C:\\Windows\\system32\\lsass.exe", 2),
                system(864, SERVICES, "svchost.exe", "svchost.exe -k DcomLaunch -p", 3),
                system(1012, SERVICES, "svchost.exe", "svchost.exe -k NetworkService -p", 3),
                system(1388, SERVICES, "svchost.exe", "svchost.exe -k WerSvcGroup", 2),
                system(2204, SERVICES, "sqlservr.exe", "sqlservr.exe -sCHECKOUT", 4),
                system(2680, SERVICES, "MsMpEng.exe", "MsMpEng.exe", 2),
                system(3124, 1012, "w3wp.exe", "w3wp.exe -ap \"CheckoutFrontend\" -v \"v4.0\"", 4),
                system(DEPLOY_AGENT, SERVICES, "ContosoDeploy.exe", "ContosoDeploy.exe --service", 2),
                system(3388, SERVICES, "HostMetrics.exe", "HostMetrics.exe --every 30s", 1));
    }

    private static SimulatedProcess system(int pid, int parentPid, String name, String commandLine, int threads) {
        Module executable =
                new Module(WINDOWS_VOLUME + SYSTEM_FOLDER + name, 0x7FF6_0000_0000L + pid * 0x10000L, 0x8000);
        List<Module> modules = pid == 4
                ? List.of(new Module("\\SystemRoot\\system32\\ntoskrnl.exe", 0xFFFF_F800_2100_0000L, 0xA7_0000))
                : List.of(executable, library("ntdll.dll", 0x7FFA_8000_0000L, 0x1F_0000));
        return new SimulatedProcess(
                pid, parentPid, name, "", commandLine, SecurityId.LOCAL_SYSTEM.bytes(), 10 * pid, threads, modules);
    }

    private static SimulatedProcess checkout(int pid, String version, int instance) {
        String folder = "\\Services\\checkout\\" + version + "\\";
        return new SimulatedProcess(
                pid,
                DEPLOY_AGENT,
                "checkout.exe",
                version,
                "\"C:" + folder + "checkout.exe\" --urls http://+:8080 --instance " + instance,
                SERVICE_ACCOUNT.bytes(),
                10 * pid,
                6,
                List.of(
                        new Module(WINDOWS_VOLUME + folder + "checkout.exe", 0x7FF7_1000_0000L, 0x2_8000),
                        new Module(WINDOWS_VOLUME + folder + "payment-client.dll", 0x7FFA_2000_0000L, 0x4_2000),
                        library("coreclr.dll", 0x7FFA_4000_0000L, 0x4E_0000),
                        library("ntdll.dll", 0x7FFA_8000_0000L, 0x1F_0000)));
    }

    private static Module library(String name, long base, long size) {
        return new Module(WINDOWS_VOLUME + SYSTEM_FOLDER + name, base, size);
    }
}
