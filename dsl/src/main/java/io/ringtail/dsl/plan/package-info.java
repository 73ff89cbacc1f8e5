/** From tree to plan: finds out what names mean and which types expressions have. */
@NullMarked
package io.ringtail.dsl.plan;

import org.jspecify.annotations.NullMarked;
