/** Strategies in etcd, version 3, through jetcd. */
@NullMarked
package io.ringtail.processors.etcd;

import org.jspecify.annotations.NullMarked;
