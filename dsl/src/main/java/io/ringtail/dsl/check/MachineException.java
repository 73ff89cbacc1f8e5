package io.ringtail.dsl.check;

/** A machine could not answer; the message says what to do. */
public final class MachineException extends Exception {
    private static final long serialVersionUID = 1;

    public MachineException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
