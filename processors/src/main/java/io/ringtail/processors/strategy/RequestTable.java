package io.ringtail.processors.strategy;

import java.util.Optional;

/**
 * Which events tell of finished requests, and in which of their fields.
 *
 * @param event {@code Provider/EventName}
 * @param status the HTTP status code
 * @param durationMs milliseconds that the request took
 * @param version which version served it
 */
public record RequestTable(String event, String status, String durationMs, String version) {
    private static final int AFTER_PROVIDER = 1;

    /** None if the name has no provider. */
    static Optional<RequestTable> of(String event, String status, String durationMs, String version) {
        int slash = event.indexOf('/');
        return slash < AFTER_PROVIDER || slash == event.length() - 1
                ? Optional.empty()
                : Optional.of(new RequestTable(event, status, durationMs, version));
    }

    public String provider() {
        return event.substring(0, event.indexOf('/'));
    }

    public String eventName() {
        return event.substring(event.indexOf('/') + 1);
    }
}
