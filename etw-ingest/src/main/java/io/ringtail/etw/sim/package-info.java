/** Traces that never happened: deterministic recordings for demos, tests and benchmarks. */
@NullMarked
package io.ringtail.etw.sim;

import org.jspecify.annotations.NullMarked;
