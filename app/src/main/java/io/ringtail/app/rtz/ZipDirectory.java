package io.ringtail.app.rtz;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * A zip file as {@code .rtz} uses it: entries are stored, never compressed, so nothing in it can be larger than the file
 * itself. Anything else that zip can do is refused. One thread.
 */
final class ZipDirectory implements AutoCloseable {
    private static final int END_BYTES = 22;
    private static final int END_MAGIC = 0x0605_4b50;
    private static final int END64_LOCATOR_MAGIC = 0x0706_4b50;
    private static final int END64_LOCATOR_BYTES = 20;
    private static final int END64_MAGIC = 0x0606_4b50;
    private static final int END64_BYTES = 56;
    private static final int ENTRY_MAGIC = 0x0201_4b50;
    private static final int ENTRY_BYTES = 46;
    private static final int LOCAL_MAGIC = 0x0403_4b50;
    private static final int LOCAL_BYTES = 30;
    private static final int UNIX = 3;
    private static final int FILE_TYPE = 0xF000;
    private static final int REGULAR = 0x8000;
    private static final int IN_EXTRA = -1;
    private static final int ZIP64 = 1;
    /** A cycle has 256 MiB: more entries than any session has. */
    private static final int MOST_ENTRIES = 100_000;

    private static final int MOST_DIRECTORY_BYTES = 64 << 20;
    private static final int COPY_BYTES = 1 << 16;

    private final Path path;
    private final FileChannel channel;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** Bytes of the file that have a name. */
    record Entry(String name, long localAt, long bytes, int crc) {}

    private ZipDirectory(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static ZipDirectory open(Path path) throws IOException {
        ZipDirectory directory = new ZipDirectory(path, FileChannel.open(path, StandardOpenOption.READ));
        try {
            directory.read();
            return directory;
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    Map<String, Entry> entries() {
        return entries;
    }

    /** Copies an entry's bytes out and checks their sum. */
    void copy(Entry entry, OutputStream to) throws IOException {
        ByteBuffer local = at(entry.localAt(), LOCAL_BYTES, "the header of " + entry.name());
        if (local.getInt(0) != LOCAL_MAGIC) {
            throw refused("entry " + entry.name() + " does not start where the directory says");
        }
        long start = entry.localAt() + LOCAL_BYTES + unsigned(local, 26) + unsigned(local, 28);
        if (start > channel.size() - entry.bytes()) {
            throw refused("entry " + entry.name() + " does not fit the file");
        }
        CRC32 crc = new CRC32();
        byte[] buffer = new byte[COPY_BYTES];
        for (long done = 0; done < entry.bytes(); ) {
            int length = (int) Math.min(buffer.length, entry.bytes() - done);
            read(ByteBuffer.wrap(buffer, 0, length), start + done, entry.name());
            crc.update(buffer, 0, length);
            to.write(buffer, 0, length);
            done += length;
        }
        if ((int) crc.getValue() != entry.crc()) {
            throw refused("entry " + entry.name() + " is damaged: its checksum is wrong");
        }
    }

    RtzRefusedException refused(String why) {
        return new RtzRefusedException(path, why);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void read() throws IOException {
        long endAt = channel.size() - END_BYTES;
        ByteBuffer end = endAt < 0 ? ByteBuffer.allocate(END_BYTES) : at(endAt, END_BYTES, "its end");
        if (end.order(ByteOrder.LITTLE_ENDIAN).getInt(0) != END_MAGIC) {
            throw refused("it is no session file, or was cut: it does not end as a zip file does");
        }
        long count = unsigned(end, 10);
        long bytes = Integer.toUnsignedLong(end.getInt(12));
        long start = Integer.toUnsignedLong(end.getInt(16));
        if (end.getInt(16) == IN_EXTRA || count == 0xFFFF) {
            ByteBuffer end64 = end64(endAt);
            count = end64.getLong(32);
            bytes = end64.getLong(40);
            start = end64.getLong(48);
        }
        if (count < 0 || count > MOST_ENTRIES || bytes < 0 || bytes > MOST_DIRECTORY_BYTES) {
            throw refused("its directory claims " + count + " entries in " + bytes + " bytes, more than a session has");
        }
        if (start < 0 || start > endAt - bytes) {
            throw refused("its directory does not fit the file");
        }
        readEntries(at(start, (int) bytes, "its directory"), (int) count);
    }

    private ByteBuffer end64(long endAt) throws IOException {
        long locatorAt = endAt - END64_LOCATOR_BYTES;
        ByteBuffer locator = locatorAt < 0 ? null : at(locatorAt, END64_LOCATOR_BYTES, "its end");
        long at = locator == null || locator.getInt(0) != END64_LOCATOR_MAGIC ? -1 : locator.getLong(8);
        ByteBuffer end = at < 0 || at > locatorAt - END64_BYTES ? null : at(at, END64_BYTES, "its end");
        if (end == null || end.getInt(0) != END64_MAGIC) {
            throw refused("its directory does not fit the file");
        }
        return end;
    }

    private void readEntries(ByteBuffer directory, int count) throws RtzRefusedException {
        int at = 0;
        for (int i = 0; i < count; i++) {
            if (at > directory.limit() - ENTRY_BYTES || directory.getInt(at) != ENTRY_MAGIC) {
                throw refused("its directory ends after " + i + " of " + count + " entries");
            }
            int nameBytes = unsigned(directory, at + 28);
            int extraBytes = unsigned(directory, at + 30);
            int next = at + ENTRY_BYTES + nameBytes + extraBytes + unsigned(directory, at + 32);
            if (next > directory.limit()) {
                throw refused("its directory ends after " + i + " of " + count + " entries");
            }
            byte[] name = new byte[nameBytes];
            directory.get(at + ENTRY_BYTES, name);
            Entry entry = entry(directory, at, new String(name, StandardCharsets.UTF_8), nameBytes, extraBytes);
            if (entries.put(entry.name(), entry) != null) {
                throw refused("entry " + entry.name() + " is there twice");
            }
            at = next;
        }
    }

    private Entry entry(ByteBuffer directory, int at, String name, int nameBytes, int extraBytes)
            throws RtzRefusedException {
        if (!RtzFormat.isEntryName(name)) {
            throw refused("entry '" + name + "' is none that a session has; nothing is unpacked");
        }
        int method = unsigned(directory, at + 10);
        if (method != 0 || directory.getInt(at + 20) != directory.getInt(at + 24)) {
            throw refused("entry " + name + " is compressed (zip method " + method + "), and a session's never are");
        }
        if ((unsigned(directory, at + 8) & 1) != 0) {
            throw refused("entry " + name + " is encrypted by zip, which a session never is");
        }
        int type = directory.getInt(at + 38) >>> 16 & FILE_TYPE;
        if (directory.get(at + 5) == UNIX && type != 0 && type != REGULAR) {
            throw refused("entry " + name + " is a link or a device, and a session has files alone");
        }
        long bytes = Integer.toUnsignedLong(directory.getInt(at + 24));
        long localAt = Integer.toUnsignedLong(directory.getInt(at + 42));
        if (directory.getInt(at + 24) == IN_EXTRA) {
            throw refused("entry " + name + " claims more than 4 GiB, more than a cycle has");
        }
        if (directory.getInt(at + 42) == IN_EXTRA) {
            localAt = offset64(directory, at + ENTRY_BYTES + nameBytes, extraBytes, name);
        }
        return new Entry(name, localAt, bytes, directory.getInt(at + 16));
    }

    private long offset64(ByteBuffer directory, int extraAt, int extraBytes, String name) throws RtzRefusedException {
        int at = extraAt;
        while (at + 12 <= extraAt + extraBytes) {
            if (unsigned(directory, at) == ZIP64 && directory.getLong(at + 4) >= 0) {
                return directory.getLong(at + 4);
            }
            at += 4 + unsigned(directory, at + 2);
        }
        throw refused("entry " + name + " does not say where it starts");
    }

    private ByteBuffer at(long position, int bytes, String what) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        read(buffer, position, what);
        return buffer.flip().order(ByteOrder.LITTLE_ENDIAN);
    }

    private void read(ByteBuffer into, long position, String what) throws IOException {
        long at = position;
        while (into.hasRemaining()) {
            int read = channel.read(into, at);
            if (read < 0) {
                throw refused("it ends inside " + what);
            }
            at += read;
        }
    }

    private static int unsigned(ByteBuffer bytes, int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }
}
