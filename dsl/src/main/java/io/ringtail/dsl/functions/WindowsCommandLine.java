package io.ringtail.dsl.functions;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a command line into arguments as {@code CommandLineToArgvW} does: blanks part them but for those in quotes, and
 * backslashes before a quote count in pairs. One object per command line.
 */
final class WindowsCommandLine {
    private final String text;
    private int at;

    private WindowsCommandLine(String text) {
        this.text = text;
    }

    static List<@Nullable Object> split(String text) {
        WindowsCommandLine line = new WindowsCommandLine(text);
        List<@Nullable Object> arguments = new ArrayList<>();
        line.skipBlanks();
        while (line.at < text.length()) {
            arguments.add(line.argument());
            line.skipBlanks();
        }
        return arguments;
    }

    private void skipBlanks() {
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private String argument() {
        StringBuilder argument = new StringBuilder();
        boolean quoted = false;
        while (at < text.length() && (quoted || !isBlank(text.charAt(at)))) {
            int backslashes = backslashes();
            boolean quote = at < text.length() && text.charAt(at) == '"';
            argument.repeat('\\', quote ? backslashes / 2 : backslashes);
            if (quote && backslashes % 2 == 0) {
                quoted = !quoted;
                at++;
            } else if (quote || at < text.length() && backslashes == 0) {
                argument.append(text.charAt(at++));
            }
        }
        return argument.toString();
    }

    private int backslashes() {
        int start = at;
        while (at < text.length() && text.charAt(at) == '\\') {
            at++;
        }
        return at - start;
    }
}
