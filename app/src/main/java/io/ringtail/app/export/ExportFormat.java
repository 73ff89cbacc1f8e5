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
            case JSONL -> new RowExporter(Format.JSONL);
            case CSV -> new RowExporter(Format.CSV);
        };
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
