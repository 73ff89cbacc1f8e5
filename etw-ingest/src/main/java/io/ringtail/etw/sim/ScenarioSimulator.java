package io.ringtail.etw.sim;

import io.ringtail.etw.sim.CrashEvents.ServiceState;
import io.ringtail.etw.write.BufferOptions;
import io.ringtail.etw.write.EtlOptions;
import io.ringtail.etw.write.EtlWriter;
import io.ringtail.etw.write.HostFacts;
import io.ringtail.etw.write.SessionFacts;
import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.Ticks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Writes the trace of a {@link Scenario}: the service's requests, and what its host tells of deployment and crashes. The
 * same scenario, seed and number give the same bytes.
 */
public final class ScenarioSimulator {
    public static final int MIN_REQUESTS = 1_000;
    /** Fifty a second, of which 1.2 gets eight. */
    public static final int DEFAULT_REQUESTS = 60_000;

    static final long END = IncidentSimulator.START + Scenario.MINUTES * 60L * Ticks.PER_SECOND;

    private static final int BUFFER_BYTES = 1 << 16;
    private static final long UPTIME_TICKS = 3 * Ticks.PER_DAY + 7_654_321L;
    private static final long CRASH_EVERY = 80 * Ticks.PER_SECOND;
    private static final int CRASHES = 8;
    private static final long SLEEP = 2 * 3_600 * Ticks.PER_SECOND;
    private static final long SLEEP_AT = IncidentSimulator.START + 8 * 60 * Ticks.PER_SECOND;
    private static final int PROVIDER_CPU = 1;

    private final Scenario scenario;
    private final long requests;
    private final SplittableRandom random;

    private ScenarioSimulator(Scenario scenario, long seed, long requests) {
        if (requests < MIN_REQUESTS) {
            throw new IllegalArgumentException(
                    "a scenario has at least " + MIN_REQUESTS + " requests, not " + requests);
        }
        this.scenario = scenario;
        this.requests = requests;
        this.random = new SplittableRandom(seed);
    }

    /** Writes the trace into a file that is made or replaced; returns how many events it has. */
    public static long write(Path file, Scenario scenario, long seed, long requests) throws IOException {
        return new ScenarioSimulator(scenario, seed, requests).writeTo(file);
    }

    private long writeTo(Path file) throws IOException {
        Clock clock = EtlOptions.qpc(UPTIME_TICKS, IncidentSimulator.START);
        long[] lost = {0};
        long[] written = {0};
        try (EtlWriter writer = EtlWriter.create(file, options(clock))) {
            SplittableRandom chance = random.split();
            TraceOutput out = new TraceOutput(
                    (type, rawTime, record) -> {
                        long ticks = clock.startTicks() + rawTime - clock.raw0();
                        if (isLost(ticks, chance)) {
                            lost[0]++;
                        } else {
                            written[0]++;
                            writer.write(type, rawTime + sleptBefore(ticks), record);
                        }
                    },
                    clock);
            run(out);
            writer.lost((int) lost[0], 0);
        }
        return written[0];
    }

    private boolean isLost(long ticks, SplittableRandom chance) {
        return scenario == Scenario.LOSS
                && ticks >= Scenario.ONSET
                && ticks < Scenario.ONSET + 4 * 60 * Ticks.PER_SECOND
                && chance.nextInt(5) < 3;
    }

    private long sleptBefore(long ticks) {
        return scenario == Scenario.CLOCK_JUMP && ticks >= SLEEP_AT ? SLEEP : 0;
    }

    private void run(TraceOutput out) throws IOException {
        Timeline timeline = new Timeline();
        SimulatedHost host = new SimulatedHost();
        CheckoutEvents checkout = new CheckoutEvents(out);
        CrashEvents crashes = new CrashEvents(out, host);
        timeline.plan(IncidentSimulator.START + Ticks.PER_MILLISECOND, ticks -> begin(ticks, out, host, checkout));
        HostEvents deployment = new HostEvents(out, host);
        timeline.plan(Scenario.TRIAL - 2 * Ticks.PER_SECOND, deployment::deploymentStarted);
        timeline.plan(Scenario.TRIAL, ticks -> deployment.canaryWeight(ticks, Scenario.WEIGHT));
        if (scenario == Scenario.CRASH_LOOP) {
            for (int crash = 0; crash < CRASHES; crash++) {
                planCrash(crash, timeline, host, crashes, out);
            }
        }
        new ScenarioTraffic(scenario, timeline, host, checkout, random.split(), requests).plan();
        timeline.plan(END - Ticks.PER_MILLISECOND, crashes::schemas);
        timeline.run();
    }

    private static void begin(long ticks, TraceOutput out, SimulatedHost host, CheckoutEvents checkout)
            throws IOException {
        for (SimulatedProcess process : host.running()) {
            process.rundownStart(out, ticks);
        }
        for (SimulatedProcess process : host.stable()) {
            checkout.manifest(ticks, process);
        }
        checkout.manifest(ticks, host.canaries().getFirst());
    }

    private static void planCrash(
            int crash, Timeline timeline, SimulatedHost host, CrashEvents events, TraceOutput out) {
        SimulatedProcess crashed = host.canaries().get(crash % host.canaries().size());
        SimulatedProcess next =
                host.canaries().get((crash + 1) % host.canaries().size());
        SimulatedProcess reporter =
                host.reporters().get(crash % host.reporters().size());
        UUID report = new UUID(0x6A1C_0B2E_55D0_4C00L + crash, 0x8F41_7D20_93AA_0000L + crash);
        long at = crashAt(crash);
        timeline.plan(
                at - 20 * Ticks.PER_MILLISECOND, ticks -> events.applicationError(ticks, crashed, reporter, report));
        timeline.plan(at, ticks -> crashed.end(out, ticks, PROVIDER_CPU, IncidentSimulator.CRASH_STATUS));
        timeline.plan(at + IncidentSimulator.DOWNTIME, ticks -> events.serviceState(ticks, next, ServiceState.RUNNING));
    }

    static long crashAt(int crash) {
        return Scenario.ONSET + (crash + 1) * CRASH_EVERY;
    }

    /** Whether the version on trial is down, between a crash and the next process. */
    static boolean isDown(Scenario scenario, long ticks) {
        if (scenario != Scenario.CRASH_LOOP) {
            return false;
        }
        for (int crash = 0; crash < CRASHES; crash++) {
            if (ticks >= crashAt(crash) && ticks < crashAt(crash) + IncidentSimulator.DOWNTIME) {
                return true;
            }
        }
        return false;
    }

    private EtlOptions options(Clock clock) {
        SessionFacts session = SessionFacts.named("Ringtail-Flight-Recorder", "C:\\Traces\\" + scenario.id() + ".etl")
                .withLayout(2, 0)
                .withMode(SessionFacts.SEQUENTIAL | SessionFacts.SYSTEM_LOGGER)
                .withEnd(END + sleptBefore(END));
        HostFacts host = new HostFacts(
                TraceOutput.POINTER_BYTES,
                10,
                0,
                20348,
                IncidentSimulator.CPU_MEGAHERTZ,
                IncidentSimulator.START - UPTIME_TICKS,
                HostFacts.ZoneFacts.UTC);
        return new EtlOptions(new BufferOptions(BUFFER_BYTES, SimulatedHost.CPUS, true, true), clock, host, session);
    }
}
