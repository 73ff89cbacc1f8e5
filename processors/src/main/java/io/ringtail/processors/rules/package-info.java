/** Rules: a query, a condition and actions, as text in files; {@code docs/rules.md} is their language. */
@NullMarked
package io.ringtail.processors.rules;

import org.jspecify.annotations.NullMarked;
