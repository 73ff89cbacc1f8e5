package io.ringtail.app.terminal;

/** What the process says when it ends; scripts rely on the numbers. */
public enum ExitStatus {
    DONE(0),
    /** Something was found: a check fired, verify found damage. */
    FINDING(1),
    /** The command line or the query is wrong. */
    USAGE(2),
    /** Nothing could be read, or the work could not be done. */
    FAILURE(3);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
