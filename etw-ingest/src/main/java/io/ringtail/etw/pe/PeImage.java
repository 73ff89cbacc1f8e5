package io.ringtail.etw.pe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The resources of a Windows program file (PE, of 32 or 64 bits). Only the headers, the directories that lead to a resource
 * and the resource itself are read, so a large file costs no more than a small one.
 *
 * <p><b>Threads:</b> one. <b>Ownership:</b> the channel stays the caller's. <b>Bounds:</b> a resource has at most {@link
 * #MAX_RESOURCE_BYTES}, a directory at most {@link #MAX_ENTRIES} entries, and of one type at most {@link #MAX_RESOURCES}
 * resources are read.
 */
public final class PeImage {
    /** RT_MESSAGETABLE. */
    public static final int MESSAGE_TABLE = 11;

    public static final int MAX_RESOURCE_BYTES = 16 << 20;

    static final int MAX_ENTRIES = 4096;
    static final int MAX_RESOURCES = 16;

    private static final int DOS_SIGNATURE = 0x5A4D;
    private static final int PE_SIGNATURE = 0x4550;
    private static final int DOS_BYTES = 64;
    private static final int FILE_HEADER_BYTES = 24;
    private static final int PE32 = 0x10B;
    private static final int PE32_PLUS = 0x20B;
    private static final int DIRECTORIES_AT_32 = 96;
    private static final int DIRECTORIES_AT_64 = 112;
    private static final int RESOURCE_DIRECTORY = 2;
    private static final int SECTION_BYTES = 40;
    private static final int MAX_SECTIONS = 96;
    private static final int NODE_BYTES = 16;
    private static final int ENTRY_BYTES = 8;
    private static final int HIGH_BIT = 0x8000_0000;
    private static final int MAX_NAME_CHARS = 256;

    private static final int ENGLISH_US = 0x409;
    private static final int ENGLISH = 0x09;
    private static final int PRIMARY_LANGUAGE = 0x3FF;

    private record Section(long address, long sizeInFile, long offset) {}

    /** An entry of a resource directory: what it is called, and where it leads. */
    private record Entry(int name, int target) {
        boolean isNamed() {
            return (name & HIGH_BIT) != 0;
        }

        boolean isDirectory() {
            return (target & HIGH_BIT) != 0;
        }

        long targetAt() {
            return target & ~HIGH_BIT;
        }
    }

    private final ImageBytes bytes;
    private final List<Section> sections;
    /** Where the root of the resources is in the file; -1 if there are none. */
    private final long root;

    private PeImage(ImageBytes bytes, List<Section> sections, long root) {
        this.bytes = bytes;
        this.sections = sections;
        this.root = root;
    }

    /** Whether a file that starts so may be one. */
    public static boolean isLikely(byte[] start) {
        return start.length >= 2 && start[0] == 'M' && start[1] == 'Z';
    }

    /** Reads the headers. */
    public static PeImage open(SeekableByteChannel channel) throws IOException, BrokenImageException {
        ImageBytes bytes = new ImageBytes(channel);
        ByteBuffer dos = bytes.read(0, DOS_BYTES, "the DOS header");
        if (Short.toUnsignedInt(dos.getShort(0)) != DOS_SIGNATURE) {
            throw new BrokenImageException("it does not start with MZ, as programs do");
        }
        long headerAt = Integer.toUnsignedLong(dos.getInt(DOS_BYTES - Integer.BYTES));
        ByteBuffer header = bytes.read(headerAt, FILE_HEADER_BYTES, "the PE header");
        if (header.getInt(0) != PE_SIGNATURE) {
            throw new BrokenImageException("no PE header is where its start says: at " + headerAt);
        }
        long optionalAt = headerAt + FILE_HEADER_BYTES;
        int optionalBytes = Short.toUnsignedInt(header.getShort(20));
        int sectionCount = Short.toUnsignedInt(header.getShort(6));
        List<Section> sections = sections(bytes, optionalAt + optionalBytes, sectionCount);
        return new PeImage(bytes, sections, root(bytes, optionalAt, optionalBytes, sections));
    }

    /** The resources of a type that has a name, each in English, or without a language, or in the first there is. */
    public List<byte[]> resources(String type) throws IOException, BrokenImageException {
        for (Entry entry : root()) {
            if (entry.isNamed() && entry.isDirectory() && name(entry).equalsIgnoreCase(type)) {
                return contents(entry);
            }
        }
        return List.of();
    }

    /** As above, of a type that has a number. */
    public List<byte[]> resources(int type) throws IOException, BrokenImageException {
        for (Entry entry : root()) {
            if (entry.name() == type && entry.isDirectory()) {
                return contents(entry);
            }
        }
        return List.of();
    }

    private static List<Section> sections(ImageBytes bytes, long at, int count)
            throws IOException, BrokenImageException {
        if (count > MAX_SECTIONS) {
            throw new BrokenImageException("it has " + count + " sections, Windows loads at most " + MAX_SECTIONS);
        }
        ByteBuffer table = bytes.read(at, count * SECTION_BYTES, "the section table");
        List<Section> sections = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int section = i * SECTION_BYTES;
            sections.add(new Section(
                    Integer.toUnsignedLong(table.getInt(section + 12)),
                    Integer.toUnsignedLong(table.getInt(section + 16)),
                    Integer.toUnsignedLong(table.getInt(section + 20))));
        }
        return sections;
    }

    private static long root(ImageBytes bytes, long optionalAt, int optionalBytes, List<Section> sections)
            throws IOException, BrokenImageException {
        ByteBuffer optional = bytes.read(optionalAt, optionalBytes, "the optional header");
        int magic = optionalBytes < Short.BYTES ? 0 : Short.toUnsignedInt(optional.getShort(0));
        if (magic != PE32 && magic != PE32_PLUS) {
            throw new BrokenImageException(
                    String.format("the optional header's magic is 0x%x, wanted 0x10b or 0x20b", magic));
        }
        int directoriesAt = magic == PE32 ? DIRECTORIES_AT_32 : DIRECTORIES_AT_64;
        int at = directoriesAt + RESOURCE_DIRECTORY * ENTRY_BYTES;
        boolean hasIt = optionalBytes >= at + ENTRY_BYTES
                && Integer.toUnsignedLong(optional.getInt(directoriesAt - Integer.BYTES)) > RESOURCE_DIRECTORY;
        int address = hasIt ? optional.getInt(at) : 0;
        return address == 0 ? -1 : offset(sections, Integer.toUnsignedLong(address), "the resource directory");
    }

    private List<Entry> root() throws IOException, BrokenImageException {
        return root < 0 ? List.of() : directory(0);
    }

    private List<Entry> directory(long at) throws IOException, BrokenImageException {
        ByteBuffer node = bytes.read(root + at, NODE_BYTES, "a resource directory");
        int count = Short.toUnsignedInt(node.getShort(12)) + Short.toUnsignedInt(node.getShort(14));
        if (count > MAX_ENTRIES) {
            throw new BrokenImageException("a resource directory has " + count + " entries, more than " + MAX_ENTRIES);
        }
        ByteBuffer table = bytes.read(root + at + NODE_BYTES, count * ENTRY_BYTES, "a resource directory's entries");
        List<Entry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(new Entry(table.getInt(i * ENTRY_BYTES), table.getInt(i * ENTRY_BYTES + Integer.BYTES)));
        }
        return entries;
    }

    private String name(Entry entry) throws IOException, BrokenImageException {
        long at = root + (entry.name() & ~HIGH_BIT);
        int chars = Short.toUnsignedInt(
                bytes.read(at, Short.BYTES, "a resource's name").getShort(0));
        if (chars > MAX_NAME_CHARS) {
            throw new BrokenImageException(
                    "a resource's name has " + chars + " characters, more than " + MAX_NAME_CHARS);
        }
        return bytes.read(at + Short.BYTES, chars * Character.BYTES, "a resource's name")
                .asCharBuffer()
                .toString();
    }

    private List<byte[]> contents(Entry type) throws IOException, BrokenImageException {
        List<byte[]> contents = new ArrayList<>();
        for (Entry resource : directory(type.targetAt())) {
            if (contents.size() == MAX_RESOURCES) {
                throw new BrokenImageException("there are more than " + MAX_RESOURCES + " resources of one type");
            }
            Optional<Entry> leaf =
                    resource.isDirectory() ? best(directory(resource.targetAt())) : Optional.of(resource);
            if (leaf.isPresent()) {
                contents.add(content(leaf.get()));
            }
        }
        return contents;
    }

    /** Of the languages that it comes in. */
    private static Optional<Entry> best(List<Entry> languages) {
        Optional<Entry> best = Optional.empty();
        for (Entry entry : languages) {
            if (!entry.isDirectory() && (best.isEmpty() || rank(entry) < rank(best.get()))) {
                best = Optional.of(entry);
            }
        }
        return best;
    }

    private static int rank(Entry language) {
        if (language.name() == ENGLISH_US) {
            return 0;
        }
        if ((language.name() & PRIMARY_LANGUAGE) == ENGLISH) {
            return 1;
        }
        return language.name() == 0 ? 2 : 3;
    }

    private byte[] content(Entry leaf) throws IOException, BrokenImageException {
        ByteBuffer data = bytes.read(root + leaf.targetAt(), NODE_BYTES, "a resource's place");
        long length = Integer.toUnsignedLong(data.getInt(4));
        if (length > MAX_RESOURCE_BYTES) {
            throw new BrokenImageException(
                    "a resource has " + length + " bytes, more than " + MAX_RESOURCE_BYTES + " are not read");
        }
        long at = offset(sections, Integer.toUnsignedLong(data.getInt(0)), "a resource");
        return bytes.read(at, (int) length, "a resource").array();
    }

    private static long offset(List<Section> sections, long address, String what) throws BrokenImageException {
        for (Section section : sections) {
            if (address >= section.address && address - section.address < section.sizeInFile) {
                return address - section.address + section.offset;
            }
        }
        throw new BrokenImageException(
                String.format("%s should be at address 0x%x, which is in no section of the file", what, address));
    }
}
