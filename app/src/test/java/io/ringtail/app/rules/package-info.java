@NullMarked
package io.ringtail.app.rules;

import org.jspecify.annotations.NullMarked;
