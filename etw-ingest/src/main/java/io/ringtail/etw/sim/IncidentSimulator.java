package io.ringtail.etw.sim;

import io.ringtail.etw.write.BufferOptions;
import io.ringtail.etw.write.EtlOptions;
import io.ringtail.etw.write.EtlWriter;
import io.ringtail.etw.write.HostFacts;
import io.ringtail.etw.write.SessionFacts;
import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.Ticks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Writes the trace of an incident that has the same story at any size; only how many requests and how much noise there
 * is depends on the number of events. Times of day are UTC on 2026-03-02; the host is CHECKOUT-WEB-01, a Windows
 * Server 2022 with 4 CPUs.
 *
 * <table>
 * <caption>The story</caption>
 * <tr><td>09:00:00</td><td>Recording starts. Service "checkout" runs as two processes of version 1.1 (pids 4212,
 * 4260); 0.4 % of requests get a 5xx, and the 95th percentile of their time is 120 ms.</td></tr>
 * <tr><td>09:10:00</td><td>{@code Contoso.Deploy/DeploymentStarted}: version 1.2 comes as a canary, and its process
 * (pid 5824) starts 2 s later.</td></tr>
 * <tr><td>09:10:30</td><td>The canary gets 5 % of the requests, at 09:12:00 15 %. 7 % of its requests get a 5xx, and
 * each takes three times as long: the 95th percentile is 360 ms. It logs without end to volume D:, until then filled
 * to 60 %.</td></tr>
 * <tr><td>09:18:00, 09:21:30, 09:25:00</td><td>The canary crashes with 0xC0000005 in payment-client.dll: an
 * {@code Application Error}, a process end, and 2 s later a new process (pids 6148, 6436, 6612), which serves from the
 * 4th second on. Meanwhile all requests go to 1.1. Requests in flight get a 500 just before the crash.</td></tr>
 * <tr><td>09:22:30</td><td>D: is filled to 90 %; at 09:26:30 it is full, and the canary's health probes fail.</td></tr>
 * <tr><td>09:30:00</td><td>Recording ends.</td></tr>
 * </table>
 *
 * <p>The same seed and number give the same bytes, on every machine. Memory does not depend on the number of events.
 */
public final class IncidentSimulator {
    public static final int MIN_EVENTS = 1_000;
    public static final String STABLE_VERSION = "1.1";
    public static final String CANARY_VERSION = "1.2";
    public static final String FAULTING_MODULE = "payment-client.dll";
    /** STATUS_ACCESS_VIOLATION. */
    public static final int CRASH_STATUS = 0xC000_0005;

    /** The first tick; this and the times that follow are {@link Ticks}. */
    public static final long START = Ticks.of(Instant.parse("2026-03-02T09:00:00Z"));

    public static final long END = at(30, 0);
    /** The first request. */
    public static final long TRAFFIC_START = START + 500 * Ticks.PER_MILLISECOND;

    public static final long DEPLOYMENT = at(10, 0);
    /** From here on the canary gets {@link #FIRST_WEIGHT} percent of the requests. */
    public static final long CANARY_TRAFFIC = at(10, 30);
    /** From here on the canary gets {@link #FULL_WEIGHT} percent of the requests. */
    public static final long CANARY_RAMP = at(12, 0);

    public static final List<Long> CRASHES = List.of(at(18, 0), at(21, 30), at(25, 0));
    /** For so long after a crash the canary serves nobody. */
    public static final long DOWNTIME = 4 * Ticks.PER_SECOND;

    public static final long DISK_FILLING = CANARY_TRAFFIC;
    public static final long DISK_AT_90_PERCENT = at(22, 30);
    public static final long DISK_FULL = at(26, 30);
    public static final long DATA_VOLUME_BYTES = 64L << 30;
    public static final int FIRST_WEIGHT = 5;
    public static final int FULL_WEIGHT = 15;
    public static final double STABLE_FAILURE_RATE = 0.004;
    public static final double CANARY_FAILURE_RATE = 0.07;
    public static final int CANARY_LATENCY_FACTOR = 3;

    static final int LOGGER_PID = 3800;
    static final int LOGGER_TID = 38_000;
    static final int CPU_MEGAHERTZ = 2400;

    private static final int USED_BEFORE_PERCENT = 60;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final long UPTIME_TICKS = 3 * Ticks.PER_DAY + 7_654_321L;
    private static final int REQUEST_EVENTS_PERCENT = 45;

    private final long seed;
    private final long events;

    private IncidentSimulator(long seed, long events) {
        if (events < MIN_EVENTS) {
            throw new IllegalArgumentException("an incident has at least " + MIN_EVENTS
                    + " events, or there is no room for its story; not " + events);
        }
        this.seed = seed;
        this.events = events;
    }

    /**
     * Writes exactly so many records, the log-file header included, into a file that is made or replaced.
     *
     * @throws IllegalArgumentException if there are fewer than {@link #MIN_EVENTS}
     */
    public static Summary write(Path file, long seed, long events) throws IOException {
        return new IncidentSimulator(seed, events).writeTo(file);
    }

    /** The canary's share of the requests, in percent. */
    public static int canaryWeight(long ticks) {
        if (ticks < CANARY_TRAFFIC) {
            return 0;
        }
        return ticks < CANARY_RAMP ? FIRST_WEIGHT : FULL_WEIGHT;
    }

    /** Free bytes on volume D:. */
    public static long dataVolumeFree(long ticks) {
        long freeBefore = DATA_VOLUME_BYTES * (100 - USED_BEFORE_PERCENT) / 100;
        if (ticks <= DISK_FILLING) {
            return freeBefore;
        }
        long left = Math.max(0, DISK_FULL - ticks) / Ticks.PER_MILLISECOND;
        return freeBefore * left / ((DISK_FULL - DISK_FILLING) / Ticks.PER_MILLISECOND);
    }

    private Summary writeTo(Path file) throws IOException {
        Clock clock = EtlOptions.qpc(UPTIME_TICKS, START);
        Summary.Counts counts = new Summary.Counts();
        try (EtlWriter writer = EtlWriter.create(file, options(clock))) {
            TraceOutput out = new TraceOutput(writer::write, clock);
            run(out, counts, events - 1 - storyEvents(clock));
        }
        return counts.summary(events, Files.size(file), CRASHES.size());
    }

    /** How many events the story itself has: counted, not written. */
    private long storyEvents(Clock clock) throws IOException {
        TraceOutput counting = new TraceOutput((type, rawTime, record) -> {}, clock);
        run(counting, new Summary.Counts(), 0);
        return counting.count();
    }

    private void run(TraceOutput out, Summary.Counts counts, long further) throws IOException {
        Timeline timeline = new Timeline();
        SimulatedHost host = new SimulatedHost();
        CheckoutEvents checkout = new CheckoutEvents(out);
        SplittableRandom random = new SplittableRandom(seed);
        long requests = RequestTraffic.requestsIn(further * REQUEST_EVENTS_PERCENT / 100);
        long noise = further - RequestTraffic.eventsOf(requests);
        new IncidentStory(out, timeline, host, checkout).plan();
        new RequestTraffic(out, timeline, host, checkout, random.split(), counts, requests).plan();
        new BackgroundNoise(out, timeline, host, random.split(), counts, noise).plan();
        timeline.run();
    }

    private static EtlOptions options(Clock clock) {
        SessionFacts session = SessionFacts.named("Ringtail-Flight-Recorder", "C:\\Traces\\checkout-incident.etl")
                .withLayout(2, 0)
                .withMode(SessionFacts.SEQUENTIAL | SessionFacts.SYSTEM_LOGGER)
                .withEnd(END);
        HostFacts host = new HostFacts(
                TraceOutput.POINTER_BYTES, 10, 0, 20348, CPU_MEGAHERTZ, START - UPTIME_TICKS, HostFacts.ZoneFacts.UTC);
        return new EtlOptions(new BufferOptions(BUFFER_BYTES, SimulatedHost.CPUS, true, true), clock, host, session);
    }

    private static long at(int minute, int second) {
        return START + (60L * minute + second) * Ticks.PER_SECOND;
    }
}
