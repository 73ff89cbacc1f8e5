/** Answers WQL about this machine on any operating system. */
@NullMarked
package io.ringtail.dsl.check.host;

import org.jspecify.annotations.NullMarked;
