package io.ringtail.processors.strategy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which events tell of finished requests, and in which of their fields. A field is looked for in the event that ends a
 * request, then in the one that began it.
 *
 * @param events {@code Provider/EventName}, or {@code Provider/EventID(n)}, each of which ends a request
 * @param start the event that begins it; empty if one event tells all
 * @param failure an event between them that says that it failed; empty if the status alone tells
 * @param id what start and end of a request have in common: a field, or {@link #ACTIVITY}
 * @param status the HTTP status code; empty if only {@code failure} tells
 * @param durationMs milliseconds that the request took; empty: the time from start to end, if there is a start
 * @param version which version served it, or what {@code versions} makes one of, such as a port or a site; of several
 *     fields all that are there
 * @param versionFrom how a version is found in what stands there
 * @param namesService whether what stands there has to name the service too
 * @param versions versions by what stands in the field
 * @param tenant for whom; empty if it is not told
 * @param service must hold the service's name; empty: all events are of the service
 * @param where which values fields must have, one of each set, in lower case; at most {@link #MOST_CONDITIONS}
 */
public record RequestTable(
        List<String> events,
        String start,
        String failure,
        String id,
        String status,
        String durationMs,
        List<String> version,
        VersionFrom versionFrom,
        boolean namesService,
        Map<String, String> versions,
        String tenant,
        String service,
        Map<String, Set<String>> where) {
    static final int MOST_CONDITIONS = 32;

    /** The activity of the event's header. */
    public static final String ACTIVITY = "ActivityId";
    /** The process of the event's header, as a number. */
    public static final String PROCESS_ID = "ProcessId";
    /** The program and command line of that process, as its start or a rundown told them. */
    public static final String PROCESS = "Process";

    /** How a version is found. */
    public enum VersionFrom {
        /** It stands in the field, or {@code versions} tells it by what stands there. */
        VALUE,
        /** What stands in the fields has it among its words, as {@code checkout-v1.2} has; see {@link NamedVersion}. */
        NAME
    }

    /** What the simulated incidents have. */
    public static final RequestTable CONTOSO = new RequestTable(
            List.of("Contoso-Checkout/Request/Stop"),
            "",
            "",
            ACTIVITY,
            "statusCode",
            "durationMs",
            List.of("version"),
            VersionFrom.VALUE,
            false,
            Map.of(),
            "tenant",
            "",
            Map.of());

    /** IIS's own log, when a site's log goes to ETW. */
    public static final RequestTable IIS = named(
            List.of("Microsoft-Windows-IIS-Logging/EventID(6200)"),
            "",
            "",
            ACTIVITY,
            "sc-status",
            "time-taken",
            List.of("s-sitename", "cs-host", "CustomFields"));

    /** HTTP.sys: from the delivery into a queue, which is named as the application pool, to the response's headers. */
    public static final RequestTable HTTP_SYS = named(
            List.of("Microsoft-Windows-HttpService/EventID(4)", "Microsoft-Windows-HttpService/EventID(8)"),
            "Microsoft-Windows-HttpService/EventID(3)",
            "",
            "RequestId",
            "StatusCode",
            "",
            List.of("RequestQueueName", "Url"));

    /** ASP.NET Core, whose events know no status: what failed is an exception that nobody caught. */
    public static final RequestTable ASP_NET_CORE = aspNetCore("Microsoft.AspNetCore.Hosting");

    /** What is measured where a strategy does not say; of one service the first that tells of its requests. */
    public static final List<RequestTable> KNOWN =
            List.of(CONTOSO, IIS, HTTP_SYS, ASP_NET_CORE, aspNetCore("Microsoft-AspNetCore-Hosting"));

    public RequestTable {
        events = List.copyOf(events);
        version = List.copyOf(version);
        versions = Map.copyOf(versions);
        where = Collections.unmodifiableMap(new TreeMap<>(where));
    }

    private static RequestTable aspNetCore(String provider) {
        return named(
                List.of(provider + "/EventID(4)"),
                provider + "/EventID(3)",
                provider + "/EventID(5)",
                ACTIVITY,
                "",
                "",
                List.of(PROCESS));
    }

    private static RequestTable named(
            List<String> events,
            String start,
            String failure,
            String id,
            String status,
            String durationMs,
            List<String> version) {
        return new RequestTable(
                events,
                start,
                failure,
                id,
                status,
                durationMs,
                version,
                VersionFrom.NAME,
                true,
                Map.of(),
                "",
                "",
                Map.of());
    }

    /** Whether start and end are two events. */
    public boolean isJoined() {
        return !start.isEmpty();
    }

    /** Whether it asks what process an event is of. */
    public boolean asksProcess() {
        return version.contains(PROCESS)
                || tenant.equals(PROCESS)
                || service.equals(PROCESS)
                || where.containsKey(PROCESS);
    }

    /** The version that served a request; empty if what stands in the fields tells none of the service's. */
    public Optional<String> versionOf(String content, Strategy strategy) {
        return switch (versionFrom) {
            case VALUE -> Optional.of(versions.getOrDefault(content, content));
            case NAME ->
                namesService && !NamedVersion.names(content, strategy.service())
                        ? Optional.empty()
                        : NamedVersion.of(content, strategy, versions);
        };
    }

    /** Whether {@code Provider/EventName} of a table names the events of a type. */
    public static boolean isNamed(String event, String provider, String eventName, int id) {
        int slash = event.indexOf('/');
        String name = event.substring(slash + 1);
        return event.substring(0, Math.max(slash, 0)).equalsIgnoreCase(provider)
                && (name.equals(eventName) || name.equals("EventID(" + id + ")"));
    }
}
