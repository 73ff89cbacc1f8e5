/** What is in a recording: counts by everything that headers tell. */
@NullMarked
package io.ringtail.app.stats;

import org.jspecify.annotations.NullMarked;
