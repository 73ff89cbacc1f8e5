package io.ringtail.dsl.syntax;

/**
 * A part of a query's text.
 *
 * @param start index of the first character
 * @param end index behind the last one
 */
public record Span(int start, int end) {
    public Span {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("no span goes from " + start + " to " + end);
        }
    }

    public Span to(Span last) {
        return new Span(start, Math.max(end, last.end));
    }
}
