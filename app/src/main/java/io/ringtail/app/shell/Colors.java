package io.ringtail.app.shell;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Colours a query while it is typed: comments, texts, numbers, operators, functions. */
final class Colors implements Highlighter {
    private static final Pattern TOKEN = Pattern.compile(
            "(?<comment>//[^\\n]*)|(?<text>\"(?:[^\"\\\\\\n]|\\\\.)*\"?|'(?:[^'\\\\\\n]|\\\\.)*'?)"
                    + "|(?<number>\\b\\d[\\w.]*)|(?<name>[A-Za-z_][A-Za-z_0-9]*(?:-[a-z]+)?)|(?<other>.)",
            Pattern.DOTALL);

    private final Set<String> operators;
    private final Set<String> functions = new HashSet<>();
    private final boolean coloured;

    Colors(Reference reference, boolean coloured) {
        operators = Set.copyOf(reference.names(Reference.OPERATORS));
        List.of(Reference.FUNCTIONS, Reference.AGGREGATES)
                .forEach(section -> functions.addAll(reference.names(section)));
        this.coloured = coloured;
    }

    @Override
    public AttributedString highlight(LineReader reader, String buffer) {
        if (!coloured) {
            return new AttributedString(buffer);
        }
        AttributedStringBuilder line = new AttributedStringBuilder();
        Matcher matcher = TOKEN.matcher(buffer);
        boolean behindBar = false;
        while (matcher.find()) {
            line.append(matcher.group(), style(matcher, buffer, behindBar));
            behindBar =
                    matcher.group().equals("|") || behindBar && matcher.group().isBlank();
        }
        return line.toAttributedString();
    }

    private AttributedStyle style(Matcher token, String buffer, boolean behindBar) {
        if (token.group("comment") != null) {
            return AttributedStyle.DEFAULT.faint();
        }
        if (token.group("text") != null) {
            return AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN);
        }
        if (token.group("number") != null) {
            return AttributedStyle.DEFAULT.foreground(AttributedStyle.MAGENTA);
        }
        String name = token.group("name");
        if (name != null && behindBar && operators.contains(name)) {
            return AttributedStyle.DEFAULT.foreground(AttributedStyle.CYAN).bold();
        }
        boolean called = token.end() < buffer.length() && buffer.charAt(token.end()) == '(';
        return name != null && called && functions.contains(name)
                ? AttributedStyle.DEFAULT.foreground(AttributedStyle.CYAN)
                : AttributedStyle.DEFAULT;
    }
}
