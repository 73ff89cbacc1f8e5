/** Looking after schemas: what says how events are named and read. */
@NullMarked
package io.ringtail.app.schema;

import org.jspecify.annotations.NullMarked;
