@NullMarked
package io.ringtail.processors.host;

import org.jspecify.annotations.NullMarked;
