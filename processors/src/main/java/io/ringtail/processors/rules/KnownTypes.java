package io.ringtail.processors.rules;

import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.Schema;
import io.ringtail.ring.event.Source;
import java.util.List;

/**
 * The catalog as it was when so many types and sources had been met: what a rule is bound to, so that it means the same in
 * a replay, where all of them are there from the start. Holds no events.
 */
record KnownTypes(Catalog catalog, int types, int sources) implements Recording {
    @Override
    public Catalog catalog() {
        return new Catalog() {
            @Override
            public EventType type(int id) {
                return catalog.type(id);
            }

            @Override
            public int typeCount() {
                return types;
            }

            @Override
            public Source source(int id) {
                return catalog.source(id);
            }

            @Override
            public int sourceCount() {
                return sources;
            }

            @Override
            public List<Schema> schemas() {
                return catalog.schemas();
            }
        };
    }

    @Override
    public BlockCursor scan(Scan scan) {
        return BlockCursor.empty();
    }

    @Override
    public void close() {}
}
