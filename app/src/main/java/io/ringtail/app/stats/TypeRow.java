package io.ringtail.app.stats;

import io.ringtail.ring.event.EventType;
import io.ringtail.ring.payload.PayloadLayout;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@code byType}: types that differ in level, keyword or schema alone are one line.
 *
 * @param providerId the event class's GUID for kernel events
 * @param eventId the opcode for kernel and classic events
 * @param task null where the header has none
 */
record TypeRow(
        String provider,
        UUID providerId,
        int eventId,
        int version,
        int opcode,
        @Nullable Integer task,
        String eventName,
        String headerKind,
        boolean decodable) {

    /** By name, then by everything else: no order is left to chance. */
    static final Comparator<TypeRow> ORDER = Comparator.comparing(TypeRow::provider)
            .thenComparing(TypeRow::eventName)
            .thenComparing(TypeRow::providerId)
            .thenComparingInt(TypeRow::eventId)
            .thenComparingInt(TypeRow::version)
            .thenComparingInt(TypeRow::opcode)
            .thenComparing(TypeRow::headerKind)
            .thenComparing(TypeRow::decodable)
            .thenComparingInt(row -> row.task() == null ? -1 : row.task());

    static TypeRow of(EventType type, PayloadLayout layout) {
        return new TypeRow(
                layout.provider(),
                type.provider(),
                type.id(),
                type.version(),
                type.opcode(),
                type.kind().isClassic() ? null : type.task(),
                layout.eventName(),
                type.kind().label(type.pointerBytes()),
                layout.decodable());
    }
}
