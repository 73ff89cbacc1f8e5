package io.ringtail.ring.block;

import io.ringtail.ring.event.ExtendedItems;
import io.ringtail.ring.event.Guids;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads one event of a block in place. Owns no bytes: {@link #wrap} points it at a row of someone else's block. One view
 * a thread, valid until the block is wrapped anew; copy what must live longer.
 *
 * <p>Offsets into payload and extended items count from their start. Reading past the end throws
 * {@link IndexOutOfBoundsException}, never reads foreign memory. All numbers are little-endian.
 */
public final class EventView {
    private static final int UNKNOWN = -1;
    private static final int ITEM_HEADER_BYTES = 4;
    private static final int STACK_MATCH_BYTES = Long.BYTES;
    private static final long LOW_BYTES = 0x0001_0001_0001_0001L;
    private static final long HIGH_BITS = 0x8000_8000_8000_8000L;

    private Block block = new Block();
    private int row;
    private long payload;
    private int payloadBytes;
    private long extended;
    /** {@link #UNKNOWN} until somebody asks: few do. */
    private int extendedBytes;

    public EventView wrap(Block newBlock, int newRow) {
        if (newRow < 0 || newRow >= newBlock.count()) {
            throw new IndexOutOfBoundsException("row " + newRow + " of a block of " + newBlock.count());
        }
        block = newBlock;
        row = newRow;
        newBlock.unpackHeaps();
        payload = newBlock.payloadAddress(newRow);
        payloadBytes = newBlock.payloadBytes(newRow);
        extendedBytes = UNKNOWN;
        return this;
    }

    public long sequence() {
        return block.sequence(row);
    }

    /** 100 ns ticks since 0001-01-01T00:00Z. */
    public long timeTicks() {
        return block.timeTicks(row);
    }

    public int type() {
        return block.type(row);
    }

    public int source() {
        return block.source(row);
    }

    /** {@link io.ringtail.ring.event.EventRecord#UNKNOWN_ID} if the record does not tell. */
    public int pid() {
        return block.pid(row);
    }

    public int tid() {
        return block.tid(row);
    }

    public int cpu() {
        return block.cpu(row);
    }

    public int flags() {
        return block.flags(row);
    }

    public int payloadBytes() {
        return payloadBytes;
    }

    public byte getByte(int offset) {
        checkPayload(offset, Byte.BYTES);
        return Memory.getByte(payload + offset);
    }

    public short getShort(int offset) {
        checkPayload(offset, Short.BYTES);
        return Memory.getShort(payload + offset);
    }

    public int getInt(int offset) {
        checkPayload(offset, Integer.BYTES);
        return Memory.getInt(payload + offset);
    }

    public long getLong(int offset) {
        checkPayload(offset, Long.BYTES);
        return Memory.getLong(payload + offset);
    }

    /** Copies payload bytes out. */
    public void getBytes(int offset, byte[] to, int toOffset, int length) {
        checkPayload(offset, length);
        Objects.checkFromIndexSize(toOffset, length, to.length);
        Memory.copy(null, payload + offset, to, Memory.BYTE_ARRAY + toOffset, length);
    }

    /** Where the first 16-bit zero stands, in steps of two bytes from the start; {@code end} if there is none. */
    public int indexOfZero16(int start, int end) {
        checkPayload(start, end - start);
        int at = start;
        while (at + Long.BYTES <= end) {
            long four = Memory.getLong(payload + at);
            long zeros = four - LOW_BYTES & ~four & HIGH_BITS;
            if (zeros != 0) {
                // The lowest mark is a zero's for certain; those above it may stem from a borrow.
                return at + (Long.numberOfTrailingZeros(zeros) >>> 4 << 1);
            }
            at += Long.BYTES;
        }
        while (at + Short.BYTES <= end && Memory.getShort(payload + at) != 0) {
            at += Short.BYTES;
        }
        return at + Short.BYTES <= end ? at : end;
    }

    /** A number that is the same for the same bytes, well spread. */
    public int hashBytes(int offset, int length) {
        checkPayload(offset, length);
        long hash = length;
        int at = 0;
        for (; at + Long.BYTES <= length; at += Long.BYTES) {
            hash = mix(hash ^ Memory.getLong(payload + offset + at));
        }
        for (; at + Short.BYTES <= length; at += Short.BYTES) {
            hash = mix(hash ^ Memory.getShort(payload + offset + at));
        }
        if (at < length) {
            hash = mix(hash ^ Memory.getByte(payload + offset + at));
        }
        return (int) (hash >>> Integer.SIZE);
    }

    private static long mix(long hash) {
        long product = hash * 0x9E3779B97F4A7C15L;
        return product ^ product >>> 29;
    }

    /** Whether these bytes of the payload are those of the array. */
    public boolean hasBytes(int offset, byte[] wanted) {
        checkPayload(offset, wanted.length);
        int at = 0;
        for (; at + Long.BYTES <= wanted.length; at += Long.BYTES) {
            if (Memory.getLong(payload + offset + at) != Memory.getLong(wanted, at)) {
                return false;
            }
        }
        for (; at < wanted.length; at++) {
            if (Memory.getByte(payload + offset + at) != wanted[at]) {
                return false;
            }
        }
        return true;
    }

    /** A copy of the whole payload. */
    public byte[] payload() {
        byte[] copy = new byte[payloadBytes];
        getBytes(0, copy, 0, payloadBytes);
        return copy;
    }

    /** A copy of the extended items, as {@link ExtendedItems} lays them out. */
    public byte[] extended() {
        findItems();
        byte[] copy = new byte[extendedBytes];
        Memory.copy(null, extended, copy, Memory.BYTE_ARRAY, extendedBytes);
        return copy;
    }

    /** The activity id; null if the event has none. */
    public @Nullable UUID activityId() {
        return (flags() & ExtendedItems.HAS_ACTIVITY_ID) == 0 ? null : guid(ExtendedItems.ACTIVITY_ID);
    }

    /** The related activity id; null if the event has none. */
    public @Nullable UUID relatedActivityId() {
        return (flags() & ExtendedItems.HAS_RELATED_ACTIVITY_ID) == 0 ? null : guid(ExtendedItems.RELATED_ACTIVITY_ID);
    }

    /** A copy of the first extended item of this type; null if there is none. */
    public byte @Nullable [] extendedItem(int type) {
        int at = itemAt(type);
        if (at < 0) {
            return null;
        }
        byte[] data = new byte[itemBytes(at)];
        Memory.copy(null, extended + at + ITEM_HEADER_BYTES, data, Memory.BYTE_ARRAY, data.length);
        return data;
    }

    /** The addresses of the stack that was recorded with the event, innermost first; null if there is none. */
    public @Nullable List<Long> stack() {
        if ((flags() & ExtendedItems.HAS_STACK) == 0) {
            return null;
        }
        int wide = itemAt(ExtendedItems.STACK64);
        int narrow = wide >= 0 ? -1 : itemAt(ExtendedItems.STACK32);
        if (narrow >= 0) {
            return addresses(narrow, Integer.BYTES);
        }
        return wide >= 0 ? addresses(wide, Long.BYTES) : null;
    }

    /** Behind the id that an item begins with, by which a stack's kernel and user part are matched. */
    private List<Long> addresses(int at, int width) {
        List<Long> addresses = new ArrayList<>();
        long start = extended + at + ITEM_HEADER_BYTES;
        for (int offset = STACK_MATCH_BYTES; offset + width <= itemBytes(at); offset += width) {
            addresses.add(
                    width == Long.BYTES
                            ? Memory.getLong(start + offset)
                            : Integer.toUnsignedLong(Memory.getInt(start + offset)));
        }
        return addresses;
    }

    private @Nullable UUID guid(int type) {
        int at = itemAt(type);
        if (at < 0 || itemBytes(at) != 16) {
            return null;
        }
        return Guids.of(Memory.getLong(extended + at + ITEM_HEADER_BYTES), Memory.getLong(extended + at + 12));
    }

    /** Where the first whole item of the type starts, -1 if there is none. */
    private int itemAt(int type) {
        findItems();
        int at = 0;
        while (at + ITEM_HEADER_BYTES <= extendedBytes) {
            int end = at + ITEM_HEADER_BYTES + itemBytes(at);
            if (end > extendedBytes) {
                return -1;
            }
            if (Short.toUnsignedInt(Memory.getShort(extended + at)) == type) {
                return at;
            }
            at = end;
        }
        return -1;
    }

    private void findItems() {
        if (extendedBytes == UNKNOWN) {
            extended = block.extendedAddress(row);
            extendedBytes = block.extendedBytes(row);
        }
    }

    private int itemBytes(int at) {
        return Short.toUnsignedInt(Memory.getShort(extended + at + Short.BYTES));
    }

    /** As one unsigned comparison with a bound that does not change from read to read, which compilers take out of loops. */
    private void checkPayload(int offset, int length) {
        if (length < 0 || Integer.compareUnsigned(offset, Math.max(0, payloadBytes - length + 1)) >= 0) {
            throw new IndexOutOfBoundsException(
                    length + " bytes at " + offset + " of a payload of " + payloadBytes + " bytes");
        }
    }
}
