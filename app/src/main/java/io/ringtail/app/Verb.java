package io.ringtail.app;

/** What the command-line parser fills in for one verb; it becomes a {@link Command} once its arguments are checked. */
interface Verb {
    Command command();
}
