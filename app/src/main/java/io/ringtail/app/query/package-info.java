/** Questions: text to rows. */
@NullMarked
package io.ringtail.app.query;

import org.jspecify.annotations.NullMarked;
