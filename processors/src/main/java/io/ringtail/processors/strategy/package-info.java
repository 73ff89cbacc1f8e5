/**
 * What a service's canary may do and when it is rolled back: strategies, and the stores in which they lie.
 *
 * <p>A store is asked for states, never for single changes: whoever watches gets the whole state that is there, and each
 * later one in order; what was overwritten before it was seen may be skipped, what is there last never is.
 */
@NullMarked
package io.ringtail.processors.strategy;

import org.jspecify.annotations.NullMarked;
