package io.ringtail.processors.dump;

import io.ringtail.processors.effect.Arguments;
import io.ringtail.processors.effect.Effector;
import io.ringtail.processors.proto.Intent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Has dumps taken, within a budget, and none twice: one that is in the catalogue under an intent's key is done. What is
 * held back says so in its outcome.
 */
public final class DumpEffector implements Effector {
    private static final Duration HOUR = Duration.ofHours(1);

    private final DumpCapture capture;
    private final DumpBudget budget;
    private final DumpCatalogue catalogue;
    private final InstantSource clock;

    public DumpEffector(DumpCapture capture, DumpBudget budget, DumpCatalogue catalogue, InstantSource clock) {
        this.capture = capture;
        this.budget = budget;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    @Override
    public String action() {
        return "dump";
    }

    @Override
    public Effect execute(Intent intent) throws IOException {
        String key = intent.getIdempotencyKey();
        String process = Arguments.text(intent, "process").orElse("");
        List<DumpCatalogue.Entry> known = catalogue.entries();
        if (known.stream().anyMatch(entry -> entry.key().equals(key))) {
            return Effect.done("it was taken before");
        }
        if (!capture.isAvailable()) {
            return Effect.refused("dumps are not captured by this release; '" + process + "' would have been dumped");
        }
        Instant now = clock.instant();
        String held = heldBack(process, known, now);
        if (!held.isEmpty()) {
            return Effect.suppressed(held);
        }
        Path file = catalogue.file(key);
        capture.capture(process, file);
        catalogue.add(new DumpCatalogue.Entry(key, now, process, file));
        return Effect.done(file.toString());
    }

    /** Why no dump may be taken now; empty if one may. */
    private String heldBack(String process, List<DumpCatalogue.Entry> known, Instant now) throws IOException {
        boolean same = known.stream()
                .anyMatch(entry -> entry.process().equals(process)
                        && entry.at().plus(budget.apart()).isAfter(now));
        if (same) {
            return "a dump of '" + process + "' was taken within " + budget.apart();
        }
        long lately = known.stream()
                .filter(entry -> entry.at().plus(HOUR).isAfter(now))
                .count();
        if (lately >= budget.mostPerHour()) {
            return lately + " dumps were taken within an hour, and " + budget.mostPerHour() + " may be";
        }
        long bytes = catalogue.bytes();
        return bytes > budget.mostBytes()
                ? "the dumps have " + bytes + " bytes, and may have " + budget.mostBytes() + "; delete some"
                : "";
    }
}
