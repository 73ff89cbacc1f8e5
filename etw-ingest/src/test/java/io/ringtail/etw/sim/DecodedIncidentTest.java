package io.ringtail.etw.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.etw.decode.EtwDecoder;
import io.ringtail.etw.file.TraceInput;
import io.ringtail.etw.merge.TraceFiles;
import io.ringtail.etw.schema.SchemaSurvey;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.payload.PayloadLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The incident as a user sees it: read, named and decoded. */
class DecodedIncidentTest {
    private static final int EVENTS = 10_000;

    @TempDir
    private Path folder;

    private final Map<String, Map<String, Object>> firstPayloads = new TreeMap<>();
    private final Map<String, String> firstMessages = new TreeMap<>();
    private final Set<String> problems = new TreeSet<>();
    private int events;

    @BeforeEach
    void readAnIncident() throws IOException {
        Path file = folder.resolve("incident.etl");
        IncidentSimulator.write(file, 3, EVENTS);
        try (TraceFiles traces = TraceFiles.open(List.of(new TraceInput(file, "")), folder)) {
            SchemaSurvey survey = new SchemaSurvey(traces.registry());
            traces.survey(survey);
            problems.addAll(survey.finish());
            traces.problems().forEach(problem -> problems.add(problem.toString()));
            read(traces, EtwDecoder.of(traces.catalog(), List.of()));
        }
    }

    @Test
    void decodesEveryEventToItsLastByte() {
        assertThat(problems).isEmpty();
        assertThat(events).isEqualTo(EVENTS);
    }

    @Test
    void namesTheProvidersAndTheirEvents() {
        assertThat(firstPayloads.keySet())
                .contains(
                        "Application Error/Application Crashing Events",
                        "Contoso-Checkout/Request/Start",
                        "Contoso-Checkout/Request/Stop",
                        "Contoso-Checkout/Downstream/Start",
                        "Contoso-Checkout/Downstream/Stop",
                        "Contoso-HostMetrics/DiskFree",
                        "Contoso-ServiceKeeper/ServiceState",
                        "Contoso.Deploy/CanaryWeight",
                        "Contoso.Deploy/DeploymentStarted",
                        "Contoso.Deploy/HealthProbe",
                        "Windows Kernel/Process/Start",
                        "Windows Kernel/Process/Stop",
                        "Windows Kernel/Image/Load",
                        "Windows Kernel/Thread/CSwitch",
                        "Windows Kernel/PerfInfo/Sample");
    }

    @Test
    void readsTheFieldsOfTheStory() {
        assertThat(firstPayloads.get("Contoso-Checkout/Request/Stop"))
                .containsOnlyKeys("requestId", "url", "version", "tenant", "statusCode", "durationMs")
                .containsEntry("version", "1.1");
        assertThat(firstPayloads.get("Contoso.Deploy/DeploymentStarted"))
                .containsEntry("version", "1.2")
                .containsEntry("previousVersion", "1.1")
                .containsEntry("weight", 15L);
        assertThat(firstPayloads.get("Contoso-HostMetrics/DiskFree"))
                .containsEntry("volume", "C:")
                .containsEntry("freeBytes", 78L << 30);
        assertThat(firstPayloads.get("Application Error/Application Crashing Events"))
                .containsEntry("AppName", "checkout.exe")
                .containsEntry("ModuleName", "payment-client.dll")
                .containsEntry("ExceptionCode", 0xC0000005L)
                .containsEntry("ProcessId", 5824L);
        assertThat(firstMessages.get("Contoso-ServiceKeeper/ServiceState"))
                .isEqualTo("Service checkout 1.2 (process 5824) is now StartPending");
    }

    private void read(TraceFiles traces, EtwDecoder decoder) throws IOException {
        EventView event = new EventView();
        try (BlockCursor cursor = traces.scan(Scan.ALL_EVENTS)) {
            while (cursor.next()) {
                for (int row = 0; row < cursor.block().count(); row++) {
                    event.wrap(cursor.block(), row);
                    note(event, decoder.layout(event.type(), event.source(), event.pid()));
                }
            }
        }
    }

    private void note(EventView event, PayloadLayout layout) {
        events++;
        String name = layout.provider() + "/" + layout.eventName();
        String problem = layout.problem(event);
        if (!problem.isEmpty()) {
            problems.add(name + ": " + problem);
        }
        if (!firstPayloads.containsKey(name)) {
            firstPayloads.put(name, layout.payload(event));
            firstMessages.put(name, layout.message(event));
        }
    }
}
