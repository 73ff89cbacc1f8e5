/** From text to tree: lexer, parser, and what is wrong with a text and where. */
@NullMarked
package io.ringtail.dsl.syntax;

import org.jspecify.annotations.NullMarked;
