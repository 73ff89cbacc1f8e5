/** Judges versions on trial by their requests, and asks for rollback, pause, resume and promotion. */
@NullMarked
package io.ringtail.processors.canary;

import org.jspecify.annotations.NullMarked;
