package io.ringtail.app;

import io.ringtail.app.terminal.Refusal;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import picocli.CommandLine.Option;

/** {@code --tz}, wherever tables are printed. */
final class ZoneOption {
    @Option(
            names = "--tz",
            paramLabel = "ZONE",
            description = "print times of tables in this zone, such as Europe/Berlin (default: UTC)")
    private String zone = "UTC";

    ZoneId zone() {
        try {
            return zone.equals("UTC") ? ZoneOffset.UTC : ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw Refusal.usage("--tz " + zone + " is no time zone; one is Europe/Berlin, UTC or +02:00");
        }
    }
}
