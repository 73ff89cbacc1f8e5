package io.ringtail.dsl.functions;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.ringtail.dsl.value.Values;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code parse-kv} reads: the values of some keys in a text of pairs. Of a key that comes twice the first value
 * counts; blanks around keys and values do not.
 *
 * @param keys with the types of their values
 */
public record KeyValuePairs(Map<String, ScalarType> keys, Format format) {
    /** How pairs are written. */
    public sealed interface Format {
        /**
         * @param quotes each one character that opens and closes, or two
         * @param greedy that a value goes on until the next key that is asked for
         */
        record Delimited(String pair, String keyValue, List<String> quotes, String escapes, boolean greedy)
                implements Format {}

        /** Whatever is neither letter nor digit stands between keys and values. */
        record Words(List<String> quotes, String escapes) implements Format {}

        /** The first group is a key, the second its value. */
        record Regex(Pattern pattern) implements Format {}
    }

    public KeyValuePairs {
        keys = new LinkedHashMap<>(keys);
    }

    /** A regular expression with two groups; empty if it is none. */
    public static Optional<Format> regex(String regex) {
        return TextMatch.compile(regex)
                .filter(pattern -> pattern.groupCount() == 2)
                .map(Format.Regex::new);
    }

    /** The values in the order of the keys. */
    public @Nullable Object[] read(@Nullable Object subject) {
        String text = Values.text(subject);
        Map<String, String> found = switch (format) {
            case Format.Delimited delimited -> new Delimited(text, delimited).pairs();
            case Format.Words words -> new Words(text, words).pairs();
            case Format.Regex regex -> ofRegex(text, regex.pattern);
        };
        @Nullable Object[] values = new @Nullable Object[keys.size()];
        int i = 0;
        for (Map.Entry<String, ScalarType> key : keys.entrySet()) {
            String value = found.get(key.getKey());
            values[i++] = value == null ? null : Values.cast(value, key.getValue());
        }
        return values;
    }

    private static Map<String, String> ofRegex(String text, Pattern pattern) {
        Map<String, String> found = new HashMap<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.putIfAbsent(matcher.group(1).strip(), matcher.group(2).strip());
        }
        return found;
    }

    /** Goes through a text. */
    private abstract static class Reader {
        final String text;
        final List<String> quotes;
        final String escapes;
        int at;

        Reader(String text, List<String> quotes, String escapes) {
            this.text = text;
            this.quotes = quotes;
            this.escapes = escapes;
        }

        /** What is in the quotes that open here; empty if none do, or if they do not close. */
        Optional<String> quoted() {
            for (String quote : quotes) {
                if (at < text.length() && text.charAt(at) == quote.charAt(0)) {
                    return upTo(quote.charAt(quote.length() - 1));
                }
            }
            return Optional.empty();
        }

        private Optional<String> upTo(char close) {
            StringBuilder content = new StringBuilder();
            for (int i = at + 1; i < text.length(); i++) {
                char c = text.charAt(i);
                if (escapes.indexOf(c) >= 0 && i + 1 < text.length()) {
                    content.append(text.charAt(++i));
                } else if (c == close) {
                    at = i + 1;
                    return Optional.of(content.toString());
                } else {
                    content.append(c);
                }
            }
            return Optional.empty();
        }
    }

    private final class Delimited extends Reader {
        private final Format.Delimited format;

        Delimited(String text, Format.Delimited format) {
            super(text, format.quotes, format.escapes);
            this.format = format;
        }

        Map<String, String> pairs() {
            Map<String, String> found = new HashMap<>();
            while (at < text.length()) {
                blanks();
                Optional<String> key = key();
                if (key.isPresent()) {
                    found.putIfAbsent(key.get(), value());
                }
                int next = text.indexOf(format.pair, at);
                at = next < 0 ? text.length() : next + format.pair.length();
            }
            return found;
        }

        private void blanks() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }

        /** Ends behind the delimiter of key and value; empty if the pair has none. */
        private Optional<String> key() {
            Optional<String> quoted = quoted();
            if (quoted.isPresent()) {
                int start = at;
                if (!format.keyValue.isBlank()) {
                    blanks();
                }
                if (text.startsWith(format.keyValue, at)) {
                    at += format.keyValue.length();
                    return quoted;
                }
                at = start;
                return Optional.empty();
            }
            int middle = text.indexOf(format.keyValue, at);
            int end = text.indexOf(format.pair, at);
            if (middle < 0 || end >= 0 && end < middle) {
                return Optional.empty();
            }
            String key = text.substring(at, middle).strip();
            at = middle + format.keyValue.length();
            return Optional.of(key);
        }

        private String value() {
            int start = at;
            while (at < text.length() && Character.isWhitespace(text.charAt(at)) && !text.startsWith(format.pair, at)) {
                at++;
            }
            Optional<String> quoted = quoted();
            if (quoted.isPresent()) {
                return quoted.get();
            }
            at = end(start);
            return text.substring(start, at).strip();
        }

        private int end(int start) {
            int end = text.indexOf(format.pair, start);
            while (format.greedy && end >= 0 && !startsKey(end + format.pair.length())) {
                end = text.indexOf(format.pair, end + 1);
            }
            return end < 0 ? text.length() : end;
        }

        private boolean startsKey(int place) {
            int middle = text.indexOf(format.keyValue, place);
            if (middle < 0) {
                return false;
            }
            String name = text.substring(place, middle).strip();
            String bare = quotes.stream()
                    .filter(quote -> name.length() > 1
                            && name.charAt(0) == quote.charAt(0)
                            && name.charAt(name.length() - 1) == quote.charAt(quote.length() - 1))
                    .findFirst()
                    .map(quote -> name.substring(1, name.length() - 1))
                    .orElse(name);
            return keys.containsKey(bare);
        }
    }

    private final class Words extends Reader {
        Words(String text, Format.Words format) {
            super(text, format.quotes, format.escapes);
        }

        Map<String, String> pairs() {
            List<String> words = words();
            Map<String, String> found = new HashMap<>();
            for (int i = 0; i + 1 < words.size(); i++) {
                if (keys.containsKey(words.get(i)) && !found.containsKey(words.get(i))) {
                    found.put(words.get(i), words.get(i + 1));
                    i++;
                }
            }
            return found;
        }

        private List<String> words() {
            List<String> words = new ArrayList<>();
            while (at < text.length()) {
                Optional<String> quoted = quoted();
                int start = at;
                if (quoted.isPresent()) {
                    words.add(quoted.get());
                } else if (Character.isLetterOrDigit(text.charAt(at))) {
                    while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
                        at++;
                    }
                    words.add(text.substring(start, at));
                } else {
                    at++;
                }
            }
            return words;
        }
    }
}
