package io.ringtail.dsl.syntax;

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
            if (cursor.peek().isName("asc") || cursor.peek().isName("desc")) {
                cursor.unexpected("',' (columns are reordered as they are named)");
            }
        } while (cursor.takeSymbol(","));
        return patterns;
    }

    private ColumnPipe.Pattern pattern() {
        Token first = cursor.peek();
        StringBuilder text = new StringBuilder();
        Token last = first;
        while (ExpressionParser.isColumnName(cursor.peek()) || cursor.peek().isSymbol("*")) {
            if (!text.isEmpty() && !last.touches(cursor.peek())) {
                break;
            }
            last = cursor.next();
            text.append(last.text());
        }
        if (text.isEmpty()) {
            cursor.unexpected("a column");
        }
        return new ColumnPipe.Pattern(first.span().to(last.span()), text.toString());
    }
}
