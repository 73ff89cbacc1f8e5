package io.ringtail.dsl.engine;

/** A query ran into one of its limits; the message says which and what to do. */
public final class QueryLimitException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public QueryLimitException(String message) {
        super(message);
    }
}
