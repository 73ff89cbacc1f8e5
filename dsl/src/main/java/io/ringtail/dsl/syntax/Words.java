package io.ringtail.dsl.syntax;

import io.ringtail.ring.payload.ScalarType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts a text in which queries stand into words, for what reads a language around queries, such as that of rules. */
public final class Words {
    private Words() {}

    /** What a word is. */
    public enum Kind {
        NAME,
        QUOTED_NAME,
        LITERAL,
        SYMBOL,
        BAD,
        END
    }

    /**
     * A word.
     *
     * @param text a name without quotes, a symbol, a message for what is no word
     * @param type of a literal
     * @param value of a literal: as {@link io.ringtail.dsl.value.Values} has it
     */
    public record Word(
            Kind kind,
            Span span,
            String text,
            @Nullable ScalarType type,
            @Nullable Object value) {
        public boolean isSymbol(String symbol) {
            return kind == Kind.SYMBOL && text.equals(symbol);
        }

        public boolean isName(String name) {
            return kind == Kind.NAME && text.equals(name);
        }
    }

    /** Never fails; the last word is the end. */
    public static List<Word> of(String text) {
        return Lexer.tokens(text).stream().map(Words::word).toList();
    }

    private static Word word(Token token) {
        Kind kind = switch (token.kind()) {
            case NAME -> Kind.NAME;
            case QUOTED_NAME -> Kind.QUOTED_NAME;
            case LITERAL -> Kind.LITERAL;
            case SYMBOL -> Kind.SYMBOL;
            case BAD -> Kind.BAD;
            case END -> Kind.END;
        };
        return new Word(kind, token.span(), token.text(), token.type(), token.value());
    }
}
