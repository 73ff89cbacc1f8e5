package io.ringtail.dsl.check.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Platform;
import io.ringtail.dsl.check.MachineException;
import io.ringtail.dsl.check.Wql;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where there is WMI: on Windows, or with a JVM inside Wine. */
class WmiMachineTest {
    @BeforeEach
    void needsWindows() {
        assumeTrue(Platform.isWindows(), "WMI is on Windows only");
    }

    @Test
    void givesThePropertiesThatAreAskedForWithTheirTypes() throws MachineException {
        assertThat(ask("SELECT totalvisiblememorysize, Caption FROM Win32_OperatingSystem"))
                .singleElement()
                .satisfies(object -> {
                    assertThat(object.keySet()).containsExactly("totalvisiblememorysize", "Caption");
                    assertThat(object.get("totalvisiblememorysize")).isInstanceOf(Long.class);
                    assertThat(object.get("Caption")).asString().contains("Windows");
                });
        assertThat(ask("SELECT Name, State FROM Win32_Service WHERE State = 'Running'"))
                .isNotEmpty()
                .allSatisfy(object -> assertThat(object).containsEntry("State", "Running"));
    }

    @Test
    void saysThatTheQuestionIsWrong() {
        Wql wrong = new Wql(List.of(), "Win32_Process", java.util.Optional.empty(), "SELECT FROM WHERE");

        assertThatThrownBy(() -> new WmiMachine().ask(wrong, Duration.ofSeconds(30)))
                .isInstanceOf(MachineException.class)
                .hasMessageContaining("WMI does not understand the question (0x80041017)");
    }

    private static List<Map<String, @Nullable Object>> ask(String question) throws MachineException {
        return new WmiMachine().ask(((Wql.Parse.Ok) Wql.parse(question)).question(), Duration.ofSeconds(30));
    }
}
