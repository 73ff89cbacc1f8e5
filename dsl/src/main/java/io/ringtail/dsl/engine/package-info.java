/** Runs a bound query: scans blocks, filters, groups and sorts batches. */
@NullMarked
package io.ringtail.dsl.engine;

import org.jspecify.annotations.NullMarked;
