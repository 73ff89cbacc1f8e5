/** How a reader that knows nothing of ETW reads names and fields out of an event's payload. */
@NullMarked
package io.ringtail.ring.payload;

import org.jspecify.annotations.NullMarked;
