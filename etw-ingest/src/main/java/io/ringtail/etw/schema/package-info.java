/**
 * Where the meaning of ETW events comes from: TraceLogging metadata, schemas and manifests in a trace, manifests that
 * were imported, tables built in. All are read into one model, {@link EventSchema}, by readers that take any bytes and
 * refuse bad ones with a {@link BrokenSchemaException}.
 */
@NullMarked
package io.ringtail.etw.schema;

import org.jspecify.annotations.NullMarked;
