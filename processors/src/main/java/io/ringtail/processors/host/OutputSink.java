package io.ringtail.processors.host;

/** Takes what a processor derived, in order of cause and ordinal. <b>Threads:</b> one a processor. */
@FunctionalInterface
public interface OutputSink {
    void take(Output output);
}
