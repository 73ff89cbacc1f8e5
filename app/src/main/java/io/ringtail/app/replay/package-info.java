/** Replay: what rules would have said of a recording. */
@NullMarked
package io.ringtail.app.replay;

import org.jspecify.annotations.NullMarked;
