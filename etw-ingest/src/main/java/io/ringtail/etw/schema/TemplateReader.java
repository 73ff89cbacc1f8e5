package io.ringtail.etw.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one template of a manifest. A length or count that is no number is the name of the field that holds it. */
final class TemplateReader {
    private static final int MAX_EXTENT = 0xFFFF;

    private final XmlElement template;
    private final Map<String, Integer> slotOfName = new HashMap<>();
    private int fields;

    TemplateReader(XmlElement template) {
        this.template = template;
    }

    List<FieldSchema> fields() throws BrokenSchemaException {
        findSlots(template);
        return members(template, 0);
    }

    int slots() {
        return slotOfName.size();
    }

    private void findSlots(XmlElement parent) {
        for (XmlElement child : parent.children()) {
            addSlot(child.attribute("length"));
            addSlot(child.attribute("count"));
            if (child.name().equals("struct")) {
                findSlots(child);
            }
        }
    }

    private void addSlot(String extent) {
        if (!extent.isEmpty() && !Character.isDigit(extent.charAt(0))) {
            slotOfName.putIfAbsent(extent, slotOfName.size());
        }
    }

    private List<FieldSchema> members(XmlElement parent, int depth) throws BrokenSchemaException {
        List<FieldSchema> members = new ArrayList<>();
        for (XmlElement child : parent.children()) {
            if (++fields > EventSchema.MAX_FIELDS || depth > EventSchema.MAX_DEPTH) {
                throw new BrokenSchemaException("a template has too many fields");
            }
            if (child.name().equals("data")) {
                members.add(data(child));
            } else if (child.name().equals("struct")) {
                Extent count = extent(child.attribute("count"));
                members.add(FieldSchema.struct(child.attribute("name"), count, members(child, depth + 1)));
            }
        }
        return members;
    }

    private FieldSchema data(XmlElement data) throws BrokenSchemaException {
        String name = data.attribute("name");
        String type = data.attribute("inType");
        InType in = InType.ofManifestName(type)
                .orElseThrow(() -> new BrokenSchemaException("field '" + name + "' has the unknown type " + type));
        return FieldSchema.of(name, in, OutType.ofManifestName(data.attribute("outType")))
                .withLength(extent(data.attribute("length")))
                .withCount(extent(data.attribute("count")))
                .withMap(data.attribute("map"))
                .withSlot(slotOfName.getOrDefault(name, FieldSchema.NO_SLOT));
    }

    private Extent extent(String text) throws BrokenSchemaException {
        if (text.isEmpty()) {
            return Extent.OWN;
        }
        Integer slot = slotOfName.get(text);
        if (slot != null) {
            return new Extent.OfField(slot);
        }
        Optional<Long> number = Numbers.parse(text);
        if (number.isEmpty() || number.get() < 0 || number.get() > MAX_EXTENT) {
            throw new BrokenSchemaException(
                    "'" + text + "' is neither a number up to " + MAX_EXTENT + " nor the name of a field");
        }
        return new Extent.Fixed(number.get().intValue());
    }
}
