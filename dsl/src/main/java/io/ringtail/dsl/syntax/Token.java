package io.ringtail.dsl.syntax;

import io.ringtail.ring.payload.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * A word of a query.
 *
 * @param text what it says: a name without quotes, a symbol, a message for {@link Kind#BAD}
 * @param type of a {@link Kind#LITERAL}; of a {@link Kind#BAD} number that is one with a minus before it alone
 * @param value of a {@link Kind#LITERAL}: as {@link io.ringtail.dsl.value.Values} has it
 */
record Token(
        Kind kind,
        Span span,
        String text,
        @Nullable ScalarType type,
        @Nullable Object value) {
    enum Kind {
        NAME,
        /** {@code ['a name']}. */
        QUOTED_NAME,
        LITERAL,
        SYMBOL,
        BAD,
        END
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean isName(String name) {
        return kind == Kind.NAME && text.equals(name);
    }

    boolean isLeastWithoutSign() {
        return kind == Kind.BAD && type == ScalarType.LONG;
    }

    boolean opens() {
        return isSymbol("(") || isSymbol("[") || isSymbol("{");
    }

    boolean closes() {
        return isSymbol(")") || isSymbol("]") || isSymbol("}");
    }

    /** Whether nothing, not even a blank, stands between this and the next one. */
    boolean touches(Token next) {
        return span.end() == next.span.start();
    }
}
