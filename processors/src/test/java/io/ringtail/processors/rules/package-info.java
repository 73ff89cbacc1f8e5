@NullMarked
package io.ringtail.processors.rules;

import org.jspecify.annotations.NullMarked;
