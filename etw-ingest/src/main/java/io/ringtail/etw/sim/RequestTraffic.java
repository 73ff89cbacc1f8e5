package io.ringtail.etw.sim;

import io.ringtail.etw.write.KernelEvent;
import io.ringtail.etw.write.KernelPayload;
import io.ringtail.ring.event.Ticks;
import java.io.IOException;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * The requests to the service, evenly over the trace with some jitter. Each has four events, and every third calls the
 * payment service, which are two more; so a number of requests has a number of events.
 */
final class RequestTraffic {
    private static final int EVENTS_A_REQUEST = 4;
    private static final int DOWNSTREAM_EVENTS = 2;
    private static final int DOWNSTREAM_EVERY = 3;
    private static final long LAST_STOP = IncidentSimulator.END - 100 * Ticks.PER_MILLISECOND;
    private static final long LAST_ARRIVAL = LAST_STOP - 100 * Ticks.PER_MILLISECOND;
    private static final String[] URLS = {
        "/api/cart", "/api/cart/items", "/api/checkout", "/api/orders", "/api/payment", "/api/shipping/quote"
    };
    private static final String[] TENANTS = {
        "adventure-works", "contoso", "fabrikam", "northwind", "tailspin", "woodgrove"
    };
    private static final String[] DEPENDENCIES = {"payments.contoso.example", "tax.contoso.example"};
    private static final int LOCAL_ADDRESS = 0x0A00_0014;
    private static final int SERVICE_PORT = 8080;

    private final TraceOutput out;
    private final Timeline timeline;
    private final SimulatedHost host;
    private final CheckoutEvents events;
    private final SplittableRandom random;
    private final Summary.Counts counts;
    private final long requests;
    private final Spread routing;
    private final Outcomes stableOutcomes;
    private final Outcomes canaryOutcomes;
    private long arrived;

    RequestTraffic(
            TraceOutput out,
            Timeline timeline,
            SimulatedHost host,
            CheckoutEvents events,
            SplittableRandom random,
            Summary.Counts counts,
            long requests) {
        this.out = out;
        this.timeline = timeline;
        this.host = host;
        this.events = events;
        this.random = random;
        this.counts = counts;
        this.requests = requests;
        this.routing = new Spread(random, Spread.PLASTIC);
        this.stableOutcomes = Outcomes.ofStable(random);
        this.canaryOutcomes = Outcomes.ofCanary(random);
    }

    /** How many events so many requests have. */
    static long eventsOf(long requests) {
        return EVENTS_A_REQUEST * requests + DOWNSTREAM_EVENTS * Math.ceilDiv(requests, DOWNSTREAM_EVERY);
    }

    /** The most requests that have at most so many events. */
    static long requestsIn(long events) {
        long requests = events * DOWNSTREAM_EVERY / (EVENTS_A_REQUEST * DOWNSTREAM_EVERY + DOWNSTREAM_EVENTS);
        while (eventsOf(requests) > events) {
            requests--;
        }
        return requests;
    }

    void plan() {
        if (requests > 0) {
            timeline.plan(arrival(0), this::arrive);
        }
    }

    private long arrival(long index) {
        double place = (index + random.nextDouble()) / requests;
        return IncidentSimulator.TRAFFIC_START + (long) (place * (LAST_ARRIVAL - IncidentSimulator.TRAFFIC_START));
    }

    private void arrive(long ticks) throws IOException {
        Request request = request(ticks);
        counts.add(request);
        int cpu = random.nextInt(SimulatedHost.CPUS);
        receive(ticks, cpu, request);
        events.requestStart(ticks, cpu, request);
        if (arrived % DOWNSTREAM_EVERY == 0) {
            planDownstream(request);
        }
        int stopCpu = random.nextInt(SimulatedHost.CPUS);
        timeline.plan(request.stopTicks(), time -> stop(time, stopCpu, request));
        if (++arrived < requests) {
            timeline.plan(Math.max(ticks, arrival(arrived)), this::arrive);
        }
    }

    private void planDownstream(Request request) {
        UUID activity = randomId();
        int cpu = random.nextInt(SimulatedHost.CPUS);
        timeline.plan(request.at(20), time -> events.downstreamStart(time, cpu, request, activity));
        timeline.plan(request.at(80), time -> events.downstreamStop(time, cpu, request, activity));
    }

    private void stop(long ticks, int cpu, Request request) throws IOException {
        events.requestStop(ticks, cpu, request);
        send(ticks, cpu, request);
    }

    private Request request(long ticks) {
        SimulatedProcess process = route(ticks);
        boolean canary = process.version().equals(IncidentSimulator.CANARY_VERSION);
        Outcomes outcomes = canary ? canaryOutcomes : stableOutcomes;
        int status = outcomes.nextStatus();
        long stop = Math.min(ticks + outcomes.nextTicks(), LAST_STOP);
        long crash = canary ? SimulatedHost.canaryEnd(ticks) - Ticks.PER_MILLISECOND : LAST_STOP;
        boolean cutOff = stop > crash;
        return new Request(
                arrived + 1,
                randomId(),
                process,
                process.tid(random.nextInt(1 << 10)),
                URLS[random.nextInt(URLS.length)],
                TENANTS[random.nextInt(TENANTS.length)],
                DEPENDENCIES[random.nextInt(DEPENDENCIES.length)],
                cutOff ? 500 : status,
                ticks,
                Math.max(ticks, Math.min(stop, crash)));
    }

    private SimulatedProcess route(long ticks) {
        boolean toCanary = 100 * routing.next() < IncidentSimulator.canaryWeight(ticks);
        Optional<SimulatedProcess> canary = host.canaryAt(ticks);
        if (toCanary && canary.isPresent()) {
            return canary.get();
        }
        return host.stable().get((int) (arrived % host.stable().size()));
    }

    private void receive(long ticks, int cpu, Request request) throws IOException {
        out.kernel(
                KernelEvent.TCP_RECEIVE,
                ticks,
                cpu,
                -1,
                -1,
                new KernelPayload.TcpReceive(
                        request.process().pid(),
                        400 + request.url().length(),
                        remoteAddress(request),
                        LOCAL_ADDRESS,
                        remotePort(request),
                        SERVICE_PORT,
                        (int) request.id(),
                        request.id()));
    }

    private void send(long ticks, int cpu, Request request) throws IOException {
        int tick = (int) ((ticks - IncidentSimulator.START) / Ticks.PER_MILLISECOND);
        out.kernel(
                KernelEvent.TCP_SEND,
                ticks,
                cpu,
                -1,
                -1,
                new KernelPayload.TcpSend(
                        request.process().pid(),
                        request.failed() ? 180 : 2_400,
                        remoteAddress(request),
                        LOCAL_ADDRESS,
                        remotePort(request),
                        SERVICE_PORT,
                        tick,
                        tick,
                        (int) request.id(),
                        request.id()));
    }

    private static int remoteAddress(Request request) {
        return 0x0A00_0100 + (int) (request.id() % 200);
    }

    private static int remotePort(Request request) {
        return 49_152 + (int) (request.id() % 16_000);
    }

    private UUID randomId() {
        long version4 = random.nextLong() & ~0xF000L | 0x4000L;
        long variant = random.nextLong() & ~(0xC0L << 56) | 0x80L << 56;
        return new UUID(version4, variant);
    }
}
