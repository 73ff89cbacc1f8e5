/** Sessions in one file: {@code .rtz}, see {@code docs/formats/rtz.md}. */
@NullMarked
package io.ringtail.app.rtz;

import org.jspecify.annotations.NullMarked;
