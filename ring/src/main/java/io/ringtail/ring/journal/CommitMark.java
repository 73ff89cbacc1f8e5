package io.ringtail.ring.journal;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;

/**
 * The last sequence that readers may see, in memory that the writer and all readers, in whatever process, share. It
 * matters only while a writer runs: of a journal at rest all that is stored may be seen.
 *
 * <pre>
 *   | magic u32 | version u32 | committed i64 | ~committed i64 | synced i64 | ~synced i64 |
 * </pre>
 */
final class CommitMark {
    /** "RTCM" as it reads in a dump. */
    static final int MAGIC = 0x4D435452;

    static final int VERSION = 1;
    static final int BYTES = 40;
    /** What earlier releases wrote: all but what is synced. */
    private static final int LEAST_BYTES = 24;

    static final String FILE = "committed";
    private static final int COMMITTED_AT = 8;
    private static final int INVERSE_AT = 16;
    private static final int SYNCED_AT = 24;
    private static final int SYNCED_INVERSE_AT = 32;
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final ByteBuffer memory;

    private CommitMark(ByteBuffer memory) {
        this.memory = memory;
    }

    /** The writer's. */
    static CommitMark create(JournalFolder folder, long committed) throws IOException {
        Path file = folder.file(FILE);
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            JournalFolder.restrict(file, "rw-------");
            long synced = synced(ByteBuffer.wrap(Files.readAllBytes(file))).orElse(-1);
            int missing = (int) Math.max(0, BYTES - channel.size());
            fill(channel, missing, file);
            ByteBuffer memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES);
            memory.order(ByteOrder.LITTLE_ENDIAN).putInt(0, MAGIC).putInt(4, VERSION);
            CommitMark mark = new CommitMark(memory);
            mark.set(committed);
            mark.setSynced(synced);
            return mark;
        }
    }

    /** A hole on a full disk would end the process that writes into it. */
    private static void fill(FileChannel channel, int missing, Path file) throws IOException {
        try {
            channel.write(ByteBuffer.allocate(missing), BYTES - missing);
        } catch (IOException e) {
            throw Durable.unwritable(file, e);
        }
    }

    /** Whether a journal has one that can be opened. */
    static boolean isThere(JournalFolder folder) throws IOException {
        Path file = folder.file(FILE);
        return Files.isRegularFile(file) && Files.size(file) >= LEAST_BYTES;
    }

    /** A reader's; of a journal without a mark a mark that hides nothing. */
    static CommitMark open(JournalFolder folder) throws IOException {
        Path file = folder.file(FILE);
        if (!isThere(folder)) {
            ByteBuffer none = ByteBuffer.allocateDirect(BYTES).order(ByteOrder.LITTLE_ENDIAN);
            return new CommitMark(none.putLong(COMMITTED_AT, Long.MAX_VALUE));
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new CommitMark(channel.map(FileChannel.MapMode.READ_ONLY, 0, LEAST_BYTES));
        }
    }

    /** What an earlier writer committed last, if the mark is whole. */
    static OptionalLong lastOf(JournalFolder folder) throws IOException {
        Path file = folder.file(FILE);
        byte[] stored = Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0];
        if (stored.length < LEAST_BYTES) {
            return OptionalLong.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN);
        long committed = bytes.getLong(COMMITTED_AT);
        boolean whole =
                bytes.getInt(0) == MAGIC && bytes.getInt(4) == VERSION && bytes.getLong(INVERSE_AT) == ~committed;
        return whole ? OptionalLong.of(committed) : OptionalLong.empty();
    }

    /** Up to where the journal is known to survive that the power is cut, if the file tells. */
    static OptionalLong syncedOf(JournalFolder folder) throws IOException {
        Path file = folder.file(FILE);
        return Files.isRegularFile(file) ? synced(ByteBuffer.wrap(Files.readAllBytes(file))) : OptionalLong.empty();
    }

    private static OptionalLong synced(ByteBuffer stored) {
        ByteBuffer bytes = stored.order(ByteOrder.LITTLE_ENDIAN);
        boolean told = bytes.limit() >= BYTES
                && bytes.getInt(0) == MAGIC
                && bytes.getLong(SYNCED_AT) == ~bytes.getLong(SYNCED_INVERSE_AT);
        return told && bytes.getLong(SYNCED_AT) >= 0 ? OptionalLong.of(bytes.getLong(SYNCED_AT)) : OptionalLong.empty();
    }

    /** Everything up to this sequence is appended, in both lanes. */
    void set(long committed) {
        LONG.setRelease(memory, COMMITTED_AT, committed);
        LONG.setRelease(memory, INVERSE_AT, ~committed);
    }

    /** Everything up to this sequence is on the disk, in both lanes. */
    void setSynced(long synced) {
        LONG.setRelease(memory, SYNCED_AT, synced);
        LONG.setRelease(memory, SYNCED_INVERSE_AT, ~synced);
    }

    long get() {
        return (long) LONG.getAcquire(memory, COMMITTED_AT);
    }
}
