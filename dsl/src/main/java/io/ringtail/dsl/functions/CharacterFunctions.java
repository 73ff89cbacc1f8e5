package io.ringtail.dsl.functions;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Functions of the characters of a string, and those that search for several things at once. */
final class CharacterFunctions {
    private static final List<String> BYTE_UNITS = List.of("Bytes", "KB", "MB", "GB", "TB", "PB", "EB");
    private static final BigDecimal KILO = BigDecimal.valueOf(1024);

    private CharacterFunctions() {}

    static void addTo(FunctionTable table) {
        table.add("string_size(string):long", Kernels.ofText(text -> text.getBytes(StandardCharsets.UTF_8).length));
        table.add("isascii(string):bool", Kernels.test(text -> text.chars().allMatch(c -> c < 128)));
        table.add(
                "isutf8(string):bool",
                Kernels.test(text -> text.codePoints()
                        .noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)));
        for (String name : List.of("to_utf8", "unicode_codepoints_from_string")) {
            table.add(name + "(string):dynamic", Kernels.strict(row -> points(Arguments.text(row[0]))));
        }
        for (String name : List.of("make_string", "unicode_codepoints_to_string")) {
            table.add(name + "(any,any...):string", Kernels.strict(CharacterFunctions::ofPoints));
        }
        table.add("regex_quote(string):string", Kernels.text(Pattern::quote));
        table.add("translate(string,string,string):string", Kernels.strict(CharacterFunctions::translate));
        table.add("has_any_index(string,dynamic):long", Kernels.strict(CharacterFunctions::firstTerm));
        table.add("replace_strings(string,dynamic,dynamic):string", Kernels.strict(CharacterFunctions::replaceAll));
        table.add("indexof_regex(any,string,[long],[long],[long]):long", Kernels.strict(CharacterFunctions::indexOf));
        table.add("format_bytes(real,[long],[string]):string", Kernels.strict(CharacterFunctions::formatBytes));
    }

    private static List<@Nullable Object> points(String text) {
        List<@Nullable Object> points = new ArrayList<>();
        text.codePoints().forEach(point -> points.add((long) point));
        return points;
    }

    private static String ofPoints(@Nullable Object[] row) {
        StringBuilder text = new StringBuilder();
        for (Object argument : row) {
            List<?> points = argument instanceof List<?> list ? list : List.of(Objects.requireNonNull(argument));
            for (Object point : points) {
                int value = Arguments.whole(point);
                text.append(
                        point instanceof Long && Character.isValidCodePoint(value) ? Character.toString(value) : "");
            }
        }
        return text.toString();
    }

    /** Characters of the first set become those at the same places of the second, whose last one is repeated. */
    private static String translate(@Nullable Object[] row) {
        int[] from = Arguments.text(row[0]).codePoints().toArray();
        int[] to = Arguments.text(row[1]).codePoints().toArray();
        Map<Integer, Integer> changes = new HashMap<>();
        for (int i = 0; i < from.length && to.length > 0; i++) {
            changes.putIfAbsent(from[i], to[Math.min(i, to.length - 1)]);
        }
        StringBuilder text = new StringBuilder();
        Arguments.text(row[2]).codePoints().forEach(point -> text.appendCodePoint(changes.getOrDefault(point, point)));
        return text.toString();
    }

    private static Object firstTerm(@Nullable Object[] row) {
        List<@Nullable Object> terms = Arguments.elements(row[1]);
        for (int i = 0; i < terms.size(); i++) {
            if (TextMatch.predicate("has", Arguments.text(terms.get(i))).test(Arguments.text(row[0]))) {
                return (long) i;
            }
        }
        return -1L;
    }

    private static @Nullable Object replaceAll(@Nullable Object[] row) {
        List<@Nullable Object> wanted = Arguments.elements(row[1]);
        List<@Nullable Object> replacements = Arguments.elements(row[2]);
        if (wanted.size() != replacements.size()) {
            return null;
        }
        List<Piece> pieces = List.of(new Piece(Arguments.text(row[0]), false));
        for (int i = 0; i < wanted.size(); i++) {
            if (wanted.get(i) instanceof String from && !from.isEmpty()) {
                // What has no string to become stays, and is not searched for the strings behind.
                String to = replacements.get(i) instanceof String text ? text : from;
                pieces = pieces.stream()
                        .flatMap(piece -> piece.replaced(from, to).stream())
                        .toList();
            }
        }
        return pieces.stream().map(Piece::text).collect(Collectors.joining());
    }

    /** A part of a text; what was put in is not searched again. */
    private record Piece(String text, boolean isNew) {
        List<Piece> replaced(String from, String to) {
            if (isNew) {
                return List.of(this);
            }
            List<Piece> pieces = new ArrayList<>();
            int start = 0;
            for (int at = text.indexOf(from); at >= 0; at = text.indexOf(from, start)) {
                pieces.add(new Piece(text.substring(start, at), false));
                pieces.add(new Piece(to, true));
                start = at + from.length();
            }
            pieces.add(new Piece(text.substring(start), false));
            return pieces;
        }
    }

    private static @Nullable Object indexOf(@Nullable Object[] row) {
        String text = Arguments.text(row[0]);
        int from = Arguments.whole(row, 2, 0);
        int length = Arguments.whole(row, 3, -1);
        int occurrence = Arguments.whole(row, 4, 1);
        Optional<Pattern> regex = TextMatch.compile(Arguments.text(row[1]));
        if (regex.isEmpty() || from < 0 || length < -1 || occurrence < 0) {
            return null;
        }
        int start = TextFunctions.start(text, from);
        int end = length < 0 ? text.length() : TextFunctions.behind(text, start, length);
        String part = text.substring(start, end);
        Matcher matcher = regex.get().matcher(part);
        for (int i = 1; matcher.find(); i++) {
            if (i >= occurrence) {
                return (long) from + part.codePointCount(0, matcher.start());
            }
        }
        return -1L;
    }

    private static @Nullable Object formatBytes(@Nullable Object[] row) {
        if (!(row[0] instanceof Double size) || !Double.isFinite(size)) {
            return "";
        }
        int unit = row.length > 2
                ? unit(Arguments.text(row[2]))
                : (int) Math.clamp(Math.log(Math.max(1, Math.abs(size))) / Math.log(1024), 0, BYTE_UNITS.size() - 1);
        BigDecimal scaled = new BigDecimal(size)
                .divide(KILO.pow(unit))
                .setScale(Math.clamp(Arguments.whole(row, 1, 0), 0, 20), RoundingMode.HALF_UP);
        BigDecimal shown = scaled.signum() == 0 ? BigDecimal.ZERO : scaled.stripTrailingZeros();
        return shown.toPlainString() + " " + BYTE_UNITS.get(unit);
    }

    private static int unit(String name) {
        for (int i = 0; i < BYTE_UNITS.size(); i++) {
            if (BYTE_UNITS.get(i).toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
                return i;
            }
        }
        return 0;
    }
}
