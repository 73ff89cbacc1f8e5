package io.ringtail.dsl.syntax;

import java.util.Objects;

/**
 * What is wrong with a query, where, and the way out.
 *
 * @param line counted from 1
 * @param column counted from 1, in characters
 * @param length how many characters of that line it concerns, at least 1
 * @param hint the way out; empty if there is none to offer
 */
public record Problem(int line, int column, int length, String message, String hint) {
    public Problem {
        Objects.requireNonNull(message);
        Objects.requireNonNull(hint);
    }

    /** As in {@code query:1:16: no column 'ExitCod'; did you mean 'ExitCode'?}. */
    @Override
    public String toString() {
        return "query:" + line + ":" + column + ": " + message + (hint.isEmpty() ? "" : "; " + hint);
    }

    /** The message, below it the line of the query with the place underlined. */
    public String render(String queryText) {
        String text = SourceText.line(queryText, line);
        StringBuilder marks = new StringBuilder();
        for (int i = 0; i < column - 1; i++) {
            marks.append(i < text.length() && text.charAt(i) == '\t' ? '\t' : ' ');
        }
        marks.append('^').repeat('~', Math.max(0, length - 1));
        return this + "\n" + text + "\n" + marks;
    }
}
