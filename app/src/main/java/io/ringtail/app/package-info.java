/** The one runnable: parses the command line, wires the modules together, prints. Logic stands in the modules. */
@NullMarked
package io.ringtail.app;

import org.jspecify.annotations.NullMarked;
