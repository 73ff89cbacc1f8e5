package io.ringtail.etw.sim;

import io.ringtail.etw.schema.InType;
import io.ringtail.etw.schema.OutType;
import io.ringtail.etw.write.EventInfo;
import io.ringtail.etw.write.EventMap;
import io.ringtail.etw.write.EventProperty;
import io.ringtail.etw.write.ProviderIdentity;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What Windows and the service's keeper tell of a crash, as manifest events. Their schemas come at the end of the
 * trace, in EventMetadata records, as tools that merge traces put them there.
 */
final class CrashEvents {
    /** What a service is doing, by the numbers in the event. */
    enum ServiceState {
        STOPPED(1, "Stopped"),
        START_PENDING(2, "StartPending"),
        RUNNING(4, "Running");

        private final int number;
        private final String label;

        ServiceState(int number, String label) {
            this.number = number;
            this.label = label;
        }
    }

    static final UUID APPLICATION_ERROR = UUID.fromString("a0e9b465-b939-57d7-b27d-95d8e925ff57");
    static final ProviderIdentity KEEPER = ProviderIdentity.named("Contoso-ServiceKeeper");

    private static final String STATE_MAP = "ServiceStateMap";
    private static final int APPLICATION_CHANNEL = 9;
    private static final long CLASSIC_KEYWORD = 0x8000_0000_0000_0000L;
    private static final long FAULTING_OFFSET = 0x1F3C0;
    private static final EventType ERROR = type(APPLICATION_ERROR, 1000, APPLICATION_CHANNEL, 2, 100, CLASSIC_KEYWORD);
    private static final EventType STATE = type(KEEPER.guid(), 10, 0, 4, 1, 0x1);

    private final TraceOutput out;
    private final SimulatedProcess keeper;

    CrashEvents(TraceOutput out, SimulatedHost host) {
        this.out = out;
        this.keeper = host.deployAgent();
    }

    void applicationError(long ticks, SimulatedProcess crashed, SimulatedProcess reporter, UUID report)
            throws IOException {
        String folder = "C:\\Services\\checkout\\" + crashed.version() + "\\";
        out.begin(2, reporter.pid(), reporter.firstTid())
                .utf16(crashed.imageFileName())
                .utf16(crashed.version())
                .utf16(IncidentSimulator.FAULTING_MODULE)
                .utf16(crashed.version())
                .int32(IncidentSimulator.CRASH_STATUS)
                .int64(FAULTING_OFFSET)
                .int32(crashed.pid())
                .utf16(folder + crashed.imageFileName())
                .utf16(folder + IncidentSimulator.FAULTING_MODULE)
                .guid(report);
        out.end(ERROR, ticks);
    }

    void serviceState(long ticks, SimulatedProcess process, ServiceState state) throws IOException {
        out.begin(1, keeper.pid(), keeper.tid(1))
                .utf16(HostEvents.SERVICE)
                .utf16(process.version())
                .int32(process.pid())
                .int32(state.number);
        out.end(STATE, ticks);
    }

    /** Writes the schemas of these events, and the names of the states. */
    void schemas(long ticks) throws IOException {
        write(
                ticks,
                EventInfo.recordType(TraceOutput.POINTER_BYTES),
                errorInfo().payload());
        write(
                ticks,
                EventInfo.recordType(TraceOutput.POINTER_BYTES),
                stateInfo().payload());
        write(ticks, EventMap.recordType(TraceOutput.POINTER_BYTES), stateMap().payload());
    }

    private void write(long ticks, EventType type, byte[] payload) throws IOException {
        out.begin(0, IncidentSimulator.LOGGER_PID, IncidentSimulator.LOGGER_TID).raw(payload);
        out.end(type, ticks);
    }

    private static EventInfo errorInfo() {
        return EventInfo.of(
                ERROR,
                "Application Error",
                "Application Crashing Events",
                "",
                "Faulting application name: %1, version: %2, faulting module name: %3, version: %4, "
                        + "exception code: %5, fault offset: %6, faulting process id: %7",
                EventProperty.of("AppName", InType.UTF16),
                EventProperty.of("AppVersion", InType.UTF16),
                EventProperty.of("ModuleName", InType.UTF16),
                EventProperty.of("ModuleVersion", InType.UTF16),
                EventProperty.of("ExceptionCode", InType.HEX32, OutType.HEX32),
                EventProperty.of("FaultingOffset", InType.HEX64, OutType.HEX64),
                EventProperty.of("ProcessId", InType.UINT32, OutType.PID),
                EventProperty.of("AppPath", InType.UTF16),
                EventProperty.of("ModulePath", InType.UTF16),
                EventProperty.of("ReportId", InType.GUID));
    }

    private static EventInfo stateInfo() {
        return EventInfo.of(
                STATE,
                KEEPER.name(),
                "ServiceState",
                "",
                "Service %1 %2 (process %3) is now %4",
                EventProperty.of("service", InType.UTF16),
                EventProperty.of("version", InType.UTF16),
                EventProperty.of("processId", InType.UINT32, OutType.PID),
                EventProperty.of("state", InType.UINT32).mapped(STATE_MAP));
    }

    private static EventMap stateMap() {
        Map<Integer, String> names = new TreeMap<>();
        for (ServiceState state : ServiceState.values()) {
            names.put(state.number, state.label);
        }
        return new EventMap(KEEPER.guid(), STATE_MAP, false, names);
    }

    private static EventType type(UUID provider, int id, int channel, int level, int task, long keyword) {
        return new EventType(
                HeaderKind.EVENT,
                TraceOutput.POINTER_BYTES,
                provider,
                id,
                0,
                channel,
                level,
                0,
                task,
                keyword,
                EventType.NO_TRACE_LOGGING);
    }
}
