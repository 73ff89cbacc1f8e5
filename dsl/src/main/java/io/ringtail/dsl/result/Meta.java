package io.ringtail.dsl.result;

/**
 * How complete a result is.
 *
 * @param lost events lost in its time span, as far as anybody counted them
 * @param late events that came after the window to which they belong was closed
 * @param partial whether the last window was still open
 */
public record Meta(long lost, long late, boolean partial) {
    public static final Meta COMPLETE = new Meta(0, 0, false);

    /** The same with so many lost events more. */
    public Meta withLost(long more) {
        return new Meta(lost + more, late, partial);
    }
}
