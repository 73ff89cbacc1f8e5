package io.ringtail.app.input;

import io.ringtail.etw.schema.SchemaFiles;
import io.ringtail.etw.schema.SchemaSource;
import io.ringtail.etw.schema.SchemaStore;
import io.ringtail.ring.event.Catalog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Schemas from outside the input: those that the user named for this command, then those imported for good. */
public record SchemaSearch(List<Path> paths, SchemaStore store) implements SchemaSource {
    public SchemaSearch {
        paths = List.copyOf(paths);
    }

    @Override
    public SchemaFiles schemas(Catalog catalog) throws IOException {
        return withNamed(store.schemas(catalog));
    }

    /** All of the store, for the verbs that look at schemas without an input. */
    public SchemaFiles all() throws IOException {
        return withNamed(store.all());
    }

    /** What was named comes last, which is what counts. */
    private SchemaFiles withNamed(SchemaFiles stored) throws IOException {
        return stored.and(SchemaFiles.read(paths));
    }
}
