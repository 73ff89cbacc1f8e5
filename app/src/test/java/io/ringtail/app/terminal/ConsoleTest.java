package io.ringtail.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    @Test
    void letsNoTextOfATraceSteerTheTerminal() {
        StringWriter err = new StringWriter();
        Console console =
                new Console(new PrintWriter(new StringWriter()), new PrintWriter(err), 0, Style.PLAIN, false, () -> 0);

        console.warn("a.zip!\u001b[31mx\u009b0m\r.etl:\tline 1\nline 2 é");

        assertThat(err)
                .hasToString("ringtail: warning: a.zip!\\x1b[31mx\\x9b0m\\x0d.etl:\tline 1\nline 2 é"
                        + System.lineSeparator());
    }
}
