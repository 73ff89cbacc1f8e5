package io.ringtail.app.demo;

import java.util.List;
import java.util.Optional;

/**
 * A question that a person on call would ask.
 *
 * @param answer one sentence on what the rows show; it holds for every seed, since the story is always the same
 * @param barColumn the column of which a bar is drawn for each row, if its rows are a timeline
 */
record Question(String title, String query, String answer, Optional<String> barColumn) {
    static final List<Question> ALL = List.of(
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
}
