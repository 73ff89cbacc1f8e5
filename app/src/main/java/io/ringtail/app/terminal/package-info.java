/** What a command needs of the process that it runs in: streams, width, colours, progress. */
@NullMarked
package io.ringtail.app.terminal;

import org.jspecify.annotations.NullMarked;
