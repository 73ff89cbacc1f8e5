package io.ringtail.etw.decode;

import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ScalarType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Members one behind the other, as a map. Also stands for a whole payload. */
record StructNode(String name, List<Node> members, int width) implements Node {
    static StructNode of(String name, List<Node> members) {
        int width = 0;
        for (Node member : members) {
            boolean constant = width != VARIABLE && member.width() != VARIABLE && !member.isRemembered();
            width = constant ? (int) Math.min((long) width + member.width(), Integer.MAX_VALUE) : VARIABLE;
        }
        return new StructNode(name, List.copyOf(members), width);
    }

    @Override
    public ScalarType type() {
        return ScalarType.DYNAMIC;
    }

    @Override
    public void skip(Walk walk) {
        if (width != VARIABLE) {
            walk.take(width, name);
            return;
        }
        for (int i = 0; i < members.size() && walk.mayReadMore(name); i++) {
            members.get(i).skip(walk);
        }
    }

    @Override
    public void read(Walk walk, Cell into) {
        into.setObject(value(walk));
    }

    @Override
    public Map<String, Object> value(Walk walk) {
        Map<String, Object> values = LinkedHashMap.newLinkedHashMap(members.size());
        for (int i = 0; i < members.size() && walk.mayReadMore(name); i++) {
            Node member = members.get(i);
            @Nullable Object value = member.value(walk);
            if (value != null) {
                values.putIfAbsent(member.name(), value);
            }
        }
        return values;
    }
}
