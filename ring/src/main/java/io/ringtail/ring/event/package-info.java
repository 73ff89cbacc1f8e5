/** What an event is: its header, its type, its source, and the registry that gives them their ids. */
@NullMarked
package io.ringtail.ring.event;

import org.jspecify.annotations.NullMarked;
