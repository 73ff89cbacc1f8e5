/**
 * Windows program files (PE): what of them says something about events. Takes files from strangers; every read is bounded
 * and what is broken is refused with a {@link BrokenImageException}.
 */
@NullMarked
package io.ringtail.etw.pe;

import org.jspecify.annotations.NullMarked;
