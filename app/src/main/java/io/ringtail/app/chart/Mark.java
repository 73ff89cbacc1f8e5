package io.ringtail.app.chart;

/** A place of an axis with its label. */
record Mark(double at, String label) {}
