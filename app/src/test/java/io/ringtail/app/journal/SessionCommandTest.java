package io.ringtail.app.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.app.terminal.Style;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code session start|stop}: a span has one start and one stop. */
class SessionCommandTest {
    @TempDir
    private Path folder;

    private Path journal = Path.of("");

    @BeforeEach
    void makeAJournal() throws IOException {
        journal = folder.resolve("journal");
        Bus.open(journal, BusOptions.defaults()).close();
    }

    @Test
    void startsAndStopsOnce() throws IOException {
        refused(SessionCommand.stop(journal, "night"), "no session 'night' is open in " + journal + "; open are none");

        run(SessionCommand.start(journal, "night", ""));
        refused(
                SessionCommand.start(journal, "night", ""),
                "session 'night' is open already; stop it first, or give this one another name");
        refused(SessionCommand.stop(journal, "day"), "no session 'day' is open in " + journal + "; open are 'night'");

        run(SessionCommand.stop(journal, "night"));
        refused(SessionCommand.stop(journal, "night"), "no session 'night' is open in " + journal + "; open are none");
    }

    @Test
    void isSeenWhileAnotherWrites() throws IOException {
        try (Bus bus = Bus.open(journal, BusOptions.defaults())) {
            run(SessionCommand.start(journal, "night", ""));
            run(SessionCommand.stop(journal, "night"));
            bus.flush();
        }
    }

    private static void refused(SessionCommand command, String why) {
        assertThatThrownBy(() -> run(command)).isInstanceOf(Refusal.class).hasMessage(why);
    }

    private static void run(SessionCommand command) throws IOException {
        Console console = new Console(
                new PrintWriter(new StringWriter()),
                new PrintWriter(new StringWriter()),
                0,
                Style.PLAIN,
                false,
                () -> 0);
        assertThat(command.run(console)).isEqualTo(ExitStatus.DONE);
    }
}
