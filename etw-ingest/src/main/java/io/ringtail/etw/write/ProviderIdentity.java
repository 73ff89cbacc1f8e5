package io.ringtail.etw.write;

import io.ringtail.etw.file.LittleEndian;
import io.ringtail.ring.event.Guids;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * A provider that names itself: EventSource and TraceLogging providers.
 *
 * @param group the provider group of the traits, which only some have
 */
public record ProviderIdentity(String name, UUID guid, Optional<UUID> group) {
    private static final byte[] NAMESPACE = {
        0x48,
        0x2C,
        0x2D,
        (byte) 0xB2,
        (byte) 0xC3,
        (byte) 0x90,
        0x47,
        (byte) 0xC8,
        (byte) 0x87,
        (byte) 0xF8,
        0x1A,
        0x15,
        (byte) 0xBF,
        (byte) 0xC1,
        0x30,
        (byte) 0xFB
    };
    private static final int GROUP_TRAIT = 1;
    private static final int GROUP_TRAIT_BYTES = 3 + Guids.BYTES;

    public ProviderIdentity {
        TraceLoggingField.checkName(name);
    }

    /** The provider whose GUID is made from its name, as .NET's EventSource and TraceLogging do by default. */
    public static ProviderIdentity named(String name) {
        return new ProviderIdentity(name, guidOf(name), Optional.empty());
    }

    /** The data of extended item 12: the size, the name, and the group if there is one. */
    public byte[] traits() {
        PayloadBuilder traits = new PayloadBuilder(8).int16(0).utf8(name);
        group.ifPresent(
                guid -> traits.int16(GROUP_TRAIT_BYTES).int8(GROUP_TRAIT).guid(guid));
        byte[] bytes = traits.toBytes();
        LittleEndian.putShort(bytes, 0, bytes.length);
        return bytes;
    }

    /** SHA-1 of a fixed namespace and the upper-case name, with the version bits of a name-based GUID. */
    private static UUID guidOf(String name) {
        MessageDigest sha1 = sha1();
        sha1.update(NAMESPACE);
        byte[] hash = sha1.digest(name.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_16BE));
        hash[7] = (byte) (hash[7] & 0x0F | 0x50);
        return Guids.of(LittleEndian.getLong(hash, 0), LittleEndian.getLong(hash, Long.BYTES));
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
