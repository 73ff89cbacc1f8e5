/** Dumps of processes: who may have one taken, and which there are; taking one is the operating system's part. */
@NullMarked
package io.ringtail.processors.dump;

import org.jspecify.annotations.NullMarked;
