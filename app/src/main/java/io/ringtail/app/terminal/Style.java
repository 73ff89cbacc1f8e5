package io.ringtail.app.terminal;

/** Colours for people; plain text where nobody looks. */
public enum Style {
    PLAIN,
    COLOURED;

    private static final String RESET = "\u001b[0m";

    public String bold(String text) {
        return wrapped("\u001b[1m", text);
    }

    public String dim(String text) {
        return wrapped("\u001b[2m", text);
    }

    public String red(String text) {
        return wrapped("\u001b[31m", text);
    }

    public String green(String text) {
        return wrapped("\u001b[32m", text);
    }

    public String cyan(String text) {
        return wrapped("\u001b[36m", text);
    }

    private String wrapped(String escape, String text) {
        return this == PLAIN ? text : escape + text + RESET;
    }
}
