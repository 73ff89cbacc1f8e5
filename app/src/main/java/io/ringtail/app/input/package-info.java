/** What a command asks: a journal or traces, opened with what is needed to read their events. */
@NullMarked
package io.ringtail.app.input;

import org.jspecify.annotations.NullMarked;
