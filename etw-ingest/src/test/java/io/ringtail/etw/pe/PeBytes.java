package io.ringtail.etw.pe;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes Windows programs that hold nothing but resources, and message tables. */
public final class PeBytes {
    public static final int ENGLISH = 0x409;
    public static final int GERMAN = 0x407;

    private static final int HEADERS_BYTES = 0x200;
    private static final int ADDRESS = 0x1000;
    private static final int NODE_BYTES = 16;

    private record Resource(String type, int number, int language, byte[] content) {}

    private final boolean wide;
    private final List<Resource> resources = new ArrayList<>();

    /** @param wide whether it is of 64 bits */
    public PeBytes(boolean wide) {
        this.wide = wide;
    }

    /** Adds a resource of a named type. */
    public PeBytes with(String type, int language, byte[] content) {
        resources.add(new Resource(type, 0, language, content));
        return this;
    }

    /** Adds a resource of a numbered type. */
    public PeBytes with(int type, int language, byte[] content) {
        resources.add(new Resource("", type, language, content));
        return this;
    }

    /** Blocks of messages whose numbers follow one another. */
    public static byte[] messageTable(Map<Integer, String> messages) {
        TreeMap<Long, String> sorted = new TreeMap<>();
        messages.forEach((number, text) -> sorted.put(Integer.toUnsignedLong(number), text));
        List<Long> starts = new ArrayList<>();
        for (long number : sorted.keySet()) {
            if (!sorted.containsKey(number - 1)) {
                starts.add(number);
            }
        }
        ByteBuffer out = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(starts.size());
        int at = Integer.BYTES + 12 * starts.size();
        for (long start : starts) {
            out.putInt((int) start);
            int entry = at;
            long number = start;
            for (; sorted.containsKey(number); number++) {
                entry += put(out, entry, sorted.getOrDefault(number, ""));
            }
            out.putInt((int) (number - 1)).putInt(at);
            at = entry;
        }
        byte[] table = new byte[at];
        out.get(0, table);
        return table;
    }

    private static int put(ByteBuffer out, int at, String text) {
        byte[] bytes = (text + "\r\n\0").getBytes(StandardCharsets.UTF_16LE);
        int length = 4 + bytes.length + 3 & ~3;
        out.putShort(at, (short) length).putShort(at + 2, (short) 1).put(at + 4, bytes);
        return length;
    }

    /** The whole file. */
    public byte[] bytes() {
        byte[] section = section();
        ByteBuffer file = ByteBuffer.allocate(HEADERS_BYTES + section.length).order(ByteOrder.LITTLE_ENDIAN);
        int pe = 0x80;
        int optional = pe + 24;
        int directories = optional + (wide ? 112 : 96);
        int optionalBytes = directories - optional + 16 * 8;
        file.putShort(0, (short) 0x5A4D).putInt(0x3C, pe).putInt(pe, 0x4550);
        file.putShort(pe + 4, (short) (wide ? 0x8664 : 0x14C)).putShort(pe + 6, (short) 1);
        file.putShort(pe + 20, (short) optionalBytes);
        file.putShort(optional, (short) (wide ? 0x20B : 0x10B)).putInt(directories - 4, 16);
        file.putInt(directories + 16, ADDRESS).putInt(directories + 20, section.length);
        int table = optional + optionalBytes;
        file.put(table, ".rsrc".getBytes(StandardCharsets.US_ASCII));
        file.putInt(table + 8, section.length).putInt(table + 12, ADDRESS);
        file.putInt(table + 16, section.length).putInt(table + 20, HEADERS_BYTES);
        file.put(HEADERS_BYTES, section);
        return file.array();
    }

    /** One type directory of one name directory of one language each; types of one name share nothing. */
    private byte[] section() {
        Map<String, List<Resource>> types = new TreeMap<>();
        for (Resource resource : resources) {
            types.computeIfAbsent(resource.type + "/" + resource.number, none -> new ArrayList<>())
                    .add(resource);
        }
        int bytes = 4096;
        for (Resource resource : resources) {
            bytes += resource.content.length + 64;
        }
        ByteBuffer out = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int end = NODE_BYTES + 8 * types.size();
        int entry = NODE_BYTES;
        out.putShort(14, (short) types.size());
        for (List<Resource> languages : types.values()) {
            Resource first = languages.getFirst();
            int name = first.number;
            if (!first.type.isEmpty()) {
                name = 0x8000_0000 | end;
                out.putShort(end, (short) first.type.length());
                out.put(end + 2, first.type.getBytes(StandardCharsets.UTF_16LE));
                end += 2 + 2 * first.type.length();
            }
            out.putInt(entry, name).putInt(entry + 4, 0x8000_0000 | end);
            entry += 8;
            end = putType(out, end, languages);
        }
        byte[] section = new byte[end];
        out.get(0, section);
        return section;
    }

    private static int putType(ByteBuffer out, int at, List<Resource> languages) {
        int language = at + NODE_BYTES + 8;
        out.putShort(at + 14, (short) 1).putInt(at + NODE_BYTES, 1).putInt(at + NODE_BYTES + 4, 0x8000_0000 | language);
        out.putShort(language + 14, (short) languages.size());
        int entry = language + NODE_BYTES;
        int end = entry + 8 * languages.size();
        for (Resource resource : languages) {
            out.putInt(entry, resource.language).putInt(entry + 4, end);
            entry += 8;
            out.putInt(end, ADDRESS + end + NODE_BYTES).putInt(end + 4, resource.content.length);
            out.put(end + NODE_BYTES, resource.content);
            end += NODE_BYTES + resource.content.length + 7 & ~7;
        }
        return end;
    }
}
