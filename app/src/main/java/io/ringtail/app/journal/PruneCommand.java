package io.ringtail.app.journal;

import io.ringtail.app.Command;
import io.ringtail.app.output.Printer;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Quantities;
import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.result.Format;
import io.ringtail.dsl.result.QueryResult;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.cursor.Cursors;
import io.ringtail.ring.journal.Pruner;
import io.ringtail.ring.journal.Retention;
import io.ringtail.ring.journal.StorageOptions;
import io.ringtail.ring.payload.ScalarType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * {@code ringtail journal prune}: a row for each file that was deleted, or would be. What is held back by a cursor, or
 * cannot be deleted now, is said.
 */
public record PruneCommand(Path journal, List<Retention> limits, boolean dryRun, boolean force, Format format)
        implements Command {
    private static final List<Column> COLUMNS = List.of(
            Column.of("file", ScalarType.STRING),
            Column.of("firstSequence", ScalarType.LONG),
            Column.of("nextSequence", ScalarType.LONG),
            Column.of("bytes", ScalarType.LONG),
            Column.of("why", ScalarType.STRING));

    @Override
    public ExitStatus run(Console console) throws IOException {
        Pruner pruner =
                Pruner.of(journal); // says what is wrong with a folder that is no journal, instead of making one
        Pruner.Plan plan = dryRun ? planned(pruner) : pruned();
        List<@Nullable Object[]> rows = new ArrayList<>();
        long bytes = 0;
        for (Pruner.Deletion each : plan.deletions()) {
            rows.add(new @Nullable Object[] {
                each.file(), each.firstSequence(), each.nextSequence(), each.bytes(), each.why()
            });
            bytes += each.bytes();
        }
        if (!rows.isEmpty() || format != Format.TABLE) {
            Printer.print(QueryResult.complete(COLUMNS, rows), format, console);
        }
        for (Pruner.Held held : plan.held()) {
            console.warn(held.file() + " is kept: " + held.why());
        }
        if (!plan.held().isEmpty()) {
            console.note(
                    "a cursor that nobody moves any more goes with: ringtail journal cursors delete NAME; --force deletes"
                            + " what is not read as well");
        }
        console.note((dryRun ? "would delete " : "deleted ") + Quantities.count(rows.size(), "file") + " of "
                + Quantities.bytes(bytes));
        return ExitStatus.DONE;
    }

    private Pruner.Plan planned(Pruner pruner) throws IOException {
        Cursors cursors = Cursors.of(journal);
        OptionalLong keepFrom = force ? OptionalLong.empty() : cursors.leastPosition();
        Pruner.Plan plan = pruner.plan(limits, Instant.now(), keepFrom);
        List<Pruner.Held> held = new ArrayList<>();
        for (Pruner.Held each : plan.held()) {
            String names = String.join(", ", cursors.waitingBelow(each.nextSequence()));
            held.add(new Pruner.Held(
                    each.lane(), each.file(), each.nextSequence(), "not read yet by the cursors " + names));
        }
        return new Pruner.Plan(plan.deletions(), held);
    }

    /** On a full disk too: pruning is how it gets room again, so nothing is left to others meanwhile. */
    private Pruner.Plan pruned() throws IOException {
        StorageOptions storage = StorageOptions.defaults().withMinFreeBytes(0);
        try (Bus bus = Bus.open(journal, BusOptions.defaults().withStorage(storage))) {
            return bus.prune(limits, force);
        }
    }
}
