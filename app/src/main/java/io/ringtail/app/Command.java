package io.ringtail.app;

import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import java.io.IOException;

/** A command with its arguments parsed: a value that a test can make and run without a process. */
public interface Command {
    /** @throws io.ringtail.app.terminal.Refusal to end with a message */
    ExitStatus run(Console console) throws IOException;
}
