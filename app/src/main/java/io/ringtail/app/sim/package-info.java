/** Simulations, written as traces. */
@NullMarked
package io.ringtail.app.sim;

import org.jspecify.annotations.NullMarked;
