package io.ringtail.processors.forecast;

/**
 * A value beside what was expected of it.
 *
 * @param isLearned whether enough was seen to judge; the rest says nothing otherwise
 * @param expected what it should have been
 * @param width the distance from {@code expected} up to which values are normal
 * @param score how many normal deviations the value lies off, below zero if it is too low
 */
public record Reading(boolean isLearned, double expected, double width, double score, boolean isAnomalous) {}
