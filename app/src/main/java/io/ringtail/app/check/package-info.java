/** {@code ringtail check}. */
@NullMarked
package io.ringtail.app.check;

import org.jspecify.annotations.NullMarked;
