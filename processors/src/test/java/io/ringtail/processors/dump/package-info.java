@NullMarked
package io.ringtail.processors.dump;

import org.jspecify.annotations.NullMarked;
