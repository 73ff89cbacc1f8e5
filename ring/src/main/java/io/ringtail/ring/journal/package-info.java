/**
 * The journal: the order on disk. A folder of lanes; a lane holds one Chronicle queue for each run of a writer; an
 * excerpt is a block or a catalog record. {@code docs/formats/journal.md} lays out every byte.
 *
 * <p>Writing goes through Chronicle. Reading walks the same files in mapped memory without it, so that a reader writes
 * nothing, needs no lock, and finds its way behind damage.
 */
@NullMarked
package io.ringtail.ring.journal;

import org.jspecify.annotations.NullMarked;
