package io.ringtail.etw.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.etw.write.DecodedTrace;
import io.ringtail.etw.write.DecodedTrace.DecodedEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The incident as a user sees it: read, named and decoded. */
class DecodedIncidentTest {
    private static final int EVENTS = 10_000;

    @TempDir
    private Path folder;

    private DecodedTrace trace = new DecodedTrace(List.of(), List.of());

    @BeforeEach
    void readAnIncident() throws IOException {
        Path file = folder.resolve("incident.etl");
        IncidentSimulator.write(file, 3, EVENTS);
        trace = DecodedTrace.of(file);
    }

    @Test
    void decodesEveryEventToItsLastByte() {
        assertThat(trace.problems()).isEmpty();
        assertThat(trace.events())
                .hasSize(EVENTS)
                .allMatch(event -> event.problem().isEmpty());
    }

    @Test
    void namesTheProvidersAndTheirEvents() {
        assertThat(trace.events())
                .extracting(DecodedEvent::name)
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
        assertThat(first("Contoso-Checkout/Request/Stop").payload())
                .containsOnlyKeys("requestId", "url", "version", "tenant", "statusCode", "durationMs")
                .containsEntry("version", "1.1");
        assertThat(first("Contoso.Deploy/DeploymentStarted").payload())
                .containsEntry("version", "1.2")
                .containsEntry("previousVersion", "1.1")
                .containsEntry("weight", 15L);
        assertThat(first("Contoso-HostMetrics/DiskFree").payload())
                .containsEntry("volume", "C:")
                .containsEntry("freeBytes", 78L << 30);
        assertThat(first("Application Error/Application Crashing Events").payload())
                .containsEntry("AppName", "checkout.exe")
                .containsEntry("ModuleName", "payment-client.dll")
                .containsEntry("ExceptionCode", 0xC0000005L)
                .containsEntry("ProcessId", 5824L);
        assertThat(first("Contoso-ServiceKeeper/ServiceState").message())
                .isEqualTo("Service checkout 1.2 (process 5824) is now StartPending");
    }

    private DecodedEvent first(String name) {
        return trace.events().stream()
                .filter(event -> event.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
