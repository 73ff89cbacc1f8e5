package io.ringtail.processors.canary;

/**
 * What is to be done to a trial.
 *
 * @param weight the new one, for a promotion
 */
record Decision(Action action, double weight, String why) {}
