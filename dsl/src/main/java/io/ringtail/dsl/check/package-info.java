/**
 * Checks of the machine: {@code disk usage > 90%}. A check is a question in WQL, which an executor answers, and a residue that
 * is computed here, for WQL has no arithmetic.
 */
@NullMarked
package io.ringtail.dsl.check;

import org.jspecify.annotations.NullMarked;
