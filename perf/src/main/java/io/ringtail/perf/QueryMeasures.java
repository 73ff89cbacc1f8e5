package io.ringtail.perf;

import io.ringtail.dsl.BoundQuery;
import io.ringtail.dsl.Query;
import io.ringtail.dsl.QueryOptions;
import io.ringtail.etw.decode.EtwDecoder;
import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.block.Section;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;

/**
 * Queries over a journal, against plain loops over the same rows. A small journal is asked many times in a round, so that
 * a round takes long enough to be timed.
 */
final class QueryMeasures {
    private static final int CHECKOUT_PID = 4212;
    private static final int SCANS_A_ROUND = 20;
    private static final String BY_CPU = "events | where Cpu == 2 | count";
    /** The trace has context switches, from which the process of records without one is inferred, row by row. */
    private static final String BY_PROCESS = "events | where ProcessId == " + CHECKOUT_PID + " | count";

    private static final String BY_PROVIDER = "events | summarize n = count() by Provider";
    private static final String BY_FIELD = "['Contoso-Checkout/Request/Stop'] | where statusCode >= 500 | count";
    private static final String PERCENTILE =
            "['Contoso-Checkout/Request/Stop'] | summarize percentile(durationMs, 95) by bin(Timestamp, 1m)";

    private final Traces traces;

    QueryMeasures(Traces traces) {
        this.traces = traces;
    }

    List<Measure> run() throws IOException {
        Path folder = traces.folder().resolve("queried.journal");
        JournalMeasures.recordInto(folder, traces.uncompressed(), traces.folder());
        List<Measure> measures = new ArrayList<>();
        try (Journal journal = Journal.open(folder)) {
            int[] pids = pids(journal);
            double plain = Rounds.perSecond(() -> countInArray(pids));
            double column = Rounds.perSecond(() -> countInBlocks(journal));
            measures.add(new Measure("query.column", column, "rows/s", "a loop over an int array", plain));
            measures.add(measure(journal, "query.cpu", BY_CPU, "query.column", column));
            measures.add(measure(journal, "query.processId", BY_PROCESS, "query.column", column));
            measures.add(measure(journal, "query.byProvider", BY_PROVIDER, "query.column", column));
            measures.add(measure(journal, "query.payloadField", BY_FIELD, "query.column", column));
            measures.add(measure(journal, "query.percentile", PERCENTILE, "query.column", column));
        }
        return measures;
    }

    /** Rows a second of the whole journal, whatever part of it the query reads. */
    private Measure measure(Journal journal, String name, String text, String baseline, double baselineValue)
            throws IOException {
        BoundQuery query = bind(journal, text, QueryOptions.DEFAULT);
        double rate = Rounds.perSecond(() -> {
            for (int i = 0; i < SCANS_A_ROUND; i++) {
                query.run();
            }
            return SCANS_A_ROUND * traces.events();
        });
        return new Measure(name, rate, "rows/s", baseline, baselineValue);
    }

    static BoundQuery bind(Journal journal, String text, QueryOptions options) throws IOException {
        if (Query.parse(text) instanceof Query.Parse.Ok(Query query)
                && query.bind(journal, EtwDecoder.of(journal.catalog(), List.of()), options)
                        instanceof Query.Binding.Ok(BoundQuery bound)) {
            return bound;
        }
        throw new IllegalStateException("the measured query is not understood: " + text);
    }

    private static int[] pids(Journal journal) throws IOException {
        List<int[]> parts = new ArrayList<>();
        try (BlockCursor cursor = journal.scan(Scan.ALL_EVENTS)) {
            while (cursor.next()) {
                int[] part = new int[cursor.block().count()];
                for (int row = 0; row < part.length; row++) {
                    part[row] = cursor.block().pid(row);
                }
                parts.add(part);
            }
        }
        return parts.stream().flatMapToInt(Arrays::stream).toArray();
    }

    /** The limit: the same numbers side by side in memory. */
    private static long countInArray(int[] pids) {
        long hits = 0;
        for (int i = 0; i < SCANS_A_ROUND; i++) {
            for (int pid : pids) {
                hits += pid == CHECKOUT_PID ? 1 : 0;
            }
        }
        return used(hits, SCANS_A_ROUND * (long) pids.length);
    }

    /** The same through a cursor of the journal, checksums and all. */
    private static long countInBlocks(Journal journal) throws IOException {
        long hits = 0;
        long rows = 0;
        Scan scan = Scan.ALL_EVENTS.withSections(EnumSet.of(Section.PID));
        for (int i = 0; i < SCANS_A_ROUND; i++) {
            try (BlockCursor cursor = journal.scan(scan)) {
                while (cursor.next()) {
                    Block block = cursor.block();
                    for (int row = 0; row < block.count(); row++) {
                        hits += block.pid(row) == CHECKOUT_PID ? 1 : 0;
                    }
                    rows += block.count();
                }
            }
        }
        return used(hits, rows);
    }

    /** The hits must count for something, or the loop is optimised away. */
    private static long used(long hits, long amount) {
        return hits == -1 ? 0 : amount;
    }
}
