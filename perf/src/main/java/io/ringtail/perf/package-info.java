/**
 * Benchmarks of whole paths, each against a baseline measured in the same run: ratios carry from machine to machine,
 * absolute numbers do not.
 */
@NullMarked
package io.ringtail.perf;

import org.jspecify.annotations.NullMarked;
