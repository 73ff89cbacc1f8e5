package io.ringtail.etw.write;

import io.ringtail.etw.schema.InType;
import io.ringtail.etw.schema.OutType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A field of a TraceLogging event.
 *
 * @param out how to show it; {@link TraceLoggingOut#DEFAULT} leaves it to the in type
 * @param tags up to 28 bits; 0 for none
 * @param members a struct's fields, else empty
 */
public record TraceLoggingField(
        String name, InType in, OutType out, int tags, Count count, List<TraceLoggingField> members) {

    /** How often a field stands in the payload. */
    public sealed interface Count {
        /** Once. */
        record One() implements Count {}

        /** As often as the metadata says. */
        record Constant(int times) implements Count {
            public Constant {
                if (times < 1 || times > 0xFFFF) {
                    throw new IllegalArgumentException("a constant array has 1 to 65535 elements, not " + times);
                }
            }
        }

        /** As often as a 16-bit number before it in the payload says. */
        record Variable() implements Count {}

        /** Once, in an encoding of the provider's own, which the metadata describes. */
        record Custom(byte[] description) implements Count {
            public Custom {
                if (description.length > 0xFFFF) {
                    throw new IllegalArgumentException(
                            "a custom encoding's description has at most 65535 bytes, not " + description.length);
                }
            }
        }
    }

    private static final int CONSTANT = 0x20;
    private static final int VARIABLE = 0x40;
    private static final int CUSTOM = 0x60;
    private static final int OUT_FOLLOWS = 0x80;
    private static final int TAGS_FOLLOW = 0x80;
    private static final int MAX_MEMBERS = 0x7F;
    private static final int LAST_IN_TYPE = 25;
    private static final int TAG_BITS = 28;

    public TraceLoggingField {
        checkName(name);
        checkTags(tags);
        members = List.copyOf(members);
        if (in.number() > LAST_IN_TYPE) {
            throw new IllegalArgumentException(
                    "TraceLogging has no in type " + in + ", which '" + name + "' is to have");
        }
        if (out != OutType.NONE && out.traceLoggingNumber() < 0) {
            throw new IllegalArgumentException(
                    "TraceLogging has no out type " + out + ", which '" + name + "' is to have");
        }
        if (in == InType.STRUCT && (members.isEmpty() || members.size() > MAX_MEMBERS)) {
            throw new IllegalArgumentException(
                    "struct '" + name + "' has 1 to " + MAX_MEMBERS + " members, not " + members.size());
        }
        if (in != InType.STRUCT && !members.isEmpty()) {
            throw new IllegalArgumentException("only a struct has members, and '" + name + "' is " + in);
        }
    }

    public static TraceLoggingField of(String name, InType in) {
        return of(name, in, OutType.NONE);
    }

    public static TraceLoggingField of(String name, InType in, OutType out) {
        return new TraceLoggingField(name, in, out, 0, new Count.One(), List.of());
    }

    public static TraceLoggingField struct(String name, TraceLoggingField... members) {
        return new TraceLoggingField(name, InType.STRUCT, OutType.NONE, 0, new Count.One(), List.of(members));
    }

    public TraceLoggingField tagged(int newTags) {
        return new TraceLoggingField(name, in, out, newTags, count, members);
    }

    public TraceLoggingField array(int times) {
        return new TraceLoggingField(name, in, out, tags, new Count.Constant(times), members);
    }

    public TraceLoggingField variableArray() {
        return new TraceLoggingField(name, in, out, tags, new Count.Variable(), members);
    }

    public TraceLoggingField custom(byte[] description) {
        return new TraceLoggingField(name, in, out, tags, new Count.Custom(description), members);
    }

    void writeTo(ByteArrayOutputStream to) {
        to.writeBytes(name.getBytes(StandardCharsets.UTF_8));
        to.write(0);
        int outNumber = in == InType.STRUCT ? members.size() : Math.max(0, out.traceLoggingNumber());
        boolean outFollows = outNumber != 0 || tags != 0;
        to.write(in.number() | countBits() | (outFollows ? OUT_FOLLOWS : 0));
        if (outFollows) {
            to.write(outNumber | (tags != 0 ? TAGS_FOLLOW : 0));
        }
        if (tags != 0) {
            writeTags(to, tags);
        }
        writeCount(to);
        members.forEach(member -> member.writeTo(to));
    }

    private int countBits() {
        return switch (count) {
            case Count.One one -> 0;
            case Count.Constant constant -> CONSTANT;
            case Count.Variable variable -> VARIABLE;
            case Count.Custom custom -> CUSTOM;
        };
    }

    private void writeCount(ByteArrayOutputStream to) {
        switch (count) {
            case Count.Constant(int times) -> writeShort(to, times);
            case Count.Custom(byte[] description) -> {
                writeShort(to, description.length);
                to.writeBytes(description);
            }
            case Count.One one -> {}
            case Count.Variable variable -> {}
        }
    }

    /** Seven bits a byte from the highest of the 28 on; bit 7 says that a byte with further bits follows. */
    static void writeTags(ByteArrayOutputStream to, int tags) {
        int rest = tags << Integer.SIZE - TAG_BITS;
        do {
            int sevenBits = rest >>> 25;
            rest <<= 7;
            to.write(rest == 0 ? sevenBits : sevenBits | TAGS_FOLLOW);
        } while (rest != 0);
    }

    static void checkName(String name) {
        if (name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a name holds no zero character: '" + name.replace('\0', '.') + "'");
        }
    }

    static void checkTags(int tags) {
        if (tags >>> TAG_BITS != 0) {
            throw new IllegalArgumentException("tags have 28 bits, not 0x" + Integer.toHexString(tags));
        }
    }

    private static void writeShort(ByteArrayOutputStream to, int value) {
        to.write(value);
        to.write(value >> 8);
    }
}
