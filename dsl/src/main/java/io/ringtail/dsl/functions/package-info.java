/** Every function and aggregate of the language, each with its signature. */
@NullMarked
package io.ringtail.dsl.functions;

import org.jspecify.annotations.NullMarked;
