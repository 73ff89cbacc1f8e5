package io.ringtail.perf;

import java.util.List;

/**
 * The same question in both languages.
 *
 * @param text Kusto's
 * @param sqlForm DuckDB's, over a table or file that stands for {@code %s}
 */
record PeerQuestion(String name, String text, String sqlForm) {
    private static final String STOP = "provider = 'Contoso-Checkout' AND event = 'Request/Stop'";

    /** What users ask most: one question for each way in which a scan can be slow. */
    static final List<PeerQuestion> ALL = List.of(
            new PeerQuestion(
                    "filterAndCount",
                    "events | where Provider == 'Contoso-Checkout' and EventId == 2 | count",
                    "SELECT count(*) FROM %s WHERE provider = 'Contoso-Checkout' AND event_id = 2"),
            new PeerQuestion(
                    "filterOneProcess",
                    "events | where Cpu == 1 and Provider == 'Contoso-Checkout' | count",
                    "SELECT count(*) FROM %s WHERE cpu = 1 AND provider = 'Contoso-Checkout'"),
            new PeerQuestion(
                    "groupWithP95",
                    "['Contoso-Checkout/Request/Stop'] | summarize count(), percentile(durationMs, 95) by url",
                    "SELECT url, count(*), quantile_disc(duration_ms, 0.95) FROM %s WHERE " + STOP + " GROUP BY url"),
            new PeerQuestion(
                    "substring",
                    "['Contoso-Checkout/Request/Stop'] | where url contains_cs 'ship' | count",
                    "SELECT count(*) FROM %s WHERE " + STOP + " AND contains(url, 'ship')"),
            new PeerQuestion(
                    "substringAnyCase",
                    "['Contoso-Checkout/Request/Stop'] | where url contains 'SHIP' | count",
                    "SELECT count(*) FROM %s WHERE " + STOP + " AND url ILIKE '%%SHIP%%'"),
            new PeerQuestion(
                    "secondBins",
                    "events | summarize count() by bin(Timestamp, 1s)",
                    "SELECT date_trunc('second', ts), count(*) FROM %s GROUP BY 1"),
            new PeerQuestion(
                    "topTen",
                    "['Contoso-Checkout/Request/Stop'] | top 10 by durationMs | project Timestamp, durationMs, url",
                    "SELECT ts, duration_ms, url FROM %s WHERE " + STOP + " ORDER BY duration_ms DESC LIMIT 10"),
            new PeerQuestion(
                    "countByCpu", "events | summarize count() by Cpu", "SELECT cpu, count(*) FROM %s GROUP BY cpu"),
            new PeerQuestion(
                    "latest",
                    "events | top 10 by Timestamp | project Timestamp, Provider, EventName, Cpu",
                    "SELECT ts, provider, event, cpu FROM %s ORDER BY ts DESC LIMIT 10"),
            new PeerQuestion(
                    "oneSecond",
                    "events | where Timestamp between (datetime(2026-03-02 09:30) .. 1s) | summarize count() by Provider",
                    "SELECT provider, count(*) FROM %s WHERE ts BETWEEN TIMESTAMP '2026-03-02 09:30:00'"
                            + " AND TIMESTAMP '2026-03-02 09:30:01' GROUP BY provider"));

    String sql(String from) {
        return sqlForm.formatted(from);
    }
}
