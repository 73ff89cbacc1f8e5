package io.ringtail.app.terminal;

/** Ends a command with a message for the person who typed it; the message names the place and the way out. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitStatus status;

    private Refusal(ExitStatus status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** The command line is wrong. */
    public static Refusal usage(String message) {
        return new Refusal(ExitStatus.USAGE, message);
    }

    /** The command line is right, but the work cannot be done. */
    public static Refusal failure(String message) {
        return new Refusal(ExitStatus.FAILURE, message);
    }

    public ExitStatus status() {
        return status;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
