package io.ringtail.processors;

import io.ringtail.processors.state.States;
import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.payload.PayloadDecoder;
import java.util.function.Supplier;

/**
 * What a processor is given before its first event.
 *
 * @param states what it keeps from one start to the next
 * @param catalog what the ids in the events stand for
 * @param decoder reads payloads; ask again when a type is met that was not known before, for it then knows more
 */
public record Setup(States states, Catalog catalog, Supplier<PayloadDecoder> decoder) {}
