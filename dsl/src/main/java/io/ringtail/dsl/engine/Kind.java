package io.ringtail.dsl.engine;

import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.Source;
import io.ringtail.ring.payload.PayloadLayout;
import org.jspecify.annotations.Nullable;

/** Events that share type, source and layout: all their columns that do not depend on the single event are the same. */
record Kind(EventType type, Source source, PayloadLayout layout) {
    /** The value of a column that is {@link HeaderColumn#perKind}. */
    @Nullable
    Object value(HeaderColumn column) {
        return switch (column) {
            case PROVIDER -> layout.provider();
            case EVENT_NAME -> layout.eventName();
            case TASK_NAME -> layout.taskName();
            case OPCODE_NAME -> layout.opcodeName();
            case LEVEL_NAME -> layout.levelName();
            case KEYWORD_NAMES -> layout.keywordNames();
            case LEVEL -> (long) type.level();
            case EVENT_ID -> (long) type.id();
            case VERSION -> (long) type.version();
            case CHANNEL -> (long) type.channel();
            case OPCODE -> (long) type.opcode();
            // A kernel event's task field holds its group, and a classic one has none.
            case TASK -> type.kind().isClassic() ? null : (Object) (long) type.task();
            case KEYWORDS -> type.keyword();
            case PROVIDER_ID -> type.provider();
            case HEADER_KIND -> type.kind().label(type.pointerBytes());
            case MACHINE -> source.machine();
            case SESSION -> source.session();
            default -> throw new IllegalArgumentException(column + " differs from event to event");
        };
    }
}
