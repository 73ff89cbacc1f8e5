/**
 * The bus: what is on it is in the journal, in one total order, and the loss of anything else is too.
 *
 * <p>{@code event} says what an event is, {@code block} how many of them lie together in memory and on disk,
 * {@code bus} how they are handed over and journaled, {@code journal} how they are read again, and {@code payload} how a
 * reader that knows nothing of ETW reads what an event carries.
 */
@NullMarked
package io.ringtail.ring;

import org.jspecify.annotations.NullMarked;
