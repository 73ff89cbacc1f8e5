package io.ringtail.processors.strategy;

/** Why a text is no strategy: the message names the service, the key, the value found and the range wanted. */
public record StrategyProblem(String message) {}
