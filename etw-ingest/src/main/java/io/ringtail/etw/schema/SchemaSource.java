package io.ringtail.etw.schema;

import io.ringtail.ring.event.Catalog;
import java.io.IOException;

/** Where schemas from outside a recording come from. */
@FunctionalInterface
public interface SchemaSource {
    /** No schemas. */
    SchemaSource NONE = catalog -> SchemaFiles.NONE;

    /** The schemas that can be of use for the recording with this catalog; of two for one event the later counts. */
    SchemaFiles schemas(Catalog catalog) throws IOException;
}
