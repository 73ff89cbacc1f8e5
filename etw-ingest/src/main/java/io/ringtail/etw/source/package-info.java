/** Traces as sources: opened together with what is needed to read their events, and put on the bus. */
@NullMarked
package io.ringtail.etw.source;

import org.jspecify.annotations.NullMarked;
