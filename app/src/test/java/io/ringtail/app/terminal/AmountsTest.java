package io.ringtail.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AmountsTest {
    @Test
    void readsSizes() {
        assertThat(Amounts.bytes("512MB")).hasValue(512L << 20);
        assertThat(Amounts.bytes("1.5 GiB")).hasValue(3L << 29);
        assertThat(Amounts.bytes("2g")).hasValue(2L << 30);
        assertThat(Amounts.bytes("4096")).hasValue(4096);
        assertThat(Amounts.bytes("7b")).hasValue(7);
        for (String bad : new String[] {"", "-1", "MB", "5 parsecs", "1..5", "9999999999999999", "999999999999t"}) {
            assertThat(Amounts.bytes(bad)).as(bad).isEmpty();
        }
    }

    @Test
    void readsTimes() {
        assertThat(Amounts.time("500ms")).contains(Duration.ofMillis(500));
        assertThat(Amounts.time("1.5h")).contains(Duration.ofMinutes(90));
        assertThat(Amounts.time("30 s")).contains(Duration.ofSeconds(30));
        for (String bad : new String[] {"", "30", "-1s", "1 fortnight", "s"}) {
            assertThat(Amounts.time(bad)).as(bad).isEmpty();
        }
    }
}
