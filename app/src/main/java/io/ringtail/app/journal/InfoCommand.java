package io.ringtail.app.journal;

import io.ringtail.app.Command;
import io.ringtail.app.output.Printer;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Quantities;
import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.result.Format;
import io.ringtail.dsl.result.QueryResult;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.journal.Journal;
import io.ringtail.ring.journal.JournalInfo;
import io.ringtail.ring.journal.JournalProblem;
import io.ringtail.ring.journal.LaneFacts;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ScalarType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code ringtail journal info}: one row about the journal as a whole for scripts, a page for people. */
public record InfoCommand(Path journal, Format format) implements Command {
    private static final List<Column> COLUMNS = columns();

    @Override
    public ExitStatus run(Console console) throws IOException {
        try (Journal opened = Journal.open(journal)) {
            List<LaneFacts> lanes = List.of(opened.facts(Lane.TRACE), opened.facts(Lane.CONTROL));
            @Nullable Object[] row = row(opened, opened.info(), lanes);
            if (format == Format.TABLE) {
                print(row, lanes, console);
            } else {
                List<@Nullable Object[]> rows = new ArrayList<>();
                rows.add(row);
                Printer.print(QueryResult.complete(COLUMNS, rows), format, console);
            }
            warn(opened.problems(), console);
        }
        return ExitStatus.DONE;
    }

    private static List<Column> columns() {
        List<Column> columns = new ArrayList<>(List.of(
                Column.of("journal", ScalarType.STRING),
                Column.of("id", ScalarType.GUID),
                Column.of("epochs", ScalarType.LONG),
                Column.of("traceFiles", ScalarType.LONG),
                Column.of("controlFiles", ScalarType.LONG),
                Column.of("bytes", ScalarType.LONG),
                Column.of("types", ScalarType.LONG),
                Column.of("sources", ScalarType.LONG),
                Column.of("schemas", ScalarType.LONG),
                Column.of("nextSequence", ScalarType.LONG),
                Column.of("syncedSequence", ScalarType.LONG),
                Column.of("writer", ScalarType.STRING),
                Column.of("sessions", ScalarType.DYNAMIC)));
        for (String lane : List.of("trace", "control")) {
            for (String name : List.of("Bytes", "Blocks", "Events", "HeapBytes", "StoredHeapBytes")) {
                columns.add(Column.of(lane + name, ScalarType.LONG));
            }
            columns.add(Column.of(lane + "Compression", ScalarType.DYNAMIC));
            columns.add(Column.of(lane + "FirstSequence", ScalarType.LONG));
            columns.add(Column.of(lane + "LastSequence", ScalarType.LONG));
            columns.add(Column.of(lane + "FirstTime", ScalarType.DATETIME));
            columns.add(Column.of(lane + "LastTime", ScalarType.DATETIME));
        }
        return List.copyOf(columns);
    }

    private @Nullable Object[] row(Journal opened, JournalInfo info, List<LaneFacts> lanes) throws IOException {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(journal.toString());
        row.add(info.id().orElse(null));
        row.add((long) info.epochs());
        row.add((long) info.traceCycles());
        row.add((long) info.controlCycles());
        row.add(info.bytes());
        row.add((long) opened.catalog().typeCount());
        row.add((long) opened.catalog().sourceCount());
        row.add((long) opened.catalog().schemas().size());
        row.add(opened.nextSequence());
        row.add(info.synced().isPresent() ? (Long) info.synced().getAsLong() : null);
        row.add(info.writer().orElse(""));
        row.add(sessions(opened.catalog()));
        lanes.forEach(lane -> addLane(lane, row));
        return row.toArray();
    }

    private static void addLane(LaneFacts lane, List<@Nullable Object> row) {
        boolean empty = lane.events() == 0;
        row.add(lane.fileBytes());
        row.add(lane.blocks());
        row.add(lane.events());
        row.add(lane.heapBytes());
        row.add(lane.storedHeapBytes());
        Map<String, Object> blocksBy = new TreeMap<>();
        lane.blocksBy().forEach((compression, blocks) -> blocksBy.put(compression.label(), blocks));
        row.add(blocksBy);
        row.add(empty ? null : (Long) lane.firstSequence());
        row.add(empty ? null : (Long) lane.lastSequence());
        row.add(empty ? null : new Cell.Datetime(lane.minTimeTicks()));
        row.add(empty ? null : new Cell.Datetime(lane.maxTimeTicks()));
    }

    private static List<String> sessions(Catalog catalog) {
        TreeSet<String> names = new TreeSet<>();
        for (int id = 0; id < catalog.sourceCount(); id++) {
            if (!catalog.source(id).kind().equals(Bus.OWN_SOURCE_KIND)) {
                names.add(catalog.source(id).session());
            }
        }
        return List.copyOf(names);
    }

    private void print(@Nullable Object[] row, List<LaneFacts> lanes, Console console) {
        console.out().println(console.style().bold(Console.printable(journal.toString())));
        for (int i = 1; i < COLUMNS.size() && !COLUMNS.get(i).name().startsWith("traceBytes"); i++) {
            Object value = row[i];
            String text = value == null ? "unknown" : value.toString();
            console.out().println("  " + padded(COLUMNS.get(i).name(), 14) + Console.printable(text));
        }
        lanes.forEach(lane -> printLane(lane, console));
    }

    private static void printLane(LaneFacts lane, Console console) {
        console.out().println();
        console.out()
                .println(console.style().bold(lane.lane().folder()) + ": "
                        + Quantities.count(lane.events(), "event") + " in " + Quantities.count(lane.blocks(), "block")
                        + " and "
                        + Quantities.count(lane.files(), "file") + ", " + Quantities.bytes(lane.fileBytes()));
        if (lane.events() == 0) {
            return;
        }
        console.out().println("  sequences     " + lane.firstSequence() + " to " + lane.lastSequence());
        console.out()
                .println("  times         " + Ticks.iso(lane.minTimeTicks()) + " to " + Ticks.iso(lane.maxTimeTicks()));
        console.out()
                .println("  payloads      " + Quantities.bytes(lane.heapBytes()) + ", stored in "
                        + Quantities.bytes(lane.storedHeapBytes()) + " (" + compression(lane) + ")");
    }

    private static String compression(LaneFacts lane) {
        return new TreeMap<>(lane.blocksBy())
                .entrySet().stream()
                        .map(entry -> entry.getKey().label() + ": " + Quantities.count(entry.getValue(), "block"))
                        .collect(Collectors.joining(", "));
    }

    private static String padded(String name, int width) {
        return name + " ".repeat(Math.max(1, width - name.length()));
    }

    private static void warn(List<JournalProblem> problems, Console console) {
        if (!problems.isEmpty()) {
            JournalProblem first = problems.getFirst();
            console.warn(first.file() + " at " + first.position() + ": " + first.what() + "; "
                    + Quantities.count(problems.size()) + " problems in all: 'ringtail journal verify' lists them");
        }
    }
}
