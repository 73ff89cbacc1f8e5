package io.ringtail.processors.rules;

import java.util.Optional;

/**
 * What a rule does when it fires.
 *
 * @param name of the effector
 * @param limit so often at the most; beyond it is suppressed
 */
record Action(String name, What what, Optional<Limit> limit) {
    /** With what. */
    sealed interface What {}

    record Alert() implements What {}

    /** Of the canary's three: a service, by name or out of a column. */
    record OfService(Operand service) implements What {}

    record Dump(Operand process) implements What {}

    record Check(String check) implements What {}

    /** The recording around the firing, in ticks before and after. */
    record ExportSession(long beforeTicks, long afterTicks) implements What {}

    /** A value that stands in the rule, or a column of its result. */
    sealed interface Operand {}

    record Text(String text) implements Operand {}

    record Column(String name) implements Operand {}

    /** So many times in any span of event time. */
    record Limit(int times, long ticks) {}
}
