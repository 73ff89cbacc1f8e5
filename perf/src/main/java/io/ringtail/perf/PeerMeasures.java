package io.ringtail.perf;

import io.ringtail.dsl.BoundQuery;
import io.ringtail.dsl.QueryOptions;
import io.ringtail.dsl.engine.KeptColumns;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Queries over a journal against DuckDB over the same columns: its own table, and Parquet; thread for thread. As in a shell
 * queries keep payload columns for each other, as DuckDB's table has them; beside it stands what a query alone takes.
 */
final class PeerMeasures {
    private static final List<Integer> THREADS = List.of(1, 2);
    private static final long MAX_KEPT_BYTES = 1L << 28;

    private final Traces traces;

    PeerMeasures(Traces traces) {
        this.traces = traces;
    }

    List<Measure> run() throws IOException {
        Path folder = traces.folder().resolve("asked.journal");
        JournalMeasures.recordInto(folder, traces.uncompressed(), traces.folder());
        List<Measure> measures = new ArrayList<>();
        try (Journal journal = Journal.open(folder);
                DuckDb peer = DuckDb.load(
                        traces.folder(), QueryMeasures.bind(journal, DuckDb.COLUMNS, QueryOptions.DEFAULT))) {
            KeptColumns kept = KeptColumns.upTo(MAX_KEPT_BYTES);
            for (PeerQuestion question : PeerQuestion.ALL) {
                System.err.println("asking " + question.name() + " ...");
                for (int threads : THREADS) {
                    peer.threads(threads);
                    measures.addAll(ask(journal, peer, question, threads, kept));
                }
            }
            System.err.printf("kept %d MiB of columns%n", kept.bytes() >> 20);
        }
        return measures;
    }

    private List<Measure> ask(Journal journal, DuckDb peer, PeerQuestion question, int threads, KeptColumns kept)
            throws IOException {
        BoundQuery query = QueryMeasures.bind(journal, question.text(), QueryOptions.DEFAULT.withThreads(threads));
        BoundQuery again = query.keeping(kept);
        long rows = query.run().rows().size();
        double ours = rate(rows, () -> again.run().rows().size());
        double alone = rate(rows, () -> query.run().rows().size());
        double table = rate(rows, () -> peer.rows(question.sql(DuckDb.TABLE)));
        double parquet = rate(rows, () -> peer.rows(question.sql(peer.parquetTable())));
        String name = "peer." + question.name() + "." + threads;
        return List.of(
                new Measure(name, ours, "rows/s", "DuckDB's table", table),
                new Measure(name + ".parquet", ours, "rows/s", "DuckDB on Parquet", parquet),
                new Measure(name + ".alone", alone, "rows/s", "DuckDB's table", table),
                new Measure(name + ".alone.parquet", alone, "rows/s", "DuckDB on Parquet", parquet));
    }

    /** Rows of the whole journal a second; both sides must give the same number of rows, or the race is for nothing. */
    private double rate(long rows, Rounds.Work work) throws IOException {
        return Rounds.perSecondRepeated(() -> {
            long got = work.run();
            if (got != rows) {
                throw new IOException("one side gives " + got + " rows, the other " + rows);
            }
            return traces.events();
        });
    }
}
