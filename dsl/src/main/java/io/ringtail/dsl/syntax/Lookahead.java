package io.ringtail.dsl.syntax;

import java.util.Set;

/** Tells rows from values before they are parsed: rows are what has a {@code |} in it, or starts as only rows do. */
final class Lookahead {
    /** Nobody puts more parentheses around a query; a hostile text may. */
    private static final int MAX_PARENTHESES = 30;

    private static final Set<String> STARTS = Set.of("print", "union", "search", "find");

    private Lookahead() {}

    /** Whether rows start so many tokens ahead. */
    static boolean findsRows(Cursor cursor, int ahead) {
        int first = ahead;
        for (int i = 0; i < MAX_PARENTHESES; i++) {
            if (startsRows(cursor, first)) {
                return true;
            }
            if (cursor.peek(first).kind() == Token.Kind.LITERAL) {
                return false;
            }
            int end = end(cursor, first);
            if (cursor.peek(end).isSymbol("|")) {
                return true;
            }
            if (!cursor.peek(first).isSymbol("(") || closing(cursor, first) != end - 1) {
                return false;
            }
            first++;
        }
        return false;
    }

    /** Whether an argument is rows: in parentheses, or as only rows start. */
    static boolean startsRows(Cursor cursor) {
        return startsRows(cursor, 0) || cursor.peek().isSymbol("(") && findsRows(cursor, 0);
    }

    /** Whether a function starts so many tokens ahead: {@code (a: long)} or {@code view ()}, and a brace. */
    static boolean findsFunction(Cursor cursor, int ahead) {
        int open = cursor.peek(ahead).isName("view") ? ahead + 1 : ahead;
        if (!cursor.peek(open).isSymbol("(")) {
            return false;
        }
        boolean parameter = ExpressionParser.isColumnName(cursor.peek(open + 1))
                && cursor.peek(open + 2).isSymbol(":");
        return parameter || cursor.peek(closing(cursor, open) + 1).isSymbol("{");
    }

    private static boolean startsRows(Cursor cursor, int ahead) {
        Token token = cursor.peek(ahead);
        Token next = cursor.peek(ahead + 1);
        if (token.kind() != Token.Kind.NAME) {
            return false;
        }
        return switch (token.text()) {
            case "datatable", "materialize", "externaldata", "wmi" -> next.isSymbol("(");
            case "range" -> ExpressionParser.isColumnName(next);
            default ->
                STARTS.contains(token.text())
                        && (next.kind() != Token.Kind.SYMBOL && next.kind() != Token.Kind.END
                                || next.isSymbol("(")
                                || next.isSymbol("*"));
        };
    }

    /** Where the expression or the origin ends that starts so many tokens ahead. */
    private static int end(Cursor cursor, int first) {
        int depth = 0;
        for (int i = first; ; i++) {
            Token token = cursor.peek(i);
            depth += token.opens() ? 1 : token.closes() ? -1 : 0;
            boolean stops = token.isSymbol("|") || token.isSymbol(";") || token.isSymbol(",");
            if (token.kind() == Token.Kind.END || depth < 0 || depth == 0 && stops) {
                return i;
            }
        }
    }

    private static int closing(Cursor cursor, int open) {
        int depth = 0;
        for (int i = open; ; i++) {
            Token token = cursor.peek(i);
            depth += token.opens() ? 1 : token.closes() ? -1 : 0;
            if (token.kind() == Token.Kind.END || depth == 0) {
                return i;
            }
        }
    }
}
