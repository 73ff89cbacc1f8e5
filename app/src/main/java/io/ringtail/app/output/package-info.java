/** How rows are printed. */
@NullMarked
package io.ringtail.app.output;

import org.jspecify.annotations.NullMarked;
