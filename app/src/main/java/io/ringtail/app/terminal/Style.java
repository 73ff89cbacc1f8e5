package io.ringtail.app.terminal;

/** Colours for people; plain text where nobody looks. */
public enum Style {
    PLAIN,
    COLOURED;

    /** Of the 256 colours: told apart on dark and on light ground. */
    private static final int[] SERIES = {33, 208, 35, 205, 135, 178, 44, 112, 196, 103, 95, 30};

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

    /** The colour of one of several series; those of charts in files are near to it. */
    public String series(int number, String text) {
        return wrapped("\u001b[38;5;" + SERIES[number % SERIES.length] + "m", text);
    }

    private String wrapped(String escape, String text) {
        return this == PLAIN ? text : escape + text + RESET;
    }
}
