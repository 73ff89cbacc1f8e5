package io.ringtail.app.shell;

import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Tells JLine what the word at the cursor is, and whether a statement goes on in the next line. */
final class Words implements Parser {
    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        if (context == ParseContext.ACCEPT_LINE && !Statements.isWhole(line)) {
            throw new EOFError(-1, cursor, "the query goes on");
        }
        int start = start(line, cursor);
        return new Line(line, cursor, line.substring(start, cursor), cursor - start);
    }

    /** Where the word begins: a text from its quote, a name with what can stand in one, a quoted name from its bracket. */
    static int start(String line, int cursor) {
        int quote = -1;
        for (int i = 0; i < cursor; i++) {
            char c = line.charAt(i);
            boolean opens = quote < 0 && (c == '\'' || c == '"');
            boolean closes = quote >= 0 && (c == line.charAt(quote) || c == '\n');
            quote = opens ? i : closes ? -1 : quote;
        }
        if (quote >= 0) {
            return quote > 0 && line.charAt(quote - 1) == '[' ? quote - 1 : quote;
        }
        int start = cursor;
        while (start > 0 && isName(line.charAt(start - 1))) {
            start--;
        }
        return start > 0 && line.charAt(start - 1) == '[' && start == cursor ? start - 1 : start;
    }

    private static boolean isName(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.' || c == '!' || c == '~';
    }

    private record Line(String line, int cursor, String word, int wordCursor) implements CompletingParsedLine {
        /** Candidates are written as they stand in a query. */
        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            return candidate;
        }

        @Override
        public int rawWordCursor() {
            return wordCursor;
        }

        @Override
        public int rawWordLength() {
            return word.length();
        }

        @Override
        public int wordIndex() {
            return 0;
        }

        @Override
        public List<String> words() {
            return List.of(word);
        }
    }
}
