/**
 * Writes .etl files as Windows would: what a record is made of comes in as the rest of Ringtail knows it
 * ({@link io.ringtail.ring.event.EventType}, {@link io.ringtail.ring.event.EventRecord}), so whatever a reader took out
 * of a file can be put into another. Builders for the payloads and schemas of the common event families stand beside
 * the writer.
 */
@NullMarked
package io.ringtail.etw.write;

import org.jspecify.annotations.NullMarked;
