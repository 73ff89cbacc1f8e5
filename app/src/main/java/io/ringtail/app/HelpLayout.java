package io.ringtail.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * How help fills the width that there is. Sentences are broken at blanks alone ({@code .etl} stays whole), what is one
 * paragraph in the source is one on the screen, and a command of an example that is too long goes on behind a backslash,
 * so that it can be copied. Lines that begin with a blank stand as they are.
 */
final class HelpLayout extends Help {
    private static final String CONTINUED = " \\";
    private static final String CONTINUATION = "      ";

    private HelpLayout(CommandSpec spec, ColorScheme scheme) {
        super(spec, scheme);
    }

    /** Lays out the help of a command and all below it. */
    static void apply(CommandLine line, int width) {
        line.setHelpFactory(HelpLayout::new);
        wrap(line, width);
    }

    private static void wrap(CommandLine line, int width) {
        var message = line.getCommandSpec().usageMessage();
        message.description(paragraphs(width, message.description()).toArray(String[]::new));
        message.footer(Arrays.stream(message.footer())
                .flatMap(text -> example(width, text).stream())
                .toArray(String[]::new));
        line.getSubcommands().values().forEach(each -> wrap(each, width));
    }

    /** Joins what is one paragraph and breaks it anew. */
    static List<String> paragraphs(int width, String... lines) {
        List<String> wrapped = new ArrayList<>();
        StringBuilder paragraph = new StringBuilder();
        for (String line : lines) {
            if (line.isBlank() || line.startsWith(" ")) {
                wrapped.addAll(words(width, paragraph.toString()));
                paragraph.setLength(0);
                wrapped.add(line);
            } else {
                paragraph.append(paragraph.isEmpty() ? "" : " ").append(line);
            }
        }
        wrapped.addAll(words(width, paragraph.toString()));
        return wrapped;
    }

    private static List<String> words(int width, String text) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int end = end(text, from, width);
            lines.add(text.substring(from, end));
            from = end + 1; // the blank
        }
        return lines;
    }

    /** Where the line that begins there ends: at the last blank that fits, or the first if none does. */
    private static int end(String text, int from, int width) {
        if (text.length() - from <= width) {
            return text.length();
        }
        int end = text.lastIndexOf(' ', from + width);
        if (end <= from) {
            end = text.indexOf(' ', from + width);
        }
        return end < 0 ? text.length() : end;
    }

    /** A line of an example: too long, its remark goes to a line of its own, and the command is broken between words. */
    static List<String> example(int width, String line) {
        if (line.length() < width || !line.startsWith("  ringtail ")) {
            return List.of(line);
        }
        List<String> lines = new ArrayList<>();
        int remark = line.indexOf("   ", 2);
        String command = remark < 0 ? line : line.substring(0, remark);
        while (command.length() >= width) {
            int end = breakBefore(command, width - CONTINUED.length());
            if (end < 0) {
                break;
            }
            lines.add(command.substring(0, end) + CONTINUED);
            command = CONTINUATION + command.substring(end + 1);
        }
        lines.add(command);
        if (remark >= 0) {
            lines.add(CONTINUATION + line.substring(remark).strip());
        }
        return lines;
    }

    /** The last blank outside quotes that is behind the first word and before the limit; -1 if there is none. */
    private static int breakBefore(String command, int limit) {
        int found = -1;
        char quote = 0;
        int start = CONTINUATION.length();
        for (int i = 0; i < Math.min(limit, command.length()); i++) {
            char c = command.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == ' ' && i > start) {
                found = i;
            }
        }
        return found;
    }

    @Override
    public Layout createDefaultLayout(
            List<OptionSpec> options, List<PositionalParamSpec> parameters, ColorScheme scheme) {
        Layout layout = super.createDefaultLayout(options, parameters, scheme);
        Column[] columns = layout.textTable().columns();
        Column last = columns[columns.length - 1];
        int width = last.width - last.indent;
        return new Layout(
                scheme,
                layout.textTable(),
                (option, labels, colors) -> wrapped(layout.optionRenderer().render(option, labels, colors), width),
                (parameter, labels, colors) ->
                        wrapped(layout.parameterRenderer().render(parameter, labels, colors), width));
    }

    /** Rows whose last cell fits its column. */
    private static Text[][] wrapped(Text[][] rows, int width) {
        return Arrays.stream(rows).flatMap(row -> wrapped(row, width)).toArray(Text[][]::new);
    }

    private static Stream<Text[]> wrapped(Text[] row, int width) {
        List<Text[]> rows = new ArrayList<>();
        Text text = row[row.length - 1];
        String plain = text.plainString();
        int from = 0;
        do {
            int end = end(plain, from, width);
            Text[] next = row.clone();
            if (from > 0) {
                Arrays.fill(next, Ansi.OFF.new Text(0));
            }
            next[row.length - 1] = text.substring(from, end);
            rows.add(next);
            from = end + 1;
        } while (from < plain.length());
        return rows.stream();
    }
}
