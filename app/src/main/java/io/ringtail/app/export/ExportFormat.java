package io.ringtail.app.export;

import io.ringtail.dsl.result.Format;
import java.util.Locale;

/** What a recording can be exported to, as {@code --to} names it. */
public enum ExportFormat {
    /** A Windows trace. */
    ETL,
    /** A session in one file. */
    RTZ,
    JSONL,
    CSV;

    /** How it is written. */
    Exporter exporter() {
        return switch (this) {
            case ETL -> new EtlExporter();
            case RTZ -> new RtzExporter();
            case JSONL, CSV -> new RowExporter(ofRows());
        };
    }

    boolean isOfRows() {
        return this == JSONL || this == CSV;
    }

    /** How its rows are written. */
    Format ofRows() {
        return switch (this) {
            case JSONL -> Format.JSONL;
            case CSV -> Format.CSV;
            case ETL, RTZ -> throw new IllegalStateException(label() + " has events, not rows");
        };
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
