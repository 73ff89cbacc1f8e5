@NullMarked
package io.ringtail.processors;

import org.jspecify.annotations.NullMarked;
