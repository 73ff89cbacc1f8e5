package io.ringtail.app.terminal;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * Where a command's results (out) and its progress and diagnostics (err) go. <b>Threads:</b> one.
 *
 * @param columns the width of the terminal at {@code out}; 0 if it is no terminal, and lines may be of any length
 * @param liveProgress whether {@code err} is a terminal, on which a line can be drawn over
 * @param unicode whether more than ASCII can be shown at {@code out}
 * @param nanoTime a clock for rates and estimates; {@link System#nanoTime} but in tests
 */
public record Console(
        PrintWriter out,
        PrintWriter err,
        int columns,
        Style style,
        boolean liveProgress,
        boolean unicode,
        LongSupplier nanoTime) {
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f]");

    /** One that shows Unicode. */
    public Console(
            PrintWriter out, PrintWriter err, int columns, Style style, boolean liveProgress, LongSupplier nanoTime) {
        this(out, err, columns, style, liveProgress, true, nanoTime);
    }

    /** The process's own streams in UTF-8; the launcher tells what is a terminal. */
    public static Console ofProcess() {
        int columns = Integer.getInteger("ringtail.columns", 0);
        boolean coloured = columns > 0 && System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));
        return new Console(
                writer(FileDescriptor.out),
                writer(FileDescriptor.err),
                columns,
                coloured ? Style.COLOURED : Style.PLAIN,
                Boolean.getBoolean("ringtail.progress"),
                showsUnicode(System.getenv()),
                System::nanoTime);
    }

    /**
     * By the locale, as programs tell: the first variable that is set counts. None is as good as UTF-8, which is what
     * terminals take nowadays. A bare console of Linux has no more than the letters of its font.
     */
    static boolean showsUnicode(Map<String, String> environment) {
        String terminal = environment.getOrDefault("TERM", "");
        if (terminal.equals("dumb") || terminal.equals("linux")) {
            return false;
        }
        for (String variable : List.of("LC_ALL", "LC_CTYPE", "LANG")) {
            String locale = environment.getOrDefault(variable, "").toLowerCase(Locale.ROOT);
            if (!locale.isEmpty()) {
                return locale.contains("utf-8") || locale.contains("utf8");
            }
        }
        return true;
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        BufferedOutputStream bytes = new BufferedOutputStream(new FileOutputStream(descriptor), 1 << 16);
        return new PrintWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8), false);
    }

    /** The same after its terminal was made wider or narrower. */
    public Console withColumns(int newColumns) {
        return new Console(out, err, newColumns, style, liveProgress, unicode, nanoTime);
    }

    /** Says something to the person, now. */
    public void note(String message) {
        out.flush();
        err.println(printable(message));
        err.flush();
    }

    /** Says that something is not as it should be, though the command goes on. */
    public void warn(String message) {
        note("ringtail: warning: " + message);
    }

    /** Text out of a trace, which must not steer the terminal: control characters but line ends and tabs as numbers. */
    public static String printable(String text) {
        return CONTROL.matcher(text)
                .replaceAll(match -> String.format(
                        Locale.ROOT, "\\\\x%02x", (int) match.group().charAt(0)));
    }

    public void flush() {
        out.flush();
        err.flush();
    }
}
