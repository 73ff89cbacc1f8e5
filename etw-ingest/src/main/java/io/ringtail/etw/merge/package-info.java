/**
 * From traces to events: the records of several files in one order, with the types and items that the ring knows.
 *
 * <p>{@code TraceFiles} is what a caller opens; {@code MergedRecords} gives its events one by one.
 */
@NullMarked
package io.ringtail.etw.merge;

import org.jspecify.annotations.NullMarked;
