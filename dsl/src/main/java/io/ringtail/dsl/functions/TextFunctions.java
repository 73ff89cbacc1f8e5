package io.ringtail.dsl.functions;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.ringtail.dsl.value.Values;
import io.ringtail.dsl.vector.Kernel;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Functions of strings, and casts. */
final class TextFunctions {
    /** No function makes a longer string: a query must not fill the memory by repeating one. */
    private static final int MAX_LENGTH = 1 << 20;

    private TextFunctions() {}

    static void addTo(FunctionTable table) {
        casts(table);
        table.add("strlen(string):long", Kernels.ofText(text -> text.codePointCount(0, text.length())));
        ofAnyText(table, "toupper", text -> eachCharacter(text, Character::toUpperCase));
        ofAnyText(table, "tolower", text -> eachCharacter(text, Character::toLowerCase));
        ofAnyText(table, "reverse", text -> new StringBuilder(text).reverse().toString());
        table.add("isempty(string):bool", Kernels.test(String::isEmpty));
        table.add("isempty(dynamic):bool", Kernels.lenient(row -> text(row[0]).isEmpty()));
        table.add("isempty(any):bool", Kernels.isNull(true));
        table.add("isnotempty(string):bool", Kernels.test(text -> !text.isEmpty()));
        table.add(
                "isnotempty(dynamic):bool", Kernels.lenient(row -> !text(row[0]).isEmpty()));
        table.add("isnotempty(any):bool", Kernels.isNull(false));
        table.add("notempty(string):bool", Kernels.test(text -> !text.isEmpty()));
        table.add("notempty(dynamic):bool", Kernels.lenient(row -> !text(row[0]).isEmpty()));
        table.add("notempty(any):bool", Kernels.isNull(false));
        table.add("isnull(any):bool", Kernels.isNull(true));
        table.add("isnotnull(any):bool", Kernels.isNull(false));
        table.add("notnull(any):bool", Kernels.isNull(false));
        table.add("strcat(any,any...):string", Kernels.ofTexts(row -> join("", row, 0)));
        table.add("strcat_delim(string,any,any...):string", Kernels.ofTexts(row -> join(text(row[0]), row, 1)));
        table.add("strcmp(any,any):long", Kernels.ofTexts(row ->
                (long) Integer.signum(text(row[0]).compareTo(text(row[1])))));
        table.add("strrep(any,long,[any]):string", Kernels.strict(TextFunctions::repeat));
        table.add("substring(any,long,[long]):string", Kernels.strict(TextFunctions::substring));
        table.add("indexof(any,any,[long],[long],[long]):long", Kernels.strict(TextFunctions::indexOf));
        table.add("countof(string,string,[string]):long", Kernels.strict(TextFunctions::countOf));
        table.add(
                "replace_string(string,string,string):string",
                Kernels.strict(
                        row -> text(row[1]).isEmpty() ? row[0] : text(row[0]).replace(text(row[1]), text(row[2]))));
        table.add("replace_regex(string,string,string):string", Kernels.strict(TextFunctions::replaceRegex));
        table.add(
                "replace(string,string,string):string",
                Kernels.strict(row -> replaceRegex(new @Nullable Object[] {row[2], row[0], row[1]})));
        table.add(
                "trim(string,string):string",
                Kernels.strict(row -> trimEnd(trimStart(text(row[1]), text(row[0])), text(row[0]))));
        table.add("trim_start(string,string):string", Kernels.strict(row -> trimStart(text(row[1]), text(row[0]))));
        table.add("trim_end(string,string):string", Kernels.strict(row -> trimEnd(text(row[1]), text(row[0]))));
        table.add("split(any,string,[long]):dynamic", Kernels.strict(TextFunctions::split));
        table.add("extract(string,long,string):string", Kernels.strict(TextFunctions::extract));
        for (String name : List.of("extract_all", "extractall")) {
            table.add(name + "(string,string):dynamic", Kernels.strict(TextFunctions::extractAll));
            table.add(name + "(string,dynamic,string):dynamic", Kernels.strict(TextFunctions::extractAll));
        }
        table.add("tohex(int,[long]):string", Kernels.strict(row -> hex(row, true)));
        table.add("tohex(long,[long]):string", Kernels.strict(row -> hex(row, false)));
    }

    /** What is no string is taken for its text. */
    private static void ofAnyText(FunctionTable table, String name, UnaryOperator<String> function) {
        table.add(name + "(string):string", Kernels.text(function));
        table.add(name + "(any):string", Kernels.ofTexts(row -> function.apply(text(row[0]))));
    }

    /** Each character by itself, so that none becomes two, as in .NET. */
    private static String eachCharacter(String text, IntUnaryOperator function) {
        return text.codePoints()
                .map(function)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static void casts(FunctionTable table) {
        cast(table, ScalarType.STRING, "tostring");
        cast(table, ScalarType.LONG, "tolong");
        cast(table, ScalarType.INT, "toint");
        cast(table, ScalarType.REAL, "todouble", "toreal");
        cast(table, ScalarType.DECIMAL, "todecimal");
        cast(table, ScalarType.BOOL, "tobool", "toboolean");
        cast(table, ScalarType.DATETIME, "todatetime");
        cast(table, ScalarType.TIMESPAN, "totimespan", "totime");
        cast(table, ScalarType.GUID, "toguid");
    }

    private static void cast(FunctionTable table, ScalarType type, String... names) {
        for (String name : names) {
            Kernels.RowFunction cast = row -> Values.cast(row[0], type);
            Kernel kernel = type == ScalarType.STRING ? Kernels.ofTexts(cast) : Kernels.lenient(cast);
            table.add(name + "(any):" + type.label(), kernel);
        }
    }

    private static String text(@Nullable Object value) {
        return Arguments.text(value);
    }

    private static int whole(@Nullable Object value) {
        return Arguments.whole(value);
    }

    private static String join(String delimiter, @Nullable Object[] row, int from) {
        StringBuilder joined = new StringBuilder();
        for (int i = from; i < row.length; i++) {
            joined.append(i > from ? delimiter : "").append(text(row[i]));
        }
        return joined.toString();
    }

    private static String repeat(@Nullable Object[] row) {
        String unit = text(row[0]);
        String delimiter = row.length > 2 ? text(row[2]) : "";
        int times = Math.clamp(whole(row[1]), 0, 1024);
        StringBuilder repeated = new StringBuilder();
        for (int i = 0; i < times && repeated.length() < MAX_LENGTH; i++) {
            repeated.append(i > 0 ? delimiter : "").append(unit);
        }
        return repeated.toString();
    }

    /** A negative start counts from the end; there is nothing before the beginning. */
    private static String substring(@Nullable Object[] row) {
        String text = text(row[0]);
        if (whole(row[1]) < -text.codePointCount(0, text.length())) {
            return "";
        }
        int from = start(text, whole(row[1]));
        return text.substring(from, row.length > 2 ? behind(text, from, whole(row[2])) : text.length());
    }

    /** Where the character at this place stands, counted from the end if it is negative; characters are not cut in two. */
    static int start(String text, int place) {
        int characters = text.codePointCount(0, text.length());
        long start = place < 0 ? (long) characters + place : place;
        return text.offsetByCodePoints(0, Math.clamp(start, 0, characters));
    }

    /** Where so many characters end. */
    static int behind(String text, int from, int characters) {
        int left = text.codePointCount(from, text.length());
        return text.offsetByCodePoints(from, Math.clamp(characters, 0, left));
    }

    private static @Nullable Object indexOf(@Nullable Object[] row) {
        String text = text(row[0]);
        String wanted = text(row[1]);
        int from = start(text, row.length > 2 ? whole(row[2]) : 0);
        int length = row.length > 3 ? whole(row[3]) : -1;
        int occurrence = row.length > 4 ? whole(row[4]) : 1;
        if (occurrence < 0 || length < -1 || wanted.isEmpty()) {
            return null;
        }
        for (int i = 1; ; i++) {
            int end = length < 0 ? text.length() : behind(text, from, length);
            int at = text.indexOf(wanted, from);
            if (at < 0 || at + wanted.length() > end) {
                return -1L;
            }
            if (i >= occurrence) {
                return (long) text.codePointCount(0, at);
            }
            from = at + 1; // the length counts from each occurrence anew
        }
    }

    private static Long countOf(@Nullable Object[] row) {
        String text = text(row[0]);
        String wanted = text(row[1]);
        if (wanted.isEmpty()) {
            return 0L;
        }
        long count = 0;
        if (row.length > 2 && text(row[2]).equals("regex")) {
            Optional<Pattern> regex = TextMatch.compile(wanted);
            Matcher matcher = regex.isPresent() ? regex.get().matcher(text) : null;
            while (matcher != null && matcher.find()) {
                count++;
            }
            return count;
        }
        for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
            count++;
        }
        return count;
    }

    /** {@code \1} in the replacement is the first group. */
    private static @Nullable Object replaceRegex(@Nullable Object[] row) {
        Optional<Pattern> regex = TextMatch.compile(text(row[1]));
        if (regex.isEmpty()) {
            return row[0];
        }
        String replacement = text(row[2]).replace("$", "\\$").replaceAll("\\\\([0-9])", "\\$$1");
        try {
            return regex.get().matcher(text(row[0])).replaceAll(replacement);
        } catch (IndexOutOfBoundsException e) {
            return row[0];
        }
    }

    /** One match goes; more of them take a {@code +} in the expression, as in Kusto. */
    private static String trimStart(String text, String regex) {
        return TextMatch.compile("^(?:" + regex + ")")
                .map(pattern -> pattern.matcher(text).replaceFirst(""))
                .orElse(text);
    }

    private static String trimEnd(String text, String regex) {
        return TextMatch.compile("(?:" + regex + ")$")
                .map(pattern -> pattern.matcher(text).replaceFirst(""))
                .orElse(text);
    }

    private static @Nullable Object split(@Nullable Object[] row) {
        String delimiter = text(row[1]);
        List<@Nullable Object> parts = delimiter.isEmpty()
                ? new ArrayList<>(List.of(text(row[0])))
                : new ArrayList<>(Arrays.asList(text(row[0]).split(java.util.regex.Pattern.quote(delimiter), -1)));
        if (row.length < 3) {
            return parts;
        }
        int wanted = whole(row[2]);
        boolean isThere = wanted >= 0 && wanted < parts.size();
        return isThere ? new ArrayList<@Nullable Object>(parts.subList(wanted, wanted + 1)) : null;
    }

    private static @Nullable Object extract(@Nullable Object[] row) {
        Optional<Pattern> regex = TextMatch.compile(text(row[0]));
        if (regex.isEmpty()) {
            return "";
        }
        Matcher matcher = regex.get().matcher(text(row[2]));
        int group = whole(row[1]);
        boolean found = matcher.find() && group >= 0 && group <= matcher.groupCount();
        return found ? matcher.group(group) : "";
    }

    private static @Nullable Object extractAll(@Nullable Object[] row) {
        Optional<Pattern> regex = TextMatch.compile(text(row[0]));
        if (regex.isEmpty() || regex.get().groupCount() == 0) {
            return null;
        }
        Matcher matcher = regex.get().matcher(text(row[row.length - 1]));
        List<@Nullable Object> all = new ArrayList<>();
        while (matcher.find()) {
            List<@Nullable Object> chosen = row.length > 2 ? groups(matcher, row[1]) : new ArrayList<>();
            List<@Nullable Object> groups = chosen.isEmpty() ? groups(matcher) : chosen;
            all.add(groups.size() == 1 ? groups.getFirst() : groups);
        }
        return all.isEmpty() ? null : all;
    }

    private static List<@Nullable Object> groups(Matcher matcher) {
        List<@Nullable Object> groups = new ArrayList<>();
        for (int group = 1; group <= matcher.groupCount(); group++) {
            groups.add(text(matcher.group(group)));
        }
        return groups;
    }

    /** The groups that are asked for, by number or by name; what is none is left out. */
    private static List<@Nullable Object> groups(Matcher matcher, @Nullable Object wanted) {
        List<@Nullable Object> groups = new ArrayList<>();
        for (Object group : Arguments.elements(wanted)) {
            if (isGroup(matcher, group)) {
                groups.add(
                        text(group instanceof Long number ? matcher.group(whole(number)) : matcher.group(text(group))));
            }
        }
        return groups;
    }

    private static boolean isGroup(Matcher matcher, @Nullable Object group) {
        return group instanceof Long number
                ? number > 0 && number <= matcher.groupCount()
                : matcher.pattern().namedGroups().containsKey(text(group));
    }

    /** Negative numbers in two's complement of their size. */
    private static String hex(@Nullable Object[] row, boolean narrow) {
        long number = row[0] instanceof Long given ? given : 0;
        String digits = narrow ? Integer.toHexString((int) number) : Long.toHexString(number);
        int wanted = row.length > 1 ? Math.clamp(whole(row[1]), 0, 64) : 0;
        return "0".repeat(Math.max(0, wanted - digits.length())) + digits;
    }
}
