package io.ringtail.dsl.value;

import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.NamedNumber;
import io.ringtail.ring.payload.ScalarType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** JSON, as far as dynamic values need it, with Kusto's literals allowed inside when it is read. */
public final class Json {
    private static final int MAX_DEPTH = 100;

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /** Reads one value; empty if the text is none. */
    public static Optional<Literals.Parsed> parse(String text) {
        Json json = new Json(text);
        try {
            Object value = json.value(0);
            json.blanks();
            return json.at == text.length() ? Optional.of(new Literals.Parsed(value)) : Optional.empty();
        } catch (NotJson e) {
            return Optional.empty();
        }
    }

    /** Leaves the recursion; never leaves this class. */
    private static final class NotJson extends Exception {
        private static final long serialVersionUID = 1;

        NotJson() {
            super(null, null, false, false);
        }
    }

    private @Nullable Object value(int depth) throws NotJson {
        blanks();
        if (at >= text.length() || depth > MAX_DEPTH) {
            throw new NotJson();
        }
        char c = text.charAt(at);
        return switch (c) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"', '\'' -> string();
            default -> Character.isLetter(c) ? word(depth) : number();
        };
    }

    private Map<String, @Nullable Object> object(int depth) throws NotJson {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        at++;
        while (!take('}')) {
            if (!members.isEmpty() && !take(',')) {
                throw new NotJson();
            }
            blanks();
            if (at >= text.length() || text.charAt(at) != '"' && text.charAt(at) != '\'') {
                throw new NotJson();
            }
            String key = string();
            if (!take(':')) {
                throw new NotJson();
            }
            members.put(key, value(depth + 1));
        }
        return members;
    }

    private List<@Nullable Object> array(int depth) throws NotJson {
        List<@Nullable Object> elements = new ArrayList<>();
        at++;
        while (!take(']')) {
            if (!elements.isEmpty() && !take(',')) {
                throw new NotJson();
            }
            elements.add(value(depth + 1));
        }
        return elements;
    }

    private String string() throws NotJson {
        char quote = text.charAt(at++);
        StringBuilder content = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == quote) {
                return content.toString();
            }
            if (c < ' ') { // written as an escape in JSON
                throw new NotJson();
            }
            content.append(c == '\\' ? escaped() : c);
        }
        throw new NotJson();
    }

    private char escaped() throws NotJson {
        if (at >= text.length()) {
            throw new NotJson();
        }
        char c = text.charAt(at++);
        if (c == 'u') {
            if (at + 4 > text.length()) {
                throw new NotJson();
            }
            at += 4;
            try {
                return (char) Integer.parseInt(text.substring(at - 4, at), 16);
            } catch (NumberFormatException e) {
                throw new NotJson();
            }
        }
        int simple = "bfnrt\"\\/'".indexOf(c);
        if (simple < 0) {
            throw new NotJson();
        }
        return "\b\f\n\r\t\"\\/'".charAt(simple);
    }

    private @Nullable Object word(int depth) throws NotJson {
        int start = at;
        while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
            at++;
        }
        String word = text.substring(start, at);
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            case "null" -> null;
            default -> typed(word, depth);
        };
    }

    /** {@code datetime(2026-01-01)} inside a dynamic literal. */
    private @Nullable Object typed(String word, int depth) throws NotJson {
        Optional<ScalarType> type = Literals.typeOfLiteral(word);
        if (word.equals("dynamic") && take('(')) {
            Object nested = value(depth + 1);
            if (!take(')')) {
                throw new NotJson();
            }
            return nested;
        }
        int close = text.indexOf(')', at);
        if (type.isEmpty() || close < 0 || text.charAt(at) != '(') {
            throw new NotJson();
        }
        String content = text.substring(at + 1, close).strip();
        at = close + 1;
        Object value =
                Literals.parse(type.get(), content).orElseThrow(NotJson::new).value();
        return value instanceof Cell.Timespan span ? (Long) span.ticks() : value;
    }

    private Object number() throws NotJson {
        int start = at;
        if (text.startsWith("0x", at)) {
            return hexadecimal();
        }
        while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        if (at < text.length() && Character.isLetter(text.charAt(at))) {
            return span(start);
        }
        String number = text.substring(start, at);
        try {
            return Long.parseLong(number);
        } catch (NumberFormatException e) {
            Double real = Literals.real(number);
            if (real == null || number.isEmpty() || real.isInfinite()) {
                throw new NotJson();
            }
            return real;
        }
    }

    private Long hexadecimal() throws NotJson {
        int start = at;
        while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
            at++;
        }
        return Literals.parse(ScalarType.LONG, text.substring(start, at))
                                .orElseThrow(NotJson::new)
                                .value()
                        instanceof Long whole
                ? whole
                : 0L;
    }

    /** {@code 1h} inside a dynamic literal: its ticks, as in Kusto. */
    private Long span(int start) throws NotJson {
        while (at < text.length() && Character.isLetter(text.charAt(at))) {
            at++;
        }
        return Timespans.parse(text.substring(start, at)).orElseThrow(NotJson::new);
    }

    private boolean take(char wanted) {
        blanks();
        boolean found = at < text.length() && text.charAt(at) == wanted;
        at += found ? 1 : 0;
        return found;
    }

    private void blanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    public static String format(@Nullable Object value) {
        StringBuilder json = new StringBuilder();
        append(json, value);
        return json.toString();
    }

    /** Appends a value of any type as JSON; see DESIGN.md, "Command line", for the forms. */
    public static void append(StringBuilder json, @Nullable Object value) {
        switch (value) {
            case null -> json.append("null");
            case Boolean bool -> json.append(bool.booleanValue());
            case Double real -> real(json, real);
            case NamedNumber number -> string(json, number.name());
            case Number whole when !(whole instanceof BigDecimal) -> json.append(whole);
            case BigDecimal decimal ->
                json.append('"').append(Values.decimalText(decimal)).append('"');
            case Cell.Datetime time ->
                json.append('"').append(Ticks.iso(time.ticks())).append('"');
            case Cell.Timespan span ->
                json.append('"').append(Timespans.format(span.ticks())).append('"');
            case List<?> list -> array(json, list);
            case Map<?, ?> map -> object(json, map);
            case byte[] binary ->
                json.append('"').append(HexFormat.of().formatHex(binary)).append('"');
            default -> string(json, value.toString());
        }
    }

    private static void real(StringBuilder json, double real) {
        if (Double.isFinite(real)) {
            json.append(Values.realText(real));
        } else {
            string(json, Double.toString(real));
        }
    }

    private static void array(StringBuilder json, List<?> list) {
        json.append('[');
        for (int i = 0; i < list.size(); i++) {
            json.append(i == 0 ? "" : ",");
            append(json, list.get(i));
        }
        json.append(']');
    }

    private static void object(StringBuilder json, Map<?, ?> map) {
        json.append('{');
        String separator = "";
        for (Map.Entry<?, ?> member : map.entrySet()) {
            json.append(separator);
            string(json, String.valueOf(member.getKey()));
            json.append(':');
            append(json, member.getValue());
            separator = ",";
        }
        json.append('}');
    }

    public static void string(StringBuilder json, String content) {
        json.append('"');
        for (int i = 0; i < content.length(); i++) {
            char c = content.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < ' ' || Character.isSurrogate(c) && !paired(content, i)) {
                        json.append("\\u").append(HexFormat.of().toHexDigits(c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }

    private static boolean paired(String content, int i) {
        return Character.isHighSurrogate(content.charAt(i))
                ? i + 1 < content.length() && Character.isLowSurrogate(content.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(content.charAt(i - 1));
    }
}
