package io.ringtail.app.shell;

import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.Style;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.jline.keymap.KeyMap;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;

/** Reads statements from a person: editing over several lines, history, completion, colours. */
final class Prompt {
    private static final String PROMPT = "ringtail> ";
    private static final String NEXT_LINE = "        | ";

    private final Session session;
    private final Console console;
    private final Path history;
    private final Terminal terminal;

    Prompt(Session session, Console console, Path history, Terminal terminal) {
        this.session = session;
        this.console = console;
        this.history = history;
        this.terminal = terminal;
    }

    void run() throws IOException {
        LineReader reader = reader();
        console.out().println("Ringtail's query shell: .help tells what there is, Tab completes, Ctrl-D ends.");
        console.out().flush();
        terminal.handle(Terminal.Signal.INT, signal -> session.stop());
        while (next(reader)) {
            console.flush();
        }
    }

    private LineReader reader() {
        LineReaderBuilder builder = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("ringtail")
                .parser(new Words())
                .completer(new Completion(session))
                .highlighter(new Colors(session.reference(), console.style() == Style.COLOURED))
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, NEXT_LINE)
                .variable(LineReader.INDENTATION, 0)
                .option(LineReader.Option.CASE_INSENSITIVE, true)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.HISTORY_IGNORE_SPACE, true);
        if (ownFile(history)) {
            builder.variable(LineReader.HISTORY_FILE, history);
        }
        LineReader reader = builder.build();
        reader.getWidgets().put("next-line", () -> {
            reader.getBuffer().write('\n');
            return true;
        });
        Objects.requireNonNull(reader.getKeyMaps().get(LineReader.MAIN))
                .bind(new org.jline.reader.Reference("next-line"), KeyMap.alt('\r'), KeyMap.alt('\n'));
        return reader;
    }

    private boolean next(LineReader reader) throws IOException {
        try {
            String statement = reader.readLine(PROMPT);
            int columns = terminal.getSize().getColumns();
            return session.run(statement, columns > 0 ? console.withColumns(columns) : console);
        } catch (UserInterruptException e) {
            return true; // Ctrl-C at the prompt forgets the line
        } catch (EndOfFileException e) {
            return false;
        }
    }

    /** What people ask may be confidential: the file is its owner's alone. Without one the shell goes on. */
    private boolean ownFile(Path file) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            create(file);
            return true;
        } catch (IOException e) {
            console.warn("what is typed is not remembered: " + file + " cannot be written");
            return false;
        }
    }

    private static void create(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }
}
