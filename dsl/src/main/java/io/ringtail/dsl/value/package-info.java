/** The language's values: how they are read, printed, compared and cast. */
@NullMarked
package io.ringtail.dsl.value;

import org.jspecify.annotations.NullMarked;
