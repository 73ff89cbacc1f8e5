package io.ringtail.dsl.functions;

import io.ringtail.dsl.value.Json;
import io.ringtail.dsl.value.JsonPath;
import io.ringtail.dsl.value.Literals;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Functions that take text apart: JSON, URLs, paths, versions, comma-separated values, command lines. */
final class ParseFunctions {
    private static final Pattern URL = Pattern.compile(
            "(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://(?:([^@/?#:]*):([^@/?#]*)@)?"
                    + "(\\[[^\\]]*]|[^:/?#]*)(?::([0-9]*))?)?([^?#]*)(?:\\?([^#]*))?(?:#(.*))?",
            Pattern.DOTALL);
    private static final Pattern PATH_SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+)://(.*)", Pattern.DOTALL);
    private static final Pattern PATH_ROOT = Pattern.compile("([A-Za-z]:)(?:[\\\\/].*)?", Pattern.DOTALL);
    private static final BigDecimal VERSION_STEP = BigDecimal.TEN.pow(8);

    private ParseFunctions() {}

    static void addTo(FunctionTable table) {
        for (String name : List.of("parse_json", "todynamic", "parsejson", "toobject")) {
            table.add(name + "(any):dynamic", Kernels.strict(row -> json(row[0])));
        }
        for (String name : List.of("extract_json", "extractjson")) {
            table.add(
                    name + "(string,any):string",
                    Kernels.lenient(row -> Arguments.text(JsonPath.parse(Arguments.text(row[0]))
                            .map(path -> path.find(json(row[1])))
                            .orElse(null))));
        }
        for (String name : List.of("parse_url", "parseurl")) {
            table.add(name + "(string):dynamic", Kernels.strict(row -> url(Arguments.text(row[0]))));
        }
        for (String name : List.of("parse_urlquery", "parseurlquery")) {
            table.add(
                    name + "(string):dynamic",
                    Kernels.strict(row -> bag("Query Parameters", parameters(Arguments.text(row[0])))));
        }
        table.add("parse_path(string):dynamic", Kernels.strict(row -> path(Arguments.text(row[0]))));
        table.add("parse_version(string):decimal", Kernels.strict(row -> version(Arguments.text(row[0]))));
        table.add("parse_csv(string):dynamic", Kernels.strict(row -> csv(Arguments.text(row[0]))));
        table.add("parse_command_line(string,string):dynamic", Kernels.strict(ParseFunctions::commandLine));
    }

    /** What is no JSON stays the text that it is; of the empty string nothing is left. */
    static @Nullable Object json(@Nullable Object value) {
        if (!(value instanceof String text)) {
            return value;
        }
        if (text.isBlank()) {
            return null;
        }
        Optional<Literals.Parsed> parsed = Json.parse(text);
        return parsed.isPresent() ? parsed.get().value() : text;
    }

    private static Map<String, @Nullable Object> bag(@Nullable Object... keysAndValues) {
        return BagFunctions.pack(keysAndValues);
    }

    private static String given(@Nullable String group) {
        return group == null ? "" : group;
    }

    private static @Nullable Object url(String text) {
        Matcher parts = URL.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        if (parts.group(1) == null) {
            return url("", "", "", "", "", "", Map.of(), ""); // a text without a scheme has no parts
        }
        String path = given(parts.group(6));
        return url(
                given(parts.group(1)),
                given(parts.group(4)),
                given(parts.group(5)),
                path.startsWith("/") ? path.substring(1) : path,
                given(parts.group(2)),
                given(parts.group(3)),
                sorted(given(parts.group(7))),
                given(parts.group(8)));
    }

    private static Map<String, @Nullable Object> url(
            String scheme,
            String host,
            String port,
            String path,
            String user,
            String password,
            Map<String, ?> parameters,
            String fragment) {
        return bag(
                "Scheme", scheme,
                "Host", host,
                "Port", port,
                "Path", path,
                "Username", user,
                "Password", password,
                "Query Parameters", parameters,
                "Fragment", fragment);
    }

    /** By name; one that stands several times has all its values, and one without a value is none. */
    private static Map<String, Object> sorted(String query) {
        Map<String, List<Object>> values = new TreeMap<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && equals < pair.length() - 1) {
                values.computeIfAbsent(decoded(pair.substring(0, equals)), first -> new ArrayList<>())
                        .add(decoded(pair.substring(equals + 1)));
            }
        }
        Map<String, Object> parameters = new LinkedHashMap<>();
        values.forEach((name, all) -> parameters.put(name, all.size() == 1 ? all.getFirst() : all));
        return parameters;
    }

    private static Map<String, @Nullable Object> parameters(String query) {
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        for (String pair : (query.startsWith("?") ? query.substring(1) : query).split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (!name.isEmpty()) {
                parameters.put(decoded(name), decoded(equals < 0 ? "" : pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static Map<String, @Nullable Object> path(String text) {
        Matcher scheme = PATH_SCHEME.matcher(text);
        boolean hasScheme = scheme.matches();
        String rest = hasScheme ? scheme.group(2) : text;
        int cut = Math.max(rest.lastIndexOf('/'), rest.lastIndexOf('\\'));
        String last = rest.substring(cut + 1);
        int stream = last.indexOf(':');
        String file = stream < 0 ? last : last.substring(0, stream);
        String directory = cut < 0 ? "" : rest.substring(0, cut);
        Matcher root = PATH_ROOT.matcher(rest);
        int dot = file.lastIndexOf('.');
        return bag(
                "Scheme", hasScheme ? scheme.group(1) : "",
                "RootPath", root.matches() ? root.group(1) : "",
                "DirectoryPath", directory,
                "DirectoryName",
                        directory.substring(Math.max(directory.lastIndexOf('/'), directory.lastIndexOf('\\')) + 1),
                "Filename", file,
                "Extension", dot < 0 ? "" : file.substring(dot + 1),
                "AlternateDataStreamName", stream < 0 ? "" : last.substring(stream + 1));
    }

    /** Up to four numbers of up to eight digits; null of what is no version. */
    private static @Nullable Object version(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length > 4) {
            return null;
        }
        BigDecimal version = BigDecimal.ZERO;
        for (int i = 0; i < 4; i++) {
            String part = i < parts.length ? parts[i] : "0";
            if (!part.matches("[0-9]{1,8}")) {
                return null;
            }
            version = version.multiply(VERSION_STEP).add(new BigDecimal(part));
        }
        return version;
    }

    /** The fields of the first record. */
    private static List<@Nullable Object> csv(String text) {
        List<@Nullable Object> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean doubled = quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"';
            if (doubled) {
                field.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == ',') {
                fields.add(field.toString());
                field.setLength(0);
            } else if (!quoted && (c == '\n' || c == '\r')) {
                break;
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }

    private static @Nullable Object commandLine(@Nullable Object[] row) {
        boolean windows = Arguments.text(row[1]).toLowerCase(Locale.ROOT).equals("windows");
        return windows && !Arguments.text(row[0]).isBlank() ? WindowsCommandLine.split(Arguments.text(row[0])) : null;
    }
}
