/** What a query does and what that costs, operator by operator. */
@NullMarked
package io.ringtail.dsl.explain;

import org.jspecify.annotations.NullMarked;
