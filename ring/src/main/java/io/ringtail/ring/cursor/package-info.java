/**
 * Durable cursors: named places in a journal, each with the state that was folded up to there, which outlive the process
 * that reads. What processors stand on.
 */
@NullMarked
package io.ringtail.ring.cursor;

import org.jspecify.annotations.NullMarked;
