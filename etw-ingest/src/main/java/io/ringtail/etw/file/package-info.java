/**
 * The .etl container: from a path to buffers, from buffers to records. Knows nothing of what events mean.
 *
 * <p>{@code EtlFile} is an opened trace and its plan; {@code LoadedBuffer} the records of one buffer; {@code RecordView}
 * one record.
 */
@NullMarked
package io.ringtail.etw.file;

import org.jspecify.annotations.NullMarked;
