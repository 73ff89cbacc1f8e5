/** Parts of recordings as .etl files that everyone's tools can open. */
@NullMarked
package io.ringtail.etw.export;

import org.jspecify.annotations.NullMarked;
