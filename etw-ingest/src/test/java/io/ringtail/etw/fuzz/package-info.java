/** What holds for inputs that a fuzzer makes. */
@NullMarked
package io.ringtail.etw.fuzz;

import org.jspecify.annotations.NullMarked;
