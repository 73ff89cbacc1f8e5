package io.ringtail.dsl.syntax;

import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parses the operators that choose and compute columns. */
final class ColumnPipeParser implements OperatorFamily {
    private final Cursor cursor;
    private final PipeParser pipes;

    ColumnPipeParser(Cursor cursor, PipeParser pipes) {
        this.cursor = cursor;
        this.pipes = pipes;
    }

    @Override
    public List<String> names() {
        return List.of("project", "project-away", "project-keep", "project-rename", "project-reorder", "extend");
    }

    @Override
    public Optional<Pipe> parse(String name, Span span) {
        return Optional.of(
                switch (name) {
                    case "project" -> new ColumnPipe.Project(span, pipes.columns());
                    case "project-away" -> new ColumnPipe.Choose(span, ColumnPipe.Choice.AWAY, patterns());
                    case "project-keep" -> new ColumnPipe.Choose(span, ColumnPipe.Choice.KEEP, patterns());
                    case "project-rename" -> new ColumnPipe.Rename(span, pipes.columns());
                    case "project-reorder" -> new ColumnPipe.Choose(span, ColumnPipe.Choice.REORDER, patterns());
                    default -> new ColumnPipe.Extend(span, pipes.columns());
                });
    }

    private List<ColumnPipe.Pattern> patterns() {
        List<ColumnPipe.Pattern> patterns = new ArrayList<>();
        do {
            patterns.add(pattern());
        } while (cursor.takeSymbol(","));
        return patterns;
    }

    private ColumnPipe.Pattern pattern() {
        Token first = cursor.peek();
        StringBuilder text = new StringBuilder();
        Token last = first;
        while (isPart(cursor.peek(), text) && (text.isEmpty() || last.touches(cursor.peek()))) {
            last = cursor.next();
            text.append(last.text());
        }
        if (text.isEmpty()) {
            cursor.unexpected("a column");
        }
        return new ColumnPipe.Pattern(first.span().to(last.span()), text.toString(), order());
    }

    private static boolean isPart(Token token, StringBuilder before) {
        return ExpressionParser.isColumnName(token)
                || token.isSymbol("*")
                || !before.isEmpty() && token.type() == ScalarType.LONG;
    }

    /** {@code asc}, {@code granny-desc}: granny counts. */
    private ColumnPipe.NameOrder order() {
        boolean granny = cursor.peek().isName("granny")
                && cursor.peek(1).isSymbol("-")
                && cursor.peek().touches(cursor.peek(1));
        Token word = cursor.peek(granny ? 2 : 0);
        if (!word.isName("asc") && !word.isName("desc")) {
            return ColumnPipe.NameOrder.NONE;
        }
        for (int i = granny ? 3 : 1; i > 0; i--) {
            cursor.next();
        }
        return word.isName("asc")
                ? granny ? ColumnPipe.NameOrder.GRANNY_ASC : ColumnPipe.NameOrder.ASC
                : granny ? ColumnPipe.NameOrder.GRANNY_DESC : ColumnPipe.NameOrder.DESC;
    }
}
