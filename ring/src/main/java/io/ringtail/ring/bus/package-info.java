/** The bus: many sources hand events over in a ring of bounded memory, and one journaler writes them as blocks. */
@NullMarked
package io.ringtail.ring.bus;

import org.jspecify.annotations.NullMarked;
