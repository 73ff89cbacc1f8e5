/** Recording: named sources go onto the bus of a journal. */
@NullMarked
package io.ringtail.app.record;

import org.jspecify.annotations.NullMarked;
