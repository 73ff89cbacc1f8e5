package io.ringtail.app;

import io.ringtail.dsl.result.Format;
import picocli.CommandLine.Option;

/** {@code --format}, wherever rows are printed. */
final class FormatOption {
    @Option(names = "--format", paramLabel = "FORMAT", description = "table, json, jsonl or csv (default: table)")
    Format format = Format.TABLE;
}
