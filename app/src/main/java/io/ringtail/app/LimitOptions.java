package io.ringtail.app;

import io.ringtail.app.query.Limits;
import io.ringtail.app.terminal.Amounts;
import io.ringtail.app.terminal.Refusal;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a query may use: rows, memory, time. */
final class LimitOptions {
    @Option(
            names = "--max-rows",
            paramLabel = "N",
            description = "end with status 3 at the first row beyond so many (default: no limit)")
    private @Nullable String maxRows;

    @Option(
            names = "--max-memory",
            paramLabel = "SIZE",
            description = "what sort, summarize and the like may keep, such as 512MB (default: a quarter of the heap)")
    private @Nullable String maxMemory;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "end with status 3 after so long, such as 500ms, 30s or 5m (default: no limit)")
    private @Nullable String timeout;

    Limits limits() {
        return new Limits(rows(), bytes(), time());
    }

    private OptionalLong rows() {
        String text = maxRows;
        if (text == null) {
            return OptionalLong.empty();
        }
        try {
            long rows = Long.parseLong(text.replace("_", "").replace(",", ""));
            if (rows >= 0) {
                return OptionalLong.of(rows);
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw Refusal.usage("--max-rows " + text + " is no number of rows; one is 100000");
    }

    private OptionalLong bytes() {
        String text = maxMemory;
        if (text == null) {
            return OptionalLong.empty();
        }
        OptionalLong bytes = Amounts.bytes(text);
        if (bytes.isEmpty() || bytes.getAsLong() == 0) {
            throw Refusal.usage("--max-memory " + text + " is no size; one is 512MB or 2GB");
        }
        return bytes;
    }

    private Optional<Duration> time() {
        String text = timeout;
        if (text == null) {
            return Optional.empty();
        }
        Optional<Duration> time = Amounts.time(text);
        if (time.isEmpty() || time.get().isZero()) {
            throw Refusal.usage("--timeout " + text + " is no time; one is 500ms, 30s, 5m or 1h");
        }
        return time;
    }
}
