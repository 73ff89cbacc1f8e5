@NullMarked
package io.ringtail.etw.write;

import org.jspecify.annotations.NullMarked;
