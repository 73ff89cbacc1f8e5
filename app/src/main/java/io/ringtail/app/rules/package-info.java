/** Rule files: checked, explained, tested, listed, and at work beside a recording. */
@NullMarked
package io.ringtail.app.rules;

import org.jspecify.annotations.NullMarked;
