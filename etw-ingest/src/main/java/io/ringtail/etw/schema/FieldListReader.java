package io.ringtail.etw.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the fields of a line in an {@link EventTable}: {@code Name type} with commas between them.
 *
 * <pre>
 *   u32, x64, ptr, utf16, guid, …       the table names of {@link InType}
 *   u16:port                            with an out-type
 *   utf16(256)  binary(Length)          with a length: a number, or a field before it
 *   u64[4]  u32[Count]  ptr[*]  ptr[]   arrays: a number, a field before it, as many as there is room for
 *   {A u32, B ptr}[Count]               structures
 *   u32=Modes                           with a map of the table that names its values
 * </pre>
 */
final class FieldListReader {
    private final String text;
    private final Map<String, Integer> slotOfName = new HashMap<>();
    private int at;

    FieldListReader(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException if the line is not as the class says */
    List<FieldSchema> fields() {
        List<FieldSchema> fields = members();
        if (at < text.length()) {
            throw new IllegalArgumentException("'" + text.substring(at) + "' is not expected here");
        }
        return remembered(fields);
    }

    int slots() {
        return slotOfName.size();
    }

    private List<FieldSchema> members() {
        List<FieldSchema> members = new ArrayList<>();
        skipSpaces();
        while (at < text.length() && text.charAt(at) != '}') {
            members.add(field());
            skipSpaces();
            if (at < text.length() && text.charAt(at) == ',') {
                at++;
                skipSpaces();
            }
        }
        return members;
    }

    private FieldSchema field() {
        String name = word();
        skipSpaces();
        if (at < text.length() && text.charAt(at) == '{') {
            at++;
            List<FieldSchema> members = members();
            at++;
            return FieldSchema.struct(name, count(), members);
        }
        String type = word();
        InType in = InType.ofTableName(type)
                .orElseThrow(
                        () -> new IllegalArgumentException("field " + name + " has the unknown type '" + type + "'"));
        Extent length = bracketed('(', ')');
        OutType out = OutType.NONE;
        if (at < text.length() && text.charAt(at) == ':') {
            at++;
            out = OutType.ofManifestName(word());
        }
        return FieldSchema.of(name, in, out).withLength(length).withMap(map()).withCount(count());
    }

    private String map() {
        if (at >= text.length() || text.charAt(at) != '=') {
            return "";
        }
        at++;
        return word();
    }

    private Extent count() {
        return bracketed('[', ']');
    }

    private Extent bracketed(char open, char close) {
        if (at >= text.length() || text.charAt(at) != open) {
            return Extent.OWN;
        }
        int end = text.indexOf(close, at);
        String inside = text.substring(at + 1, end).strip();
        at = end + 1;
        if (inside.isEmpty()) {
            return Extent.REST;
        }
        if (Character.isDigit(inside.charAt(0))) {
            return new Extent.Fixed(Integer.decode(inside.toLowerCase(Locale.ROOT)));
        }
        return new Extent.OfField(slotOfName.computeIfAbsent(inside, none -> slotOfName.size()));
    }

    private List<FieldSchema> remembered(List<FieldSchema> fields) {
        List<FieldSchema> all = new ArrayList<>();
        for (FieldSchema field : fields) {
            FieldSchema known = field.in() == InType.STRUCT
                    ? FieldSchema.struct(field.name(), field.count(), remembered(field.members()))
                    : field;
            Integer slot = slotOfName.get(field.name());
            all.add(slot == null ? known : known.withSlot(slot));
        }
        return all;
    }

    private String word() {
        int start = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "_-.".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        if (at == start) {
            throw new IllegalArgumentException("a name is expected at '" + text.substring(at) + "'");
        }
        return text.substring(start, at);
    }

    private void skipSpaces() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }
}
