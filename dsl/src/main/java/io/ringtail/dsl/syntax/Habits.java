package io.ringtail.dsl.syntax;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What people write who know other languages, and how it is written here. */
final class Habits {
    /** Words that stand where an operator should end. */
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("is", "write isnull(x), isnotnull(x) or x == y"),
            Map.entry(
                    "like",
                    "write x has \"word\", x contains \"part\", x startswith \"start\" or x matches regex \"…\""),
            Map.entry("ilike", "write x contains \"part\" or x matches regex \"…\""),
            Map.entry("rlike", "write x matches regex \"…\""),
            Map.entry("matches", "write x matches regex \"…\""),
            Map.entry("not", "write x !in (…), x !has \"…\", or not(…)"),
            Map.entry("as", "the name stands before: name = expression"),
            Map.entry("by", "groups stand in 'summarize': summarize count() by column"),
            Map.entry("group", "groups stand in 'summarize': summarize count() by column"),
            Map.entry("having", "put '| where …' behind 'summarize'"),
            Map.entry("offset", "number the rows and choose: | serialize n = row_number() | where n > 10"),
            Map.entry("union", "write '| union table'"),
            Map.entry("on", "'on' stands behind the table of a 'join'"));

    private static final Map<String, String> SYMBOLS = Map.of(
            "=", "equality is written '=='",
            "=>", "greater or equal is written '>='");

    /** Operators of other languages. */
    private static final Map<String, String> OPERATORS = Map.ofEntries(
            Map.entry("select", "use 'project'"),
            Map.entry("fields", "use 'project'"),
            Map.entry("table", "use 'project'"),
            Map.entry("columns", "use 'project'"),
            Map.entry("eval", "use 'extend'"),
            Map.entry("let", "use 'extend' to add a column; a 'let' statement stands before the query"),
            Map.entry("group", "use 'summarize … by'"),
            Map.entry("aggregate", "use 'summarize … by'"),
            Map.entry("stats", "use 'summarize … by'"),
            Map.entry("having", "use 'where' behind 'summarize'"),
            Map.entry("from", "a query starts with its table"),
            Map.entry("dedup", "use 'distinct', or 'summarize take_any(*) by'"),
            Map.entry("unique", "use 'distinct'"),
            Map.entry("uniq", "use 'distinct'"),
            Map.entry("head", "use 'take'"),
            Map.entry("first", "use 'take'"),
            Map.entry("tail", "use 'top 10 by …'"),
            Map.entry("last", "use 'top 10 by …'"),
            Map.entry("rename", "use 'project-rename'"),
            Map.entry("drop", "use 'project-away'"),
            Map.entry("rex", "use 'parse' or extract(…)"),
            Map.entry("grep", "use 'search' or 'where … has'"));

    private Habits() {}

    /** What may have been meant by a word or symbol where an operator should end. */
    static Optional<String> rest(Token before, Token found) {
        if (before.isName("not") && found.kind() != Token.Kind.SYMBOL) {
            return Optional.of("write not(…)");
        }
        if (before.text().equalsIgnoreCase("select")) {
            return Optional.of("a query starts with its table: table | where condition | project columns");
        }
        if (before.isName("by")) {
            return Optional.of("no ',' stands before 'by'");
        }
        return switch (found.kind()) {
            case NAME -> Optional.ofNullable(WORDS.get(found.text().toLowerCase(Locale.ROOT)));
            case SYMBOL -> Optional.ofNullable(SYMBOLS.get(found.text()));
            default -> Optional.empty();
        };
    }

    /** What to write where an expression was wanted. */
    static Optional<String> expression(Token before, Token found) {
        if (found.isSymbol("!")) {
            return Optional.of("negation is written not(…)");
        }
        if (found.isSymbol("=") && (before.isSymbol("==") || before.isSymbol("="))) {
            return Optional.of("equality is written '=='");
        }
        if (found.isSymbol("[")) {
            return Optional.of("a list is written dynamic([1, 2])");
        }
        return found.isSymbol("{") ? Optional.of("an object is written dynamic({\"a\": 1})") : Optional.empty();
    }

    /** Another language's operator. */
    static Optional<String> operator(String name) {
        return Optional.ofNullable(OPERATORS.get(name.toLowerCase(Locale.ROOT)));
    }

    /** What may have been meant by a character that starts no word. */
    static String character(String character) {
        return switch (character) {
            case "&" -> "; write 'and'";
            case "\u201c", "\u201d", "\u201e", "\u2018", "\u2019", "`" -> "; write straight quotes";
            default -> "";
        };
    }
}
