/** The guided first run. */
@NullMarked
package io.ringtail.app.demo;

import org.jspecify.annotations.NullMarked;
