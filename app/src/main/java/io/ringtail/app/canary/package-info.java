/** Strategies on the command line: what holds, and what a person decides. */
@NullMarked
package io.ringtail.app.canary;

import org.jspecify.annotations.NullMarked;
