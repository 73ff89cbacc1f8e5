/**
 * Names ETW events and reads their payloads. A schema is compiled once for each type into nodes that read or skip one
 * field each; fields with nothing variable before them are loaded from a constant offset.
 */
@NullMarked
package io.ringtail.etw.decode;

import org.jspecify.annotations.NullMarked;
