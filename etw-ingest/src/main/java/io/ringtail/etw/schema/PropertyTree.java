package io.ringtail.etw.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes fields out of the flat list of properties in which TDH and compiled manifests describe an event: structures name
 * a run of properties further back, extents name a property by its number. None of these numbers is trusted: structures may
 * not nest deeper than {@link EventSchema#MAX_DEPTH}, nor unfold to more than {@link EventSchema#MAX_FIELDS} fields.
 */
final class PropertyTree {
    /** How long a property is, or how many there are of it. */
    sealed interface Size {
        Size OWN = new Own();

        record Own() implements Size {}

        record Fixed(int number) implements Size {}

        /** As another property says. */
        record OfProperty(int index) implements Size {}
    }

    /**
     * One property.
     *
     * @param in the number of its in-type; for a structure, without meaning
     * @param members how many properties a structure has; {@link #NO_STRUCT} for others
     * @param first the first property of a structure
     */
    record Property(String name, int in, OutType out, String map, Size length, Size count, int first, int members) {
        static final int NO_STRUCT = -1;

        boolean isStruct() {
            return members != NO_STRUCT;
        }
    }

    private final List<Property> properties;
    private final Map<Integer, Integer> slotOfProperty = new HashMap<>();
    private int unfolded;

    PropertyTree(List<Property> properties) throws BrokenSchemaException {
        this.properties = List.copyOf(properties);
        for (Property property : properties) {
            addSlot(property.count());
            addSlot(property.length());
        }
    }

    /** How many properties' values other properties' extents need. */
    int slots() {
        return slotOfProperty.size();
    }

    /** The first properties, with all that is in them. */
    List<FieldSchema> fields(int topLevel) throws BrokenSchemaException {
        return fields(0, topLevel, 0);
    }

    private void addSlot(Size size) throws BrokenSchemaException {
        if (!(size instanceof Size.OfProperty(int index))) {
            return;
        }
        if (index >= properties.size()) {
            throw new BrokenSchemaException("an extent is property " + index + " of " + properties.size());
        }
        slotOfProperty.putIfAbsent(index, slotOfProperty.size());
    }

    private List<FieldSchema> fields(int first, int number, int depth) throws BrokenSchemaException {
        if (first + number > properties.size()) {
            throw new BrokenSchemaException(
                    "a structure has the properties " + first + " to " + (first + number) + " of " + properties.size());
        }
        List<FieldSchema> all = new ArrayList<>(number);
        for (int i = first; i < first + number; i++) {
            all.add(field(i, depth));
        }
        return all;
    }

    private FieldSchema field(int index, int depth) throws BrokenSchemaException {
        if (++unfolded > EventSchema.MAX_FIELDS || depth > EventSchema.MAX_DEPTH) {
            throw new BrokenSchemaException("structures nest deeper than " + EventSchema.MAX_DEPTH
                    + " or unfold to more than " + EventSchema.MAX_FIELDS + " fields");
        }
        Property property = properties.get(index);
        if (property.isStruct()) {
            List<FieldSchema> members = fields(property.first(), property.members(), depth + 1);
            return FieldSchema.struct(property.name(), extent(property.count()), members);
        }
        InType in = InType.ofNumber(property.in())
                .filter(type -> type != InType.STRUCT)
                .orElseThrow(() -> new BrokenSchemaException(
                        "field '" + property.name() + "' has the unknown type " + property.in()));
        return FieldSchema.of(property.name(), in, property.out())
                .withLength(extent(property.length()))
                .withCount(extent(property.count()))
                .withMap(property.map())
                .withSlot(slotOfProperty.getOrDefault(index, FieldSchema.NO_SLOT));
    }

    private Extent extent(Size size) {
        return switch (size) {
            case Size.Own() -> Extent.OWN;
            case Size.Fixed(int number) -> new Extent.Fixed(number);
            case Size.OfProperty(int index) ->
                new Extent.OfField(slotOfProperty.getOrDefault(index, FieldSchema.NO_SLOT));
        };
    }
}
