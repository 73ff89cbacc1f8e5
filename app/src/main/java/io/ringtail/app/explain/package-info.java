/** {@code ringtail explain}. */
@NullMarked
package io.ringtail.app.explain;

import org.jspecify.annotations.NullMarked;
