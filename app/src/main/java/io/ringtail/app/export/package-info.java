/** Parts of a recording as files for other tools. */
@NullMarked
package io.ringtail.app.export;

import org.jspecify.annotations.NullMarked;
