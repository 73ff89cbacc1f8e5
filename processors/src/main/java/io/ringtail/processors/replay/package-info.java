/** What processors would have said of a recording, and whether they say what they said when it was made. */
@NullMarked
package io.ringtail.processors.replay;

import org.jspecify.annotations.NullMarked;
