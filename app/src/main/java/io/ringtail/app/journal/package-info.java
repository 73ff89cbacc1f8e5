/** Looking after a journal. */
@NullMarked
package io.ringtail.app.journal;

import org.jspecify.annotations.NullMarked;
