/** Results: a table of typed columns, and the formats in which it is written. */
@NullMarked
package io.ringtail.dsl.result;

import org.jspecify.annotations.NullMarked;
