package io.ringtail.processors.strategy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object as somebody wrote it, of which single members are replaced and all else stays as it is, blanks and
 * unknown members too. Immutable.
 */
public final class StrategyText {
    /** Far more than people write by hand; each change is journaled whole, and kept with the state of its service. */
    public static final int MOST_CHARACTERS = 16 << 10;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final String text;
    private final Map<String, Member> members;
    /** Where the closing brace stands. */
    private final int end;

    /** A member's value, and where it stands in the text. */
    private record Member(@Nullable Object value, int start, int end) {}

    private StrategyText(String text, Map<String, Member> members, int end) {
        this.text = text;
        this.members = members;
        this.end = end;
    }

    /** @throws NotJsonException if the text is no JSON object; its message says where and why */
    static StrategyText parse(String text) throws NotJsonException {
        if (text.length() > MOST_CHARACTERS) {
            throw new NotJsonException(
                    "it has " + text.length() + " characters; a strategy has at most " + MOST_CHARACTERS);
        }
        try (JsonParser parser = JSON.createParser(text)) {
            return read(text, parser);
        } catch (JsonParseException e) {
            throw new NotJsonException("line " + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr() + ": " + plain(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new NotJsonException(String.valueOf(e.getMessage()));
        }
    }

    /** Without the parser's notes on where it would have shown the source, and on its own switches. */
    private static String plain(String message) {
        int marker = message.indexOf(" (start marker at");
        String whole = marker < 0 ? message : message.substring(0, marker);
        int programmers = whole.indexOf(": enable `JsonReadFeature");
        return programmers < 0 ? whole : whole.substring(0, programmers);
    }

    private static StrategyText read(String text, JsonParser parser) throws IOException, NotJsonException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new NotJsonException("it is no JSON object: it has to begin with '{'");
        }
        Map<String, Member> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            int start = (int) parser.currentTokenLocation().getCharOffset();
            Object value = value(parser);
            parser.finishToken();
            members.put(name, new Member(value, start, (int)
                    parser.currentLocation().getCharOffset()));
        }
        int end = (int) parser.currentTokenLocation().getCharOffset();
        if (parser.nextToken() != null) {
            throw new NotJsonException("something follows the closing brace");
        }
        return new StrategyText(text, members, end);
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case null, default -> null;
        };
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, value(parser));
        }
        return members;
    }

    private static List<@Nullable Object> array(JsonParser parser) throws IOException {
        List<@Nullable Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser));
        }
        return elements;
    }

    /** A text, a {@link Double}, a {@link Boolean}, a {@link List} or a {@link Map}; empty if it is not there or null. */
    public Optional<Object> value(String key) {
        Member member = members.get(key);
        return member == null ? Optional.empty() : Optional.ofNullable(member.value());
    }

    List<String> keys() {
        return List.copyOf(members.keySet());
    }

    /** The text with members replaced or added, each given as JSON. */
    public String with(Map<String, String> changes) {
        StringBuilder changed = new StringBuilder(text);
        StringBuilder added = new StringBuilder();
        changes.forEach((key, json) -> {
            if (!members.containsKey(key)) {
                added.append(members.isEmpty() && added.isEmpty() ? "" : ",")
                        .append(indent())
                        .append('"')
                        .append(key)
                        .append("\":")
                        .append(indent().isEmpty() ? "" : " ")
                        .append(json);
            }
        });
        changed.insert(endOfLastMember(), added);
        changes.entrySet().stream()
                .filter(change -> members.containsKey(change.getKey()))
                .sorted((one, other) -> Integer.compare(start(other.getKey()), start(one.getKey())))
                .forEach(change -> changed.replace(start(change.getKey()), end(change.getKey()), change.getValue()));
        return changed.toString();
    }

    private int endOfLastMember() {
        return members.values().stream().mapToInt(Member::end).max().orElse(end);
    }

    private int start(String key) {
        return member(key).start();
    }

    private int end(String key) {
        return member(key).end();
    }

    private Member member(String key) {
        return Optional.ofNullable(members.get(key)).orElseThrow();
    }

    /** What stands before the first member's name: a line break and blanks, or nothing. */
    private String indent() {
        int brace = text.indexOf('{');
        int name = text.indexOf('"', brace);
        String between = name < 0 ? "" : text.substring(brace + 1, name);
        return between.indexOf('\n') >= 0 && between.isBlank() ? between : "";
    }

    @Override
    public String toString() {
        return text;
    }

    /** Why a text is no strategy's. */
    static final class NotJsonException extends Exception {
        private static final long serialVersionUID = 1L;

        NotJsonException(String message) {
            super(message);
        }
    }
}
