/** Runs processors over a journal: live behind the writer, or over a recording. */
@NullMarked
package io.ringtail.processors.host;

import org.jspecify.annotations.NullMarked;
