@NullMarked
package io.ringtail.etw.sim;

import org.jspecify.annotations.NullMarked;
