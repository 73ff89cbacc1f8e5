package io.ringtail.etw.decode;

import io.ringtail.etw.schema.Extent;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ScalarType;
import java.util.HexFormat;

/**
 * Bytes: as lower-case hex, or as the address that they are.
 *
 * @param prefix what counts them before they start
 * @param length how many there are if nothing counts them
 */
record BinaryNode(String name, Show show, Prefix prefix, Extent length) implements Node {
    enum Show {
        HEX(ScalarType.DYNAMIC),
        IPV6(ScalarType.STRING),
        SOCKET_ADDRESS(ScalarType.STRING);

        private final ScalarType type;

        Show(ScalarType type) {
            this.type = type;
        }
    }

    enum Prefix {
        NONE,
        U16,
        U32
    }

    private static final int IPV6_BYTES = 16;

    @Override
    public ScalarType type() {
        return show.type;
    }

    @Override
    public int width() {
        return prefix == Prefix.NONE && length instanceof Extent.Fixed(int number) ? number : VARIABLE;
    }

    @Override
    public void skip(Walk walk) {
        walk.take(bytes(walk), name);
    }

    @Override
    public void read(Walk walk, Cell into) {
        int bytes = bytes(walk);
        int start = walk.take(bytes, name);
        into.setNull();
        if (start != Walk.FAILED) {
            byte[] copy = new byte[bytes];
            walk.event.getBytes(start, copy, 0, bytes);
            into.setObject(text(copy));
            if (show == Show.HEX) {
                walk.foundBytes(name, start);
            }
        }
    }

    private String text(byte[] bytes) {
        String address = switch (show) {
            case HEX -> "";
            case IPV6 -> bytes.length == IPV6_BYTES ? Addresses.ipv6(bytes, 0) : "";
            case SOCKET_ADDRESS -> Addresses.socketAddress(bytes);
        };
        return address.isEmpty() ? HexFormat.of().formatHex(bytes) : address;
    }

    private int bytes(Walk walk) {
        return switch (prefix) {
            case NONE -> Length.of(length, walk, 1, 0, name);
            case U16 -> Math.max(Length.prefix(walk, name), 0);
            case U32 -> wide(walk);
        };
    }

    private int wide(Walk walk) {
        int at = walk.take(Integer.BYTES, name);
        int bytes = at == Walk.FAILED ? 0 : walk.event.getInt(at);
        return bytes < 0 ? Integer.MAX_VALUE : bytes;
    }
}
