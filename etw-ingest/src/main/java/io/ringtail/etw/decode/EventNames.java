package io.ringtail.etw.decode;

import io.ringtail.etw.schema.EventSchema;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.payload.StandardNames;
import java.util.ArrayList;
import java.util.List;

/** How an event is called, and what it is classed as. */
record EventNames(String provider, String event, String task, String opcode, String level, String keywords) {
    /**
     * {@code Task/Opcode}, without the opcode when it is Info; {@code EventID(n)} when the task is unknown. It is the
     * opcode's number that makes it Info, as in TraceEvent.
     */
    static String of(String task, String opcode, int opcodeNumber, int id) {
        if (task.isEmpty()) {
            return "EventID(" + id + ")";
        }
        return opcodeNumber == 0 || opcode.isEmpty() ? task : task + "/" + opcode;
    }

    /** Schemas write standard levels in many ways and languages; level 0 of a classic event is none. */
    static String level(EventType type, EventSchema schema) {
        if (type.level() == 0 && type.kind() != HeaderKind.EVENT) {
            return "";
        }
        String standard = StandardNames.level(type.level());
        return standard.isEmpty() ? schema.level() : standard;
    }

    /** Those of the schema, and standard ones that it does not name. */
    static String keywords(EventType type, EventSchema schema) {
        List<String> names = new ArrayList<>(schema.keywords());
        for (String standard : StandardNames.keywords(type.kind() == HeaderKind.EVENT ? type.keyword() : 0)) {
            if (names.stream().noneMatch(name -> name.replace(" ", "").equalsIgnoreCase(standard))) {
                names.add(standard);
            }
        }
        return String.join("|", names);
    }
}
