/** A query that goes on while the journal that it asks is being written. */
@NullMarked
package io.ringtail.dsl.follow;

import org.jspecify.annotations.NullMarked;
