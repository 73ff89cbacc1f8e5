package io.ringtail.etw.pe;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A message table resource: texts by number, without white space at their ends. A table whose blocks overlap, so that it
 * would unfold to more than its size, is refused. Immutable.
 */
public final class MessageTable {
    /** No messages. */
    public static final MessageTable EMPTY = new MessageTable(Map.of());

    private static final int BLOCK_BYTES = 12;
    private static final int ENTRY_BYTES = 4;
    private static final int IS_UTF16 = 1;
    private static final Charset ANSI = Charset.forName("windows-1252");

    private final Map<Integer, String> texts;

    private MessageTable(Map<Integer, String> texts) {
        this.texts = texts;
    }

    public static MessageTable parse(byte[] resource) throws BrokenImageException {
        ByteBuffer bytes = ByteBuffer.wrap(resource).order(ByteOrder.LITTLE_ENDIAN);
        long blocks = u32(bytes, 0);
        if (blocks > (resource.length - Integer.BYTES) / BLOCK_BYTES) {
            throw new BrokenImageException(
                    "a message table of " + resource.length + " bytes cannot have " + blocks + " blocks");
        }
        Map<Integer, String> texts = new HashMap<>();
        long left = resource.length;
        for (int i = 0; i < blocks; i++) {
            left = addBlock(bytes, Integer.BYTES + i * BLOCK_BYTES, left, texts);
        }
        return new MessageTable(texts);
    }

    /** The text of this number; empty if there is none. */
    public Optional<String> text(int number) {
        return Optional.ofNullable(texts.get(number));
    }

    /** The messages of both; where both have one, those of this table. */
    public MessageTable or(MessageTable other) {
        Map<Integer, String> both = new HashMap<>(other.texts);
        both.putAll(texts);
        return new MessageTable(both);
    }

    /** Returns how many bytes the blocks behind it may still take. */
    private static long addBlock(ByteBuffer bytes, int block, long left, Map<Integer, String> texts)
            throws BrokenImageException {
        long number = u32(bytes, block);
        long last = u32(bytes, block + 4);
        long at = u32(bytes, block + 8);
        long rest = left;
        for (; number <= last; number++) {
            if (at > bytes.limit() - ENTRY_BYTES) {
                throw new BrokenImageException("message " + number + " should be at byte " + at + " of " + bytes.limit()
                        + " of the message table");
            }
            int length = Short.toUnsignedInt(bytes.getShort((int) at));
            rest -= length;
            if (length < ENTRY_BYTES || length > bytes.limit() - at || rest < 0) {
                throw new BrokenImageException("message " + number + " has " + length + " bytes at byte " + at + " of "
                        + bytes.limit() + " of the message table, which cannot be");
            }
            texts.putIfAbsent((int) number, text(bytes, (int) at, length));
            at += length;
        }
        return rest;
    }

    private static String text(ByteBuffer bytes, int at, int length) {
        boolean wide = (bytes.getShort(at + 2) & IS_UTF16) != 0;
        Charset charset = wide ? StandardCharsets.UTF_16LE : ANSI;
        byte[] raw = new byte[length - ENTRY_BYTES];
        bytes.get(at + ENTRY_BYTES, raw);
        String text = new String(raw, charset);
        int end = text.indexOf('\0');
        return (end < 0 ? text : text.substring(0, end)).strip();
    }

    private static long u32(ByteBuffer bytes, int at) throws BrokenImageException {
        if (at > bytes.limit() - Integer.BYTES) {
            throw new BrokenImageException("the message table wants 4 bytes at " + at + ", it has " + bytes.limit());
        }
        return Integer.toUnsignedLong(bytes.getInt(at));
    }
}
