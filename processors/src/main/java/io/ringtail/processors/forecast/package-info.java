/** What a series of numbers normally does, learned from event time alone, and where it is going. */
@NullMarked
package io.ringtail.processors.forecast;

import org.jspecify.annotations.NullMarked;
