/** Windows Management Instrumentation, called through COM. */
@NullMarked
package io.ringtail.dsl.check.windows;

import org.jspecify.annotations.NullMarked;
