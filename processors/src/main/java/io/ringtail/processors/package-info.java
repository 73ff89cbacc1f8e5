/** Deterministic processors on the journal: state × events → state × intents, without clock, threads or I/O. */
@NullMarked
package io.ringtail.processors;

import org.jspecify.annotations.NullMarked;
