/** Aggregates: what is kept of many rows, group by group. */
@NullMarked
package io.ringtail.dsl.aggregate;

import org.jspecify.annotations.NullMarked;
