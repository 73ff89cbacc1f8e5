/** Which process and thread was around an event: folded from the events that tell it, as classic and manifest events. */
@NullMarked
package io.ringtail.etw.context;

import org.jspecify.annotations.NullMarked;
