package io.ringtail.etw.sim;

import io.ringtail.ring.event.Ticks;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** A scenario's requests, evenly over its time with some jitter, each with a start and a stop. */
final class ScenarioTraffic {
    private static final long LAST_ARRIVAL = ScenarioSimulator.END - 2 * Ticks.PER_SECOND;
    private static final String[] URLS = {"/api/cart", "/api/checkout", "/api/orders", "/api/payment"};
    private static final List<String> TENANTS =
            List.of("adventure-works", "contoso", "fabrikam", "northwind", "tailspin");
    private static final String SMALL_TENANT = "woodgrove";
    private static final int SMALL_TENANT_PERCENT = 5;
    private static final double HEALTHY = 0.004;
    private static final long FLAP = 120 * Ticks.PER_SECOND;
    private static final long MICROS_AT_LEAST = 6_000;
    /** Of a Weibull distribution, whose 95th percentile is 120 ms. */
    private static final double SCALE_MICROS = 46_000;

    private static final double SHAPE = 1.2;

    private final Scenario scenario;
    private final Timeline timeline;
    private final SimulatedHost host;
    private final CheckoutEvents events;
    private final SplittableRandom random;
    private final long requests;
    private long arrived;

    ScenarioTraffic(
            Scenario scenario,
            Timeline timeline,
            SimulatedHost host,
            CheckoutEvents events,
            SplittableRandom random,
            long requests) {
        this.scenario = scenario;
        this.timeline = timeline;
        this.host = host;
        this.events = events;
        this.random = random;
        this.requests = requests;
    }

    void plan() {
        timeline.plan(arrival(0), this::arrive);
    }

    private long arrival(long index) {
        double place = (index + random.nextDouble()) / requests;
        return IncidentSimulator.TRAFFIC_START + (long) (place * (LAST_ARRIVAL - IncidentSimulator.TRAFFIC_START));
    }

    private void arrive(long ticks) throws IOException {
        Request request = request(ticks);
        int cpu = random.nextInt(SimulatedHost.CPUS);
        events.requestStart(ticks, cpu, request);
        timeline.plan(request.stopTicks(), time -> events.requestStop(time, cpu, request));
        if (++arrived < requests) {
            timeline.plan(Math.max(ticks, arrival(arrived)), this::arrive);
        }
    }

    private Request request(long ticks) {
        boolean trial = goesToTrial(ticks);
        List<SimulatedProcess> pool = trial ? host.canaries() : host.stable();
        SimulatedProcess process = pool.get(trial ? 0 : (int) (arrived % pool.size()));
        String tenant =
                random.nextInt(100) < SMALL_TENANT_PERCENT ? SMALL_TENANT : TENANTS.get(random.nextInt(TENANTS.size()));
        boolean failed = random.nextDouble() < failureRate(ticks, trial, tenant);
        int slower = trial && scenario == Scenario.BAD_LATENCY && ticks >= Scenario.ONSET ? 4 : 1;
        return new Request(
                arrived + 1,
                new UUID(0x4000L | random.nextLong() << 16, Long.MIN_VALUE | random.nextLong() >>> 2),
                process,
                process.tid(random.nextInt(1 << 10)),
                URLS[random.nextInt(URLS.length)],
                tenant,
                "",
                failed ? 500 : 200,
                ticks,
                ticks + micros() * slower * Ticks.PER_MICROSECOND);
    }

    private boolean goesToTrial(long ticks) {
        boolean serves = ticks >= Scenario.TRIAL
                && !(scenario == Scenario.NO_TRAFFIC && ticks >= Scenario.ONSET)
                && !ScenarioSimulator.isDown(scenario, ticks);
        return random.nextInt(100) < Scenario.WEIGHT && serves;
    }

    private double failureRate(long ticks, boolean trial, String tenant) {
        if (ticks < Scenario.ONSET) {
            return HEALTHY;
        }
        return switch (scenario) {
            case GOOD_CANARY, BAD_LATENCY, NO_TRAFFIC, CLOCK_JUMP, CRASH_LOOP -> HEALTHY;
            case BAD_5XX -> trial ? 0.07 : HEALTHY;
            case LOSS -> trial ? 0.08 : HEALTHY;
            case BAD_TENANT -> trial && tenant.equals(SMALL_TENANT) ? 0.4 : HEALTHY;
            case FLAPPING -> trial && (ticks - Scenario.ONSET) / FLAP % 2 == 0 ? 0.08 : HEALTHY;
            case STABLE_BAD -> 0.08;
        };
    }

    /** The same on every machine. */
    private long micros() {
        double chance = Math.max(random.nextDouble(), 1e-9);
        double weibull = StrictMath.pow(-StrictMath.log(chance), 1 / SHAPE);
        return MICROS_AT_LEAST + (long) (SCALE_MICROS * weibull);
    }
}
