package io.ringtail.dsl.check;

import static io.ringtail.dsl.check.ScriptedMachine.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            disk usage > 90% | SELECT Name, DriveLetter, Label, Capacity, FreeSpace FROM Win32_Volume WHERE DriveType = 3 | 100 * (1 - FreeSpace / Capacity) > 90%, for any volume that has a capacity
            check disk usage >= 90% on "c:" every 60s for 3 readings | SELECT Name, DriveLetter, Label, Capacity, FreeSpace FROM Win32_Volume WHERE DriveType = 3 AND DriveLetter = 'c:' | 100 * (1 - FreeSpace / Capacity) >= 90%, for any volume that has a capacity
            disk free on "/var" < 10GB | SELECT Name, DriveLetter, Label, Capacity, FreeSpace FROM Win32_Volume WHERE DriveType = 3 AND Name = '/var' | FreeSpace < 10GB, for any volume that has a capacity
            CPU load > 80 % | SELECT DeviceID, LoadPercentage FROM Win32_Processor | mean of LoadPercentage, null left out, > 80 %
            memory available < 512MB | SELECT FreePhysicalMemory, TotalVisibleMemorySize FROM Win32_OperatingSystem | 1024 * FreePhysicalMemory < 512MB
            memory usage > 75.5% | SELECT FreePhysicalMemory, TotalVisibleMemorySize FROM Win32_OperatingSystem | 100 * (1 - FreePhysicalMemory / TotalVisibleMemorySize) > 75.5%
            service "O'Brien\\x" is not running | SELECT Name, State, StartMode FROM Win32_Service WHERE Name = 'O\\'Brien\\\\x' | the state is not running; without an object it is absent
            process "x.exe" count > 0 | SELECT Name, ProcessId, WorkingSetSize FROM Win32_Process WHERE Name = 'x.exe' | number of objects > 0
            process "x.exe" memory > 2GB | SELECT Name, ProcessId, WorkingSetSize FROM Win32_Process WHERE Name = 'x.exe' | sum of WorkingSetSize > 2GB
            process "x.exe" is not running | SELECT Name, ProcessId, WorkingSetSize FROM Win32_Process WHERE Name = 'x.exe' | there is no object""", quoteCharacter = '`')
    void asksInWqlAndComputesTheRest(String text, String question, String residue) {
        Check check = check(text);

        assertThat(check.question().text()).isEqualTo(question);
        assertThat(check.residue()).isEqualTo(residue);
        assertThat(Wql.parse(question)).isInstanceOf(Wql.Parse.Ok.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            dsk usage > 90% | query:1:1: no check starts with 'dsk'; did you mean 'disk'?
            hello | `query:1:1: no check starts with 'hello'; a check is of a disk, cpu, memory, service "name" or process "name", or is wmi('SELECT …') | …`
            disk | query:1:5: expected what of the disk, found the end of the check; it is usage or free
            disk usag > 1% | query:1:6: expected what of the disk, found 'usag'; did you mean 'usage'?
            disk usage 90% | query:1:12: expected a comparison after 'disk usage', found '90%'; write 'disk usage > …'; there are <, <=, >, >=, == and !=
            disk usage > 190% | query:1:14: no percentage is above 100%
            disk usage > 5GB | query:1:14: expected a percentage, found '5GB'; write 90%
            memory available < 5 | query:1:20: expected a percentage or a size, found '5'; write 90% or 512MB
            service Spooler is running | query:1:9: expected the service's name in double quotes, found 'Spooler'
            service "Spooler" running | query:1:19: expected 'is' after the service's name, found 'running'; write service "name" is running
            service "Spooler" is runing | query:1:22: expected a state, found 'runing'; did you mean 'running'?
            process "x" count > 1.5 | query:1:21: expected a number of processes, found '1.5'
            cpu load > 80% for three readings | query:1:20: expected a number of readings, found 'three'; write 'for 3 readings'
            cpu load > 80% for 3 times | query:1:20: expected a number of readings, found '3 times'; write 'for 3 readings'
            cpu load > 80% every blue moon | query:1:22: expected a time, found 'blue'; write 'every 5s'
            cpu load > 80% fr 3 readings | query:1:16: expected 'for N readings', 'every TIME' or the end, found 'fr'; did you mean 'for'?""", quoteCharacter = '`')
    void saysWhatIsWrongAndWhere(String text, String problem) {
        assertThat(Check.parse(text))
                .isInstanceOfSatisfying(
                        Check.Parse.Bad.class,
                        bad -> assertThat(bad.problem().toString()).isEqualTo(problem));
    }

    @Test
    void computesWithNumbersThatComeAsTextAndTakesTheFullestVolume() throws MachineException {
        Check check = check("disk usage > 90%");
        ScriptedMachine machine = new ScriptedMachine()
                .answering(
                        object("Name", "C:\\", "Capacity", "1000", "FreeSpace", "200"),
                        object("Name", "D:\\", "Capacity", new BigDecimal("18446744073709551615"), "FreeSpace", 1L),
                        object("Name", "E:\\", "Capacity", null, "FreeSpace", null))
                .answering(object("Name", "C:\\", "Capacity", 1000L, "FreeSpace", 101L))
                .answering(object("Name", "E:\\", "Capacity", null, "FreeSpace", null));

        assertThat(check.read(machine, TIMEOUT).detail()).isEqualTo("D:\\ 100.0 %");
        assertThat(check.read(machine, TIMEOUT))
                .extracting(Check.Reading::holds, Check.Reading::detail)
                .containsExactly(false, "C:\\ 89.9 %");
        assertThatThrownBy(() -> check.read(machine, TIMEOUT)).hasMessage("no volume tells its capacity");
    }

    @Test
    void leavesOutProcessorsThatDoNotTell() throws MachineException {
        ScriptedMachine machine = new ScriptedMachine()
                .answering(
                        object("LoadPercentage", 90L), object("LoadPercentage", null), object("LoadPercentage", 70L));

        assertThat(check("cpu load >= 80%").read(machine, TIMEOUT))
                .extracting(Check.Reading::holds, Check.Reading::detail)
                .containsExactly(true, "load 80.0 %");
    }

    @Test
    void takesAServiceThatIsNotThereForAbsent() throws MachineException {
        ScriptedMachine machine = new ScriptedMachine().answering().answering().answering(object("State", "Running"));

        assertThat(check("service \"s\" is absent").read(machine, TIMEOUT).holds())
                .isTrue();
        assertThat(check("service \"s\" is running").read(machine, TIMEOUT).holds())
                .isFalse();
        assertThat(check("service \"s\" is running").read(machine, TIMEOUT))
                .extracting(Check.Reading::holds, Check.Reading::detail)
                .containsExactly(true, "s is running");
    }

    @Test
    void firesWhenAllReadingsHoldAndEndsAtTheFirstThatDoesNot() {
        Check check = check("cpu load > 80% for 3 readings every 5s");
        List<Duration> paces = new ArrayList<>();
        ScriptedMachine high = loads(90, 91, 92);
        ScriptedMachine low = loads(90, 10, 92);

        CheckRun.Outcome fired = CheckRun.run(check, high, TIMEOUT, paces::add);
        CheckRun.Outcome calm = CheckRun.run(check, low, TIMEOUT, paces::add);
        CheckRun.Outcome unknown = CheckRun.run(check, new ScriptedMachine(), TIMEOUT, paces::add);

        assertThat(fired)
                .extracting(CheckRun.Outcome::fired, CheckRun.Outcome::readings)
                .containsExactly(true, 3);
        assertThat(calm)
                .extracting(CheckRun.Outcome::fired, CheckRun.Outcome::readings)
                .containsExactly(false, 2);
        assertThat(unknown.problem()).isEqualTo("the script is at its end");
        assertThat(paces).hasSize(3).containsOnly(Duration.ofSeconds(5));
    }

    private static ScriptedMachine loads(long... loads) {
        ScriptedMachine machine = new ScriptedMachine();
        for (long load : loads) {
            machine.answering(object("LoadPercentage", load));
        }
        return machine;
    }

    @Test
    void aProviderThatHangsHoldsUpNobody() throws MachineException {
        ScriptedMachine hanging = new ScriptedMachine().hanging().answering();
        Patience patience = new Patience(hanging);
        Check check = check("cpu load > 1%");

        for (int i = 0; i < 4; i++) {
            assertThatThrownBy(() -> check.read(patience, Duration.ofMillis(20)))
                    .isInstanceOf(MachineException.class)
                    .hasMessage("script did not answer 'SELECT DeviceID, LoadPercentage FROM Win32_Processor' within 20"
                            + " ms; ask for less, or give it longer with --timeout");
        }
        assertThatThrownBy(() -> check.read(patience, TIMEOUT))
                .hasMessage("4 earlier questions to script were never answered; nothing more is asked until one is");
        assertThat(hanging.questions()).hasSize(4);
        hanging.letGo();
    }

    @Test
    void reportsADefectOfAMachineAsNoAnswer() {
        Machine broken = new Machine() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public List<Map<String, @org.jspecify.annotations.Nullable Object>> ask(Wql question, Duration timeout) {
                throw new IllegalStateException("oh");
            }
        };

        assertThatThrownBy(() -> check("cpu load > 1%").read(new Patience(broken), TIMEOUT))
                .isInstanceOf(MachineException.class)
                .hasMessage("broken failed at 'SELECT DeviceID, LoadPercentage FROM Win32_Processor':"
                        + " java.lang.IllegalStateException: oh");
    }

    private static Check check(String text) {
        assertThat(Check.parse(text)).isInstanceOf(Check.Parse.Ok.class);
        return ((Check.Parse.Ok) Check.parse(text)).check();
    }
}
