package io.ringtail.dsl.functions;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.ringtail.dsl.value.Values;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code parse} looks for in a text: it must be there from the text's beginning to its end, though not to the end
 * where its texts are regular expressions. Becomes one regular expression (RE2, so that no text takes long), with a group for each column.
 */
public final class ParsePattern {
    private static final String WHOLE = "\\s*[-+]?\\d+";

    private final Pattern pattern;
    private final List<ScalarType> types;
    private final boolean strict;

    private ParsePattern(Pattern pattern, List<ScalarType> types, boolean strict) {
        this.pattern = pattern;
        this.types = types;
        this.strict = strict;
    }

    /** What became of an expression. */
    public sealed interface Outcome {
        record Ok(ParsePattern pattern) implements Outcome {}

        record Bad(String problem) implements Outcome {}
    }

    /** Puts a pattern together. */
    public static final class Builder {
        private final boolean regex;
        private final boolean strict;
        private final StringBuilder expression = new StringBuilder();
        private final List<ScalarType> types = new ArrayList<>();
        private Optional<ScalarType> open = Optional.empty();

        /**
         * @param regex whether texts are regular expressions
         * @param strict whether nothing matches where one value is not of its type
         */
        public Builder(boolean regex, boolean strict) {
            this.regex = regex;
            this.strict = strict;
        }

        /** Anything may stand here. */
        public void skip() {
            close(true);
            expression.append(regex ? ".*" : ".*?");
        }

        public void text(String text) {
            close(false);
            expression.append(regex ? "(?:" + UnicodeClasses.in(text) + ")" : Pattern.quote(text));
        }

        public void column(ScalarType type) {
            close(true);
            types.add(type);
            open = Optional.of(type);
        }

        /** A value ends where what is behind it begins; where nothing says where that is, with its own characters. */
        private void close(boolean vague) {
            if (open.isEmpty()) {
                return;
            }
            expression
                    .append("(?P<c")
                    .append(types.size())
                    .append('>')
                    .append(characters(open.get(), vague))
                    .append(')');
            open = Optional.empty();
        }

        private String characters(ScalarType type, boolean vague) {
            boolean whole = type == ScalarType.INT || type == ScalarType.LONG;
            if (regex && (whole || type == ScalarType.BOOL)) {
                return whole ? WHOLE : "(?i:true|false)";
            }
            String anything = regex ? ".*" : ".*?";
            if (!vague) {
                return anything;
            }
            return switch (type) {
                case INT, LONG -> WHOLE;
                case REAL, DECIMAL -> "[-+]?[0-9]*\\.?[0-9]+(?:[eE][-+]?[0-9]+)?";
                case DATETIME -> "[-0-9/:.TZ+ ]+";
                case TIMESPAN -> "[-0-9:.]+";
                case GUID -> "[-0-9a-fA-F]+";
                case BOOL, STRING, DYNAMIC -> anything;
            };
        }

        /** @param flags of RE2, such as {@code Ui} */
        public Outcome build(String flags) {
            close(false);
            String options = regex ? flags : "s";
            String prefix = options.isEmpty() ? "" : "(?" + options + ")";
            try {
                Pattern pattern = Pattern.compile(prefix + "\\A" + expression + (regex ? "" : "\\z"));
                return new Outcome.Ok(new ParsePattern(pattern, List.copyOf(types), strict));
            } catch (PatternSyntaxException e) {
                return new Outcome.Bad(e.getDescription().toLowerCase(Locale.ROOT));
            }
        }
    }

    /** The values of the columns; null if the text does not match. */
    public @Nullable Object @Nullable [] read(@Nullable Object subject) {
        Matcher matcher = pattern.matcher(Values.text(subject));
        if (!matcher.find()) {
            return null;
        }
        @Nullable Object[] values = new @Nullable Object[types.size()];
        for (int i = 0; i < values.length; i++) {
            String text = matcher.group("c" + (i + 1));
            values[i] = Values.cast(text, types.get(i));
            if (values[i] == null && strict) {
                return null;
            }
        }
        return values;
    }
}
