package io.ringtail.app;

import io.ringtail.app.terminal.Refusal;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.journal.Retention;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --keep [LANE:]WHAT=LIMIT}, as often as wanted: what of a journal is kept while it is written. */
final class KeepOption {
    private static final String WANTED = "age=7d, size=20GB or free=10GB, for the other lane control:age=90d";

    @Option(
            names = "--keep",
            paramLabel = "LIMIT",
            description = {
                "deletes while recording what is beyond a limit: age=7d, size=20GB, free=10GB (room on the disk);",
                "control:age=90d for Ringtail's own events; may be given several times (default: keeps everything)"
            })
    private List<String> limits = new ArrayList<>();

    /** A limit a lane that has one. */
    List<Retention> retention() {
        Map<Lane, Retention> lanes = new EnumMap<>(Lane.class);
        for (String text : limits) {
            Lane lane = lane(text);
            Retention known = lanes.get(lane);
            lanes.put(lane, limited(known == null ? Retention.of(lane) : known, text));
        }
        return List.copyOf(lanes.values());
    }

    private static Lane lane(String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? Lane.TRACE.folder() : text.substring(0, colon).toLowerCase(Locale.ROOT);
        for (Lane lane : Lane.values()) {
            if (lane.folder().equals(name)) {
                return lane;
            }
        }
        throw Refusal.usage("--keep " + text + ": there is no lane '" + name + "'; they are trace and control");
    }

    private static Retention limited(Retention before, String text) {
        String limit = text.substring(text.indexOf(':') + 1);
        int equals = limit.indexOf('=');
        @Nullable String value = equals < 0 ? null : limit.substring(equals + 1);
        return switch (value == null ? "" : limit.substring(0, equals)) {
            case "age" -> before.withMaxAge(Limits.duration("--keep age", String.valueOf(value)));
            case "size" -> before.withMaxBytes(Limits.bytes("--keep size", String.valueOf(value)));
            case "free" -> before.withMinFreeBytes(Limits.bytes("--keep free", String.valueOf(value)));
            default -> throw Refusal.usage("--keep " + text + " is no limit; one is " + WANTED);
        };
    }
}
