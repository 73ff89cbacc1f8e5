package io.ringtail.app.shell;

import io.ringtail.app.Command;
import io.ringtail.app.input.Selection;
import io.ringtail.app.query.Limits;
import io.ringtail.app.query.Presentation;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * {@code ringtail query} without a query, on a terminal.
 *
 * @param history where what was typed is kept
 */
public record ShellCommand(
        Selection selection,
        Presentation presentation,
        Limits limits,
        Map<String, String> parameters,
        boolean lint,
        Path history)
        implements Command {
    private static final int COLUMNS = 80;
    private static final int ROWS = 24;

    @Override
    public ExitStatus run(Console console) throws IOException {
        try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
            if (terminal.getSize().getColumns() <= 0) { // nobody told the terminal how large it is
                terminal.setSize(Size.of(COLUMNS, ROWS));
            }
            return runOn(terminal, console);
        }
    }

    ExitStatus runOn(Terminal terminal, Console console) throws IOException {
        try (Session session = Session.open(selection, presentation, limits, parameters, lint)) {
            new Prompt(session, console, history, terminal).run();
            session.warn(console);
            return ExitStatus.DONE;
        }
    }
}
