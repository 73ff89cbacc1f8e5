/** {@code ringtail query} without a query, on a terminal: a shell. JLine is loaded for it alone. */
@NullMarked
package io.ringtail.app.shell;

import org.jspecify.annotations.NullMarked;
