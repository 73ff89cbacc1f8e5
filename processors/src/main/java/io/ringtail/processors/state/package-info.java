/** What a processor keeps between events: named values, maps and timers, held by whoever runs it. */
@NullMarked
package io.ringtail.processors.state;

import org.jspecify.annotations.NullMarked;
