package io.ringtail.etw.sim;

import io.ringtail.etw.schema.InType;
import io.ringtail.etw.schema.OutType;
import io.ringtail.etw.write.ProviderIdentity;
import io.ringtail.etw.write.TraceLoggingEvent;
import io.ringtail.etw.write.TraceLoggingField;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.Ticks;
import java.io.IOException;

/** What the host's agents tell by TraceLogging: deployments, probes, and free space on the volumes. */
final class HostEvents {
    static final ProviderIdentity DEPLOY = ProviderIdentity.named("Contoso.Deploy");
    static final ProviderIdentity METRICS = ProviderIdentity.named("Contoso-HostMetrics");
    static final String SERVICE = "checkout";

    private static final int INFORMATIONAL = 4;
    private static final TraceLoggingField SERVICE_FIELD = text("service");
    private static final TraceLoggingField VERSION_FIELD = text("version");
    private static final TraceLoggingField WEIGHT_FIELD = TraceLoggingField.of("weight", InType.INT32);
    private static final EventType DEPLOYMENT_STARTED = type(
            DEPLOY,
            TraceLoggingEvent.of(
                    "DeploymentStarted", SERVICE_FIELD, VERSION_FIELD, text("previousVersion"), WEIGHT_FIELD));
    private static final EventType CANARY_WEIGHT =
            type(DEPLOY, TraceLoggingEvent.of("CanaryWeight", SERVICE_FIELD, VERSION_FIELD, WEIGHT_FIELD));
    private static final EventType HEALTH_PROBE = type(
            DEPLOY,
            TraceLoggingEvent.of(
                    "HealthProbe",
                    SERVICE_FIELD,
                    VERSION_FIELD,
                    TraceLoggingField.of("processId", InType.UINT32, OutType.PID),
                    TraceLoggingField.of("healthy", InType.UINT8, OutType.BOOLEAN),
                    TraceLoggingField.of("latencyMs", InType.INT32)));
    private static final EventType DISK_FREE = type(
            METRICS,
            TraceLoggingEvent.of(
                    "DiskFree",
                    text("volume"),
                    TraceLoggingField.of("freeBytes", InType.INT64),
                    TraceLoggingField.of("totalBytes", InType.INT64)));

    private final TraceOutput out;
    private final SimulatedProcess agent;
    private final SimulatedProcess metrics;
    private final byte[] deployTraits = DEPLOY.traits();
    private final byte[] metricsTraits = METRICS.traits();

    HostEvents(TraceOutput out, SimulatedHost host) {
        this.out = out;
        this.agent = host.deployAgent();
        this.metrics = host.byPid(3388);
    }

    void deploymentStarted(long ticks) throws IOException {
        out.begin(1, agent.pid(), agent.firstTid())
                .countedUtf16(SERVICE)
                .countedUtf16(IncidentSimulator.CANARY_VERSION)
                .countedUtf16(IncidentSimulator.STABLE_VERSION)
                .int32(IncidentSimulator.FULL_WEIGHT);
        out.providerTraits(deployTraits).end(DEPLOYMENT_STARTED, ticks);
    }

    void canaryWeight(long ticks, int weight) throws IOException {
        out.begin(1, agent.pid(), agent.firstTid())
                .countedUtf16(SERVICE)
                .countedUtf16(IncidentSimulator.CANARY_VERSION)
                .int32(weight);
        out.providerTraits(deployTraits).end(CANARY_WEIGHT, ticks);
    }

    void healthProbe(long ticks, SimulatedProcess probed, boolean healthy) throws IOException {
        out.begin(2, agent.pid(), agent.tid(1))
                .countedUtf16(SERVICE)
                .countedUtf16(probed.version())
                .int32(probed.pid())
                .int8(healthy ? 1 : 0)
                .int32(latencyMilliseconds(probed, healthy));
        out.providerTraits(deployTraits).end(HEALTH_PROBE, ticks);
    }

    void diskFree(long ticks, String volume, long freeBytes, long totalBytes) throws IOException {
        out.begin(3, metrics.pid(), metrics.firstTid())
                .countedUtf16(volume)
                .int64(freeBytes)
                .int64(totalBytes);
        out.providerTraits(metricsTraits).end(DISK_FREE, ticks);
    }

    private static int latencyMilliseconds(SimulatedProcess probed, boolean healthy) {
        if (!healthy) {
            return (int) (2 * Ticks.PER_SECOND / Ticks.PER_MILLISECOND);
        }
        return probed.version().equals(IncidentSimulator.CANARY_VERSION) ? 33 : 11;
    }

    private static TraceLoggingField text(String name) {
        return TraceLoggingField.of(name, InType.COUNTED_UTF16);
    }

    private static EventType type(ProviderIdentity provider, TraceLoggingEvent event) {
        return event.type(TraceOutput.POINTER_BYTES, provider.guid(), INFORMATIONAL, 0, 0);
    }
}
