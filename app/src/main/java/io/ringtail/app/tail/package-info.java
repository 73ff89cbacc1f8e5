/** {@code ringtail tail}. */
@NullMarked
package io.ringtail.app.tail;

import org.jspecify.annotations.NullMarked;
