/** Columns of some thousand values, and the expressions that are computed over them. */
@NullMarked
package io.ringtail.dsl.vector;

import org.jspecify.annotations.NullMarked;
