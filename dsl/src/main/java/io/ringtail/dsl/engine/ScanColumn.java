package io.ringtail.dsl.engine;

import io.ringtail.ring.block.Section;
import io.ringtail.ring.payload.ContextPart;
import io.ringtail.ring.payload.ScalarType;
import java.util.EnumSet;
import java.util.Set;

/** A column that a scan can fill. */
public sealed interface ScanColumn {
    ScalarType type();

    /** What of a block is read for it. */
    Set<Section> sections();

    /** What of the events' context is asked for it. */
    default Set<ContextPart> contextParts() {
        return Set.of();
    }

    record Header(HeaderColumn column) implements ScanColumn {
        @Override
        public ScalarType type() {
            return column.type();
        }

        @Override
        public Set<Section> sections() {
            return column.sections();
        }

        @Override
        public Set<ContextPart> contextParts() {
            return column.contextParts();
        }
    }

    /**
     * A payload field by its name, in whatever events have one; cast where its type there is another.
     *
     * @param contextParts what it is computed of in events that have it computed
     */
    record Field(String name, ScalarType type, Set<ContextPart> contextParts) implements ScanColumn {
        @Override
        public Set<Section> sections() {
            return contextParts.isEmpty()
                    ? EnumSet.of(Section.TYPE, Section.SOURCE, Section.PID, Section.PAYLOAD_OFFSET, Section.PAYLOAD)
                    : EnumSet.allOf(Section.class);
        }
    }
}
