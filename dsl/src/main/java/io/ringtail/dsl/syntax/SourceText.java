package io.ringtail.dsl.syntax;

/** A query's text, for finding lines and columns in it. */
public record SourceText(String text) {
    public Problem problem(Span span, String message, String hint) {
        int start = Math.min(span.start(), text.length());
        int lineStart = text.lastIndexOf('\n', start - 1) + 1;
        int lineEnd = text.indexOf('\n', start);
        int last = Math.min(span.end(), lineEnd < 0 ? text.length() : lineEnd);
        int line = 1
                + (int) text.substring(0, lineStart)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
        return new Problem(line, start - lineStart + 1, Math.max(1, last - start), message, hint);
    }

    public String at(Span span) {
        return text.substring(span.start(), span.end());
    }

    /** The whole of the operator whose name stands there: up to what ends it, without blanks and comments. */
    public Span operator(Span name) {
        int depth = 0;
        int end = name.end();
        for (Token token : Lexer.tokens(text)) {
            if (token.span().start() < name.end()) {
                continue;
            }
            depth += token.isSymbol("(") || token.isSymbol("[") ? 1 : 0;
            depth -= token.isSymbol(")") || token.isSymbol("]") ? 1 : 0;
            boolean ends = token.isSymbol("|") || token.isSymbol(";");
            if (token.kind() == Token.Kind.END || depth < 0 || depth == 0 && ends) {
                break;
            }
            end = token.span().end();
        }
        return new Span(name.start(), end);
    }

    static String line(String text, int line) {
        String[] lines = text.split("\n", -1);
        return line <= lines.length ? lines[line - 1].replace("\r", "") : "";
    }
}
