package io.ringtail.dsl.check.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringtail.dsl.check.MachineException;
import io.ringtail.dsl.check.Wql;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On the machine that runs the tests. */
class HostMachineTest {
    private final HostMachine machine = new HostMachine();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT Name, Capacity, FreeSpace FROM Win32_Volume WHERE DriveType = 3 AND Capacity > 0",
                "SELECT DeviceID, Size FROM Win32_LogicalDisk WHERE Size IS NOT NULL",
                "SELECT LoadPercentage FROM Win32_Processor WHERE LoadPercentage <= 100 AND LoadPercentage >= 0",
                "SELECT Caption FROM Win32_OperatingSystem WHERE TotalVisibleMemorySize > 1000 AND"
                        + " FreePhysicalMemory > 0",
                "SELECT Name FROM Win32_ComputerSystem WHERE TotalPhysicalMemory > 1000000"
            })
    void answers(String question) throws MachineException {
        assertThat(ask(question)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Win32_Service", "Win32_PhysicalMemory", "Win32_NetworkAdapter"})
    void knowsTheClass(String name) throws MachineException {
        assertThat(ask("SELECT * FROM " + name)).isNotNull(); // a container may have none of them
    }

    @Test
    void findsThisProcess() throws MachineException {
        long pid = ProcessHandle.current().pid();

        assertThat(ask("select processid, CommandLine from win32_process where PROCESSID = " + pid))
                .singleElement()
                .satisfies(object -> {
                    assertThat(object.keySet()).containsExactly("processid", "CommandLine");
                    assertThat(object).containsEntry("processid", pid);
                    assertThat(String.valueOf(object.get("CommandLine"))).contains("java");
                });
    }

    @Test
    void refusesAClassThatItDoesNotHave() {
        assertThatThrownBy(() -> ask("SELECT Name FROM Win32_Proces"))
                .hasMessage("no class 'Win32_Proces' on this machine; did you mean 'Win32_Process'?");
    }

    @Test
    void refusesAPropertyThatTheClassDoesNotHave() {
        assertThatThrownBy(() -> ask("SELECT Nam FROM Win32_Process"))
                .hasMessage("Win32_Process has no property 'Nam' on this machine; did you mean 'Name'?");
        assertThatThrownBy(() -> ask("SELECT Name FROM Win32_Process WHERE Name = 'x' OR NOT (ProcesId = 1)"))
                .hasMessage("Win32_Process has no property 'ProcesId' on this machine; did you mean 'ProcessId'?");
    }

    @Test
    void comparesAsWqlDoes() {
        List<Map<String, @Nullable Object>> objects = List.of(
                Map.of("Name", "svchost.exe", "Id", 4L, "On", true), Map.of("Name", "a_b[c]", "Id", 10L, "On", false));

        assertThat(count(objects, "Name = 'SVCHOST.EXE'")).isEqualTo(1);
        assertThat(count(objects, "Name LIKE 'svc%.exe'")).isEqualTo(1);
        assertThat(count(objects, "Name LIKE '%[a-c][^z]b%'")).isEqualTo(1);
        assertThat(count(objects, "Name LIKE 'svc'")).isZero();
        assertThat(count(objects, "Id > 9.5")).isEqualTo(1);
        assertThat(count(objects, "Id = '10'")).isEqualTo(1);
        assertThat(count(objects, "On = TRUE OR Nothing = 1")).isEqualTo(1);
        assertThat(count(objects, "Nothing <> 1")).isZero();
        assertThat(count(objects, "NOT Nothing = 1")).isZero();
        assertThat(count(objects, "Nothing IS NULL AND Id <> 4")).isEqualTo(1);
    }

    private static int count(List<Map<String, @Nullable Object>> objects, String where) {
        return Rows.select(objects, parsed("SELECT * FROM X WHERE " + where)).size();
    }

    private List<Map<String, @Nullable Object>> ask(String question) throws MachineException {
        return machine.ask(parsed(question), Duration.ofSeconds(30));
    }

    private static Wql parsed(String question) {
        return ((Wql.Parse.Ok) Wql.parse(question)).question();
    }
}
