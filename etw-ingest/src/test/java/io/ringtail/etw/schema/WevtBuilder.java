package io.ringtail.etw.schema;

import io.ringtail.etw.pe.PeBytes;
import io.ringtail.etw.pe.PeImage;
import io.ringtail.ring.event.Guids;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compiles manifests as Microsoft's message compiler does: into a WEVT_TEMPLATE resource and a message table. The layout is
 * that of clretwrc.dll and node.exe, which the tests of real programs read.
 */
final class WevtBuilder {
    private static final int NONE = -1;

    private record Part(int kind, int at) {}

    private final Map<Integer, String> messages = new TreeMap<>();
    private final ByteBuffer out = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
    private final boolean namesProviders;

    private WevtBuilder(boolean namesProviders) {
        this.namesProviders = namesProviders;
    }

    /** A program with this manifest and its messages. */
    static byte[] program(Manifest manifest, boolean wide) {
        WevtBuilder builder = new WevtBuilder(true);
        byte[] resource = builder.compile(manifest);
        return new PeBytes(wide)
                .with("MUI", PeBytes.ENGLISH, new byte[8])
                .with(PeImage.MESSAGE_TABLE, PeBytes.ENGLISH, PeBytes.messageTable(builder.messages))
                .with("WEVT_TEMPLATE", PeBytes.ENGLISH, resource)
                .bytes();
    }

    /** A program with this manifest alone, and the language file that has its messages. */
    static List<byte[]> programAndLanguageFile(Manifest manifest) {
        WevtBuilder builder = new WevtBuilder(true);
        byte[] resource = builder.compile(manifest);
        return List.of(
                new PeBytes(true).with("WEVT_TEMPLATE", 0, resource).bytes(),
                new PeBytes(true)
                        .with(PeImage.MESSAGE_TABLE, PeBytes.ENGLISH, PeBytes.messageTable(builder.messages))
                        .bytes());
    }

    /** The resource alone, as a compiler writes it that puts channels but no provider's name there. */
    static byte[] resource(Manifest manifest) {
        return new WevtBuilder(false).compile(manifest);
    }

    private byte[] compile(Manifest manifest) {
        text("CRIM").u32(0).u16(5).u16(1).u32(manifest.providers().size());
        int entry = position();
        for (int i = 0; i < manifest.providers().size(); i++) {
            zeros(20);
        }
        for (Manifest.Provider provider : manifest.providers()) {
            put(entry, provider);
            entry += 20;
        }
        out.putInt(4, position());
        byte[] bytes = new byte[position()];
        out.get(0, bytes);
        return bytes;
    }

    private void put(int entry, Manifest.Provider provider) {
        out.putLong(entry, Guids.low(provider.guid())).putLong(entry + 8, Guids.high(provider.guid()));
        out.putInt(entry + 16, position());
        int header = position();
        text("WEVT").u32(0).u32(NONE).u32(0).zeros(8 * 8);
        List<Part> parts = new ArrayList<>();
        Map<String, Integer> maps = maps(provider.maps(), parts);
        Map<List<FieldSchema>, Integer> templates = templates(provider, maps, parts);
        name(provider.name(), parts);
        Map<String, Integer> opcodes = names("OPCO", 12, 8, opcodes(provider), parts, 2);
        Map<String, Integer> tasks = names("TASK", 28, 24, tasks(provider), parts, 1);
        Map<String, Integer> levels = names("LEVL", 12, 8, levels(provider), parts, 3);
        Map<String, Long> keywords = keywords(provider, parts);
        events(provider, templates, opcodes, tasks, levels, keywords, parts);
        out.putInt(header + 12, parts.size());
        for (int i = 0; i < parts.size(); i++) {
            out.putInt(header + 16 + 8 * i, parts.get(i).kind);
            out.putInt(header + 20 + 8 * i, parts.get(i).at);
        }
    }

    private void name(String name, List<Part> parts) {
        if (namesProviders) {
            parts.add(new Part(13, position()));
            text("PRVA").u32(0).u32(1).u32(0x1000_0001).u32(position() + 4).utf16(name);
        } else {
            parts.add(new Part(5, position()));
            text("CHAN").u32(0).u32(2);
            int entries = position();
            zeros(32);
            out.putInt(entries + 4, sized("System/Imported")).putInt(entries + 8, 1);
            out.putInt(entries + 20, sized(name + "/Operational"));
        }
    }

    private Map<String, Integer> maps(Map<String, ValueMap> maps, List<Part> parts) {
        Map<String, Integer> places = new HashMap<>();
        if (maps.isEmpty()) {
            return places;
        }
        parts.add(new Part(6, position()));
        text("MAPS").u32(0).u32(maps.size());
        int offset = position();
        zeros(4 * maps.size());
        for (ValueMap map : maps.values()) {
            out.putInt(offset, position());
            offset += 4;
            places.put(map.name(), position());
            text(map.ofBits() ? "BMAP" : "VMAP").u32(20 + 8 * map.names().size());
            int nameAt = position();
            u32(0).u32(map.ofBits() ? 1 : 0).u32(map.names().size());
            map.names().forEach((value, text) -> u32(value.intValue()).u32(message(text)));
            out.putInt(nameAt, sized(map.name()));
        }
        return places;
    }

    private Map<List<FieldSchema>, Integer> templates(
            Manifest.Provider provider, Map<String, Integer> maps, List<Part> parts) {
        Map<List<FieldSchema>, Integer> places = new LinkedHashMap<>();
        parts.add(new Part(7, position()));
        text("TTBL").u32(0).u32(0);
        places.put(List.of(), 0);
        for (EventSchema event : provider.events().values()) {
            places.computeIfAbsent(event.fields(), fields -> template(fields, maps));
        }
        return places;
    }

    private int template(List<FieldSchema> fields, Map<String, Integer> maps) {
        List<FieldSchema> items = new ArrayList<>();
        IdentityHashMap<FieldSchema, Integer> starts = new IdentityHashMap<>();
        addRun(fields, items, starts);
        int at = position();
        text("TEMP")
                .u32(0)
                .u32(fields.size())
                .u32(items.size())
                .u32(at + 48)
                .u32(1)
                .zeros(16);
        zeros(8); // where a template for the event log would stand as binary XML
        int entry = position();
        zeros(20 * items.size());
        for (FieldSchema item : items) {
            putItem(entry, item, items, starts, maps);
            entry += 20;
        }
        out.putInt(at + 4, position() - at);
        return at;
    }

    /** A structure's members follow one another, behind all of what the structure stands among. */
    private static void addRun(
            List<FieldSchema> run, List<FieldSchema> items, IdentityHashMap<FieldSchema, Integer> starts) {
        items.addAll(run);
        for (FieldSchema field : run) {
            if (field.in() == InType.STRUCT) {
                starts.put(field, items.size());
                addRun(field.members(), items, starts);
            }
        }
    }

    private void putItem(
            int at,
            FieldSchema item,
            List<FieldSchema> items,
            IdentityHashMap<FieldSchema, Integer> starts,
            Map<String, Integer> maps) {
        int flags = flags(item.length(), 2, 4) | flags(item.count(), 8, 0x10);
        if (item.in() == InType.STRUCT) {
            flags |= 1;
            out.putShort(at + 4, starts.getOrDefault(item, 0).shortValue());
            out.putShort(at + 6, (short) item.members().size());
        } else {
            out.put(at + 4, (byte) item.in().number())
                    .put(at + 5, (byte) Math.max(0, item.out().tdhNumber()));
            out.putInt(at + 8, maps.getOrDefault(item.mapName(), 0));
        }
        out.putInt(at, flags);
        out.putShort(at + 12, (short) number(item.count(), items));
        out.putShort(at + 14, (short) number(item.length(), items));
        out.putInt(at + 16, sized(item.name()));
    }

    private static int flags(Extent extent, int isFixed, int isIndex) {
        if (extent instanceof Extent.Fixed) {
            return isFixed;
        }
        return extent instanceof Extent.OfField ? isIndex : 0;
    }

    private static int number(Extent extent, List<FieldSchema> items) {
        if (extent instanceof Extent.Fixed(int number)) {
            return number;
        }
        for (int i = 0; i < items.size(); i++) {
            if (extent instanceof Extent.OfField(int slot) && items.get(i).slot() == slot) {
                return i;
            }
        }
        return 0;
    }

    private static List<String> opcodes(Manifest.Provider provider) {
        return provider.events().values().stream()
                .map(EventSchema::opcode)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }

    private static List<String> tasks(Manifest.Provider provider) {
        return provider.events().values().stream()
                .map(EventSchema::task)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }

    private static List<String> levels(Manifest.Provider provider) {
        return provider.events().values().stream()
                .map(EventSchema::level)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }

    /** Each a bit of its own, the last one the highest, as compilers choose it for channels. */
    private Map<String, Long> keywords(Manifest.Provider provider, List<Part> parts) {
        List<String> names = provider.events().values().stream()
                .flatMap(event -> event.keywords().stream())
                .distinct()
                .toList();
        parts.add(new Part(8, position()));
        text("KEYW").u32(0).u32(names.size());
        int entry = position();
        zeros(16 * names.size());
        Map<String, Long> masks = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            boolean hasMessage = i % 2 != 0;
            boolean isLast = i == names.size() - 1;
            masks.put(names.get(i), isLast ? Long.MIN_VALUE : 1L << i);
            out.putLong(entry, isLast ? Long.MIN_VALUE : 1L << i);
            out.putInt(entry + 8, hasMessage ? message(names.get(i)) : NONE);
            out.putInt(entry + 12, sized(hasMessage ? "keyword_" + i : names.get(i)));
            entry += 16;
        }
        return masks;
    }

    /** Half of the names are told by a message, as compilers do where the manifest has one; the others by themselves. */
    private Map<String, Integer> names(
            String part, int entryBytes, int nameAt, List<String> names, List<Part> parts, int kind) {
        parts.add(new Part(kind, position()));
        text(part).u32(0).u32(names.size());
        int entry = position();
        zeros(entryBytes * names.size());
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            boolean hasMessage = i % 2 == 0;
            String name = names.get(i);
            places.put(name, entry);
            out.putInt(entry, i).putInt(entry + 4, hasMessage ? message(name) : NONE);
            out.putInt(entry + nameAt, sized(hasMessage ? "symbol_" + i : kind == 2 ? "win:" + name : name));
            entry += entryBytes;
        }
        return places;
    }

    private void events(
            Manifest.Provider provider,
            Map<List<FieldSchema>, Integer> templates,
            Map<String, Integer> opcodes,
            Map<String, Integer> tasks,
            Map<String, Integer> levels,
            Map<String, Long> keywords,
            List<Part> parts) {
        parts.add(new Part(4, position()));
        text("EVNT").u32(0).u32(provider.events().size()).u32(0);
        provider.events().forEach((key, event) -> {
            long mask = event.keywords().stream()
                    .mapToLong(name -> keywords.getOrDefault(name, 0L))
                    .reduce(0, (one, other) -> one | other);
            u16(key.id()).u16(key.version()).u32(0x0004).u32((int) mask).u32((int) (mask >>> Integer.SIZE));
            u32(message(event.message())).u32(templates.getOrDefault(event.fields(), 0));
            u32(opcodes.getOrDefault(event.opcode(), 0)).u32(levels.getOrDefault(event.level(), 0));
            u32(tasks.getOrDefault(event.task(), 0)).zeros(12);
        });
    }

    private int message(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        int number = 0xB000_0001 + messages.size() + messages.size() / 7;
        messages.put(number, text);
        return number;
    }

    private int position() {
        return out.position();
    }

    private WevtBuilder text(String ascii) {
        out.put(ascii.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    private WevtBuilder u16(int value) {
        out.putShort((short) value);
        return this;
    }

    private WevtBuilder u32(int value) {
        out.putInt(value);
        return this;
    }

    private WevtBuilder zeros(int count) {
        out.put(new byte[count]);
        return this;
    }

    private void utf16(String text) {
        byte[] bytes = (text + '\0').getBytes(StandardCharsets.UTF_16LE);
        out.put(bytes);
        zeros(-position() & 3);
    }

    private int sized(String text) {
        int at = position();
        u32(4 + 2 * text.length() + 2 + 3 & ~3).utf16(text);
        return at;
    }
}
