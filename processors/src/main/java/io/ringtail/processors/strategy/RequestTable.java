package io.ringtail.processors.strategy;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which events tell of finished requests, and in which of their fields.
 *
 * @param event {@code Provider/EventName}
 * @param status the HTTP status code
 * @param durationMs milliseconds that the request took; empty if it is not told
 * @param version which version served it, or what {@code versions} makes one of, such as a port or a site
 * @param tenant for whom; empty if it is not told
 * @param service must hold the service's name; empty: all events are of the service
 * @param versions versions by what stands in the field
 */
public record RequestTable(
        String event,
        String status,
        String durationMs,
        String version,
        String tenant,
        String service,
        Map<String, String> versions) {
    /** What the simulated incidents have. */
    public static final RequestTable CONTOSO = new RequestTable(
            "Contoso-Checkout/Request/Stop", "statusCode", "durationMs", "version", "tenant", "", Map.of());

    public RequestTable {
        versions = Map.copyOf(versions);
    }

    /** None if a part that is needed is missing, or the event's name has no provider. */
    static Optional<RequestTable> of(Map<?, ?> json) {
        String event = text(json, "event");
        int slash = event.indexOf('/');
        RequestTable table = new RequestTable(
                event,
                text(json, "status"),
                text(json, "durationMs"),
                text(json, "version"),
                text(json, "tenant"),
                text(json, "service"),
                versions(json));
        boolean whole = slash > 0 && slash < event.length() - 1 && !table.status.isEmpty() && !table.version.isEmpty();
        return whole ? Optional.of(table) : Optional.empty();
    }

    private static String text(Map<?, ?> json, String key) {
        return json.get(key) instanceof String text ? text : "";
    }

    private static Map<String, String> versions(Map<?, ?> json) {
        Map<String, String> versions = new TreeMap<>();
        if (json.get("versions") instanceof Map<?, ?> map) {
            map.forEach((field, version) -> versions.put(String.valueOf(field), String.valueOf(version)));
        }
        return versions;
    }

    public String provider() {
        return event.substring(0, event.indexOf('/'));
    }

    public String eventName() {
        return event.substring(event.indexOf('/') + 1);
    }

    /** The version that a field's content stands for. */
    public String versionOf(String content) {
        return versions.getOrDefault(content, content);
    }
}
