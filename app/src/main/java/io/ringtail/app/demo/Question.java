package io.ringtail.app.demo;

import java.util.List;
import java.util.Optional;

/**
 * A question that a person on call would ask.
 *
 * @param answer one sentence on what the rows show
 * @param barColumn the column of which a bar is drawn for each row, if its rows are a timeline
 */
record Question(String title, String query, String answer, Optional<String> barColumn) {
    /** Of the simulated incident; the answers hold for every seed, since the story is always the same. */
    static final List<Question> OF_THE_INCIDENT = List.of(
            new Question(
                    "What was going on on this host?",
                    "events | summarize events = count(), processes = dcount(ProcessId) by Provider | sort by events desc"
                            + " | take 6",
                    "The kernel's own events and the web service 'checkout' make up most of the recording; one trace holds"
                            + " classic kernel events, an EventSource with its manifest, and TraceLogging.",
                    Optional.empty()),
            new Question(
                    "When did requests start to fail?",
                    "['Contoso-Checkout/Request/Stop'] | summarize requests = count(), failed = countif(statusCode >= 500)"
                            + " by time = bin(Timestamp, 3m) | extend percent = round(100.0 * failed / requests, 2)"
                            + " | project time, requests, failed, percent | sort by time asc",
                    "Hardly any until 09:10; from then on a part of the requests fails. A deployment started at 09:10:00.",
                    Optional.of("percent")),
            new Question(
                    "Is it the new version?",
                    "['Contoso-Checkout/Request/Stop'] | summarize requests = count(), failed = countif(statusCode >= 500),"
                            + " median = percentile(durationMs, 50), p95 = percentile(durationMs, 95)"
                            + " by release = tostring(Payload.version)"
                            + " | extend percent = round(100.0 * failed / requests, 2) | sort by release asc",
                    "Yes: version 1.2, the canary, fails many times as often as 1.1 and is three times as slow.",
                    Optional.empty()),
            new Question(
                    "Which processes ended badly, and where did they crash?",
                    "['Application Error'] | project Timestamp, AppName, AppVersion, ModuleName, ExceptionCode,"
                            + " CrashedProcess = Payload.ProcessId | sort by Timestamp asc",
                    "checkout.exe of version 1.2 crashed three times with an access violation (0xC0000005) in"
                            + " payment-client.dll.",
                    Optional.empty()),
            new Question(
                    "Will the disk last?",
                    "['Contoso-HostMetrics/DiskFree'] | where volume == 'D:' | summarize freeGiB ="
                            + " round(min(freeBytes) / 1073741824.0, 1) by time = bin(Timestamp, 3m) | sort by time asc",
                    "No: once the canary gets traffic it logs without end, and D: is full at 09:26:30.",
                    Optional.of("freeGiB")));

    /** Of any trace. */
    static final List<Question> OF_ANY_TRACE = List.of(
            new Question(
                    "Who wrote, and can it be read?",
                    "types | summarize events = sum(Count), types = count(), readable = countif(Decodable) by Provider"
                            + " | top 8 by events",
                    "A type is readable if its schema is in the trace, was imported (ringtail schema import) or is built in.",
                    Optional.empty()),
            new Question(
                    "When did it happen?",
                    "let step = toscalar(events | summarize (max(Timestamp) - min(Timestamp)) / 10 + 1tick);"
                            + " events | summarize events = count() by time = bin(Timestamp, step) | sort by time asc",
                    "All times are UTC and exact to 100 ns; --tz prints others.",
                    Optional.of("events")),
            new Question(
                    "Which processes was it?",
                    "events | where ProcessId >= 0 | summarize events = count(), threads = dcount(ThreadId)"
                            + " by ProcessId, ProcessName | top 8 by events",
                    "Names come from process events anywhere in the trace, those of a rundown at its end too.",
                    Optional.empty()),
            new Question(
                    "Where in their code were they?",
                    "events | where isnotempty(Stack) | summarize stacks = count()"
                            + " by code = tostring(split(stack_top(Stack), '+')[0]) | top 8 by stacks",
                    "What is on top of each recorded stack, module or .NET method; no rows where the trace has no stacks.",
                    Optional.empty()),
            new Question(
                    "What could not be read in full?",
                    "events | where isnotempty(DecodeProblem) | summarize events = count(), problem = take_any(DecodeProblem)"
                            + " by Provider, EventName | top 5 by events",
                    "Their bytes are kept, so a schema that is imported later makes them readable.",
                    Optional.empty()));
}
