/**
 * What {@code render} draws: rows become {@link io.ringtail.app.chart.ChartData}, which is drawn with characters on a
 * terminal, or with shapes on a canvas that is an SVG or a PNG; both look alike.
 */
@NullMarked
package io.ringtail.app.chart;

import org.jspecify.annotations.NullMarked;
