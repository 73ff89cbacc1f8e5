package io.ringtail.etw.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The templates of a compiled manifest, each read once, when an event first names it. */
final class WevtTemplates {
    /** The fields of an event. */
    record Template(List<FieldSchema> fields, int slots) {}

    private static final Template NONE = new Template(List.of(), 0);

    private static final int TOP_LEVEL_COUNT_AT = 8;
    private static final int ITEM_COUNT_AT = 12;
    private static final int ITEMS_AT = 16;
    private static final int ITEM_BYTES = 20;
    private static final int MAP_NAME_AT = 8;

    private static final int IS_STRUCT = 0x1;
    private static final int HAS_FIXED_LENGTH = 0x2;
    private static final int LENGTH_IS_INDEX = 0x4;
    private static final int HAS_FIXED_COUNT = 0x8;
    private static final int COUNT_IS_INDEX = 0x10;

    private final WevtBytes bytes;
    private final Map<Long, Optional<Template>> read = new HashMap<>();

    WevtTemplates(WevtBytes bytes) {
        this.bytes = bytes;
    }

    /** Empty if it cannot be read; an offset of 0 is an event without fields. */
    Optional<Template> at(long offset) {
        if (offset == 0) {
            return Optional.of(NONE);
        }
        Optional<Template> known = read.get(offset);
        if (known == null) {
            known = readable(offset);
            read.put(offset, known);
        }
        return known;
    }

    private Optional<Template> readable(long offset) {
        try {
            return Optional.of(template(bytes.part(offset, "TEMP")));
        } catch (BrokenSchemaException e) {
            return Optional.empty();
        }
    }

    private Template template(int at) throws BrokenSchemaException {
        SchemaBytes numbers = bytes.numbers();
        long itemsAt = numbers.u32(at + ITEMS_AT, "the place of a template's items");
        int first = numbers.u32(at + ITEM_COUNT_AT, "a template's size") == 0 ? 0 : bytes.place(itemsAt, "an item");
        int count = bytes.count(at + ITEM_COUNT_AT, first, ITEM_BYTES, "template items");
        long topLevel = numbers.u32(at + TOP_LEVEL_COUNT_AT, "the number of top-level items");
        if (topLevel > count || count > EventSchema.MAX_FIELDS) {
            throw new BrokenSchemaException(topLevel + " of " + count + " items are top-level");
        }
        List<PropertyTree.Property> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            items.add(item(first + i * ITEM_BYTES));
        }
        PropertyTree tree = new PropertyTree(items);
        return new Template(tree.fields((int) topLevel), tree.slots());
    }

    private PropertyTree.Property item(int at) throws BrokenSchemaException {
        SchemaBytes numbers = bytes.numbers();
        long flags = numbers.u32(at, "an item's flags");
        String name = bytes.name(numbers.u32(at + 16, "an item's name"), "an item's name");
        PropertyTree.Size count = size(flags, COUNT_IS_INDEX, HAS_FIXED_COUNT, numbers.u16(at + 12, "an item's count"));
        PropertyTree.Size length =
                size(flags, LENGTH_IS_INDEX, HAS_FIXED_LENGTH, numbers.u16(at + 14, "an item's length"));
        if ((flags & IS_STRUCT) != 0) {
            int first = numbers.u16(at + 4, "a structure's start");
            int members = numbers.u16(at + 6, "a structure's size");
            return new PropertyTree.Property(name, 0, OutType.NONE, "", length, count, first, members);
        }
        int in = numbers.u8(at + 4, "an in-type");
        OutType out = OutType.ofTdh(numbers.u8(at + 5, "an out-type"));
        String map = map(numbers.u32(at + 8, "an item's map"));
        return new PropertyTree.Property(name, in, out, map, length, count, 0, PropertyTree.Property.NO_STRUCT);
    }

    /** A map is named by its place. */
    private String map(long offset) throws BrokenSchemaException {
        if (offset == 0) {
            return "";
        }
        int at = bytes.place(offset, "a map");
        return bytes.name(bytes.numbers().u32(at + MAP_NAME_AT, "a map's name"), "a map's name");
    }

    private static PropertyTree.Size size(long flags, int isIndex, int isFixed, int number) {
        if ((flags & isIndex) != 0) {
            return new PropertyTree.Size.OfProperty(number);
        }
        return (flags & isFixed) != 0 ? new PropertyTree.Size.Fixed(number) : PropertyTree.Size.OWN;
    }
}
