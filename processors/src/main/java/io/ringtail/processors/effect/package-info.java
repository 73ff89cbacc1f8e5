/** Executes what processors want done: once, and with its outcome journaled. */
@NullMarked
package io.ringtail.processors.effect;

import org.jspecify.annotations.NullMarked;
