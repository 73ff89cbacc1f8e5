package io.ringtail.etw.write;

import io.ringtail.etw.schema.InType;
import io.ringtail.etw.schema.OutType;
import java.util.Objects;

/**
 * One property of an {@link EventInfo}: TDH's EVENT_PROPERTY_INFO.
 *
 * @param out how to show it; {@link OutType#NONE} leaves it to the in type
 * @param mapName of the {@link EventMap} with the names of its values; empty for none
 * @param count how often it stands there, or the index of the property that tells
 * @param length of strings and binaries in characters or bytes, or the index of the property that tells; 0 where the
 *     in type knows
 * @param firstMember of a struct, the index of its first member; so many as {@code memberCount} follow it
 */
public record EventProperty(
        String name,
        InType in,
        OutType out,
        String mapName,
        Extent count,
        Extent length,
        int firstMember,
        int memberCount) {

    /** A number that stands in the schema, or in the event's property of this index. */
    public sealed interface Extent {
        record Fixed(int value) implements Extent {}

        record InProperty(int index) implements Extent {}
    }

    private static final int IS_STRUCT = 0x1;
    private static final int LENGTH_IN_PROPERTY = 0x2;
    private static final int COUNT_IN_PROPERTY = 0x4;
    private static final int FIXED_LENGTH = 0x10;
    private static final int FIXED_COUNT = 0x20;

    public EventProperty {
        Objects.requireNonNull(in);
        Objects.requireNonNull(out);
        checkShort(name, value(count));
        checkShort(name, value(length));
        checkShort(name, firstMember);
        checkShort(name, memberCount);
    }

    public static EventProperty of(String name, InType in) {
        return of(name, in, OutType.NONE);
    }

    public static EventProperty of(String name, InType in, OutType out) {
        return new EventProperty(name, in, out, "", new Extent.Fixed(1), new Extent.Fixed(0), 0, 0);
    }

    /** A property whose members are the {@code memberCount} ones from index {@code firstMember} on. */
    public static EventProperty struct(String name, int firstMember, int memberCount) {
        return new EventProperty(
                name,
                InType.STRUCT,
                OutType.NONE,
                "",
                new Extent.Fixed(1),
                new Extent.Fixed(0),
                firstMember,
                memberCount);
    }

    public EventProperty mapped(String newMapName) {
        return new EventProperty(name, in, out, newMapName, count, length, firstMember, memberCount);
    }

    public EventProperty counted(Extent newCount) {
        return new EventProperty(name, in, out, mapName, newCount, length, firstMember, memberCount);
    }

    public EventProperty sized(Extent newLength) {
        return new EventProperty(name, in, out, mapName, count, newLength, firstMember, memberCount);
    }

    void writeTo(PayloadBuilder to, EventInfo.Texts texts) {
        to.int32(flags()).int32(texts.add(name));
        if (in == InType.STRUCT) {
            to.int16(firstMember).int16(memberCount).int32(0);
        } else {
            to.int16(in.number()).int16(Math.max(0, out.tdhNumber())).int32(texts.add(mapName));
        }
        to.int16(value(count)).int16(value(length)).int32(0);
    }

    private int flags() {
        int flags = in == InType.STRUCT ? IS_STRUCT : 0;
        flags |= switch (count) {
            case Extent.Fixed(int times) -> times == 1 ? 0 : FIXED_COUNT;
            case Extent.InProperty property -> COUNT_IN_PROPERTY;
        };
        flags |= switch (length) {
            case Extent.Fixed(int size) -> size == 0 ? 0 : FIXED_LENGTH;
            case Extent.InProperty property -> LENGTH_IN_PROPERTY;
        };
        return flags;
    }

    private static int value(Extent extent) {
        return switch (extent) {
            case Extent.Fixed(int value) -> value;
            case Extent.InProperty(int index) -> index;
        };
    }

    private static void checkShort(String name, int value) {
        if (value < 0 || value > 0xFFFF) {
            throw new IllegalArgumentException(
                    "counts, lengths and indexes of property '" + name + "' are 0 to 65535, not " + value);
        }
    }
}
