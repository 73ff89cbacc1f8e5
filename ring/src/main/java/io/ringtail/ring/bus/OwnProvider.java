package io.ringtail.ring.bus;

import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.Guids;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

/**
 * A provider of Ringtail's own events, such as {@code Ringtail-Bus}. Its GUID follows from its name as .NET's EventSource
 * and TraceLogging derive theirs: the first 16 bytes of the SHA-1 of a fixed namespace and the upper-case name in
 * big-endian UTF-16, with the version nibble 5, read as a GUID lies in Windows' memory.
 */
public record OwnProvider(String name, UUID guid) {
    /** Events of the bus itself; their messages and ids stand in {@code bus.proto}. */
    public static final OwnProvider BUS = named("Ringtail-Bus");

    private static final String NAMESPACE = "482c2db2c39047c887f81a15bfc130fb";

    public OwnProvider {
        Objects.requireNonNull(name);
        Objects.requireNonNull(guid);
    }

    public static OwnProvider named(String name) {
        MessageDigest sha1 = sha1();
        sha1.update(HexFormat.of().parseHex(NAMESPACE));
        byte[] hash = sha1.digest(name.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_16BE));
        hash[7] = (byte) (hash[7] & 0x0F | 0x50);
        return new OwnProvider(name, Guids.of(littleEndian(hash, 0), littleEndian(hash, 8)));
    }

    /** Whether events of a type are this provider's, of this id. */
    public boolean has(EventType type, int id) {
        return type.id() == id && has(type);
    }

    /** Whether events of a type are this provider's. */
    public boolean has(EventType type) {
        return type.provider().equals(guid);
    }

    private static long littleEndian(byte[] bytes, int offset) {
        long value = 0;
        for (int i = 7; i >= 0; i--) {
            value = value << 8 | bytes[offset + i] & 0xFF;
        }
        return value;
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1"); // a name, not a secret: what EventSource uses
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
