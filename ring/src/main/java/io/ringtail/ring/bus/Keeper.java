package io.ringtail.ring.bus;

import io.ringtail.ring.bus.proto.CycleDeleted;
import io.ringtail.ring.bus.proto.CycleKept;
import io.ringtail.ring.cursor.Cursors;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.journal.Pruner;
import io.ringtail.ring.journal.Retention;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Keeps a journal within its limits: deletes, and tells of each deletion. What cannot be deleted yet is told of once, and
 * tried again with the next round.
 *
 * <p><b>Threads:</b> any, one at a time.
 */
final class Keeper {
    private final Path journal;
    private final Reports reports;
    private final InstantSource clock;
    private final Set<String> toldKept = new HashSet<>();

    Keeper(Path journal, Reports reports, InstantSource clock) {
        this.journal = journal;
        this.reports = reports;
        this.clock = clock;
    }

    /** Returns what was deleted, and what was held back. */
    synchronized Pruner.Plan prune(List<Retention> limits, boolean force) {
        List<Pruner.Deletion> deleted = new ArrayList<>();
        List<Pruner.Held> held = new ArrayList<>();
        try {
            Pruner pruner = Pruner.of(journal);
            Cursors cursors = Cursors.of(journal);
            OptionalLong keepFrom = force ? OptionalLong.empty() : cursors.leastPosition();
            Pruner.Plan plan = pruner.plan(limits, clock.instant(), keepFrom);
            for (Pruner.Held each : plan.held()) {
                String names = String.join(", ", cursors.waitingBelow(each.nextSequence()));
                hold(each.lane().folder(), each.file(), "not read yet by the cursors " + names, each, held);
            }
            delete(plan.deletions(), pruner, deleted, held);
        } catch (IOException e) {
            tell("", journal.toString(), String.valueOf(e.getMessage()));
        }
        return new Pruner.Plan(deleted, held);
    }

    private void delete(
            List<Pruner.Deletion> deletions, Pruner pruner, List<Pruner.Deletion> deleted, List<Pruner.Held> held) {
        Set<Object> stopped = new HashSet<>();
        for (Pruner.Deletion each : deletions) {
            if (stopped.contains(each.lane())) {
                continue; // none before those that are older
            }
            try {
                pruner.delete(each);
                deleted.add(each);
                tellDeleted(each);
            } catch (IOException e) {
                stopped.add(each.lane());
                Pruner.Held kept = new Pruner.Held(each.lane(), each.file(), each.nextSequence(), each.why());
                hold(each.lane().folder(), each.file(), "cannot be deleted yet: " + e, kept, held);
            }
        }
    }

    private void hold(String lane, String file, String why, Pruner.Held each, List<Pruner.Held> held) {
        held.add(new Pruner.Held(each.lane(), file, each.nextSequence(), why));
        tell(lane, file, why);
    }

    private void tell(String lane, String file, String why) {
        if (toldKept.add(file + why)) {
            CycleKept kept = CycleKept.newBuilder()
                    .setLane(lane)
                    .setFile(file)
                    .setWhy(why)
                    .build();
            reports.add(BusEvents.CYCLE_KEPT, Ticks.of(clock.instant()), kept);
        }
    }

    private void tellDeleted(Pruner.Deletion deletion) {
        CycleDeleted message = CycleDeleted.newBuilder()
                .setLane(deletion.lane().folder())
                .setFile(deletion.file())
                .setFirstSequence(deletion.firstSequence())
                .setNextSequence(deletion.nextSequence())
                .setBytes(deletion.bytes())
                .setWhy(deletion.why())
                .build();
        reports.add(BusEvents.CYCLE_DELETED, Ticks.of(clock.instant()), message);
    }
}
