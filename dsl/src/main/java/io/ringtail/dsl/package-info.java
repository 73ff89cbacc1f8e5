/** The diagnostic language: Kusto Query Language in meaning, asked of recordings. */
@NullMarked
package io.ringtail.dsl;

import org.jspecify.annotations.NullMarked;
