/** What this machine can do, found out by trying. */
@NullMarked
package io.ringtail.app.doctor;

import org.jspecify.annotations.NullMarked;
