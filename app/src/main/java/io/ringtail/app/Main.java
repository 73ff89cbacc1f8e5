package io.ringtail.app;

import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.ring.bus.JournalFailedException;
import io.ringtail.ring.bus.NotDurableException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/** The {@code ringtail} command. */
public final class Main {
    /** What Unix says, without a name, of a write that finds no room. */
    private static final String NO_ROOM = "No space left on device";

    private Main() {}

    public static void main(String[] arguments) {
        String training = System.getProperty("ringtail.training");
        if (training != null) {
            Training.run(training);
            return;
        }
        Console console = Console.ofProcess();
        int code = run(arguments, console).code();
        console.flush();
        System.exit(code);
    }

    /** Runs one command line; nothing is thrown, and what went wrong is on the console. */
    static ExitStatus run(String[] arguments, Console console) {
        if (arguments.length == 1 && (arguments[0].equals("--version") || arguments[0].equals("-V"))) {
            console.out().println(version()); // before the parser is loaded: it would cost most of the time
            return ExitStatus.DONE;
        }
        try {
            return CommandLineParser.run(arguments, console);
        } catch (Refusal refusal) {
            console.note("ringtail: " + refusal.getMessage());
            return refusal.status();
        } catch (IOException e) {
            console.note("ringtail: " + describe(e));
            return ExitStatus.FAILURE;
        } catch (JournalFailedException | NotDurableException e) {
            console.note("ringtail: " + e.getMessage());
            return ExitStatus.FAILURE;
        } catch (RuntimeException | Error e) {
            return defect(e, console);
        }
    }

    static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return "ringtail " + Objects.requireNonNullElse(version, "unpackaged") + " (JDK "
                + Runtime.version().feature() + ")";
    }

    private static String describe(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> "no such file: " + missing.getFile();
            case AccessDeniedException denied ->
                "no permission for " + denied.getFile() + "; run as its owner or change its mode";
            case IOException full
            when NO_ROOM.equals(full.getMessage()) ->
                "a disk is full: make room where it writes, or where it keeps what it needs for a while: "
                        + System.getProperty("java.io.tmpdir");
            default -> Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
        };
    }

    private static ExitStatus defect(Throwable e, Console console) {
        if (e instanceof OutOfMemoryError) {
            console.note("ringtail: out of memory; give the JVM more, for example with RINGTAIL_JVM_OPTS=-Xmx8g");
        } else {
            console.note("ringtail: internal error: " + e + "; this is a defect of Ringtail: please report it with the"
                    + " trace that RINGTAIL_DEBUG=1 prints");
        }
        if (System.getenv("RINGTAIL_DEBUG") != null) {
            e.printStackTrace(console.err());
        }
        return ExitStatus.FAILURE;
    }
}
