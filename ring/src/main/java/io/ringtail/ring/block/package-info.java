/** Blocks: some thousand events laid out by column, the unit of the journal and of every scan. */
@NullMarked
package io.ringtail.ring.block;

import org.jspecify.annotations.NullMarked;
