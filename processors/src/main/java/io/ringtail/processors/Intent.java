package io.ringtail.processors;

/**
 * What a processor wants done. Journaled before it is done, with a key made of the journal, the processor, {@code rule},
 * {@code key}, the cause and {@code action}: the same want is executed once.
 *
 * @param rule by what it is wanted: a rule's or strategy's name
 * @param key whom it concerns: a service, a process; empty if there is but one
 * @param action names the effector
 * @param arguments of the action, a JSON object
 * @param reason for people
 */
public record Intent(String rule, String key, String action, String arguments, String reason) {}
