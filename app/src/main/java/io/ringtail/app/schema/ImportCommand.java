package io.ringtail.app.schema;

import io.ringtail.app.Command;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Quantities;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.etw.decode.EtwDecoder;
import io.ringtail.etw.schema.ProviderSchema;
import io.ringtail.etw.schema.SchemaFiles;
import io.ringtail.etw.schema.SchemaStore;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.event.Schema;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code ringtail schema import}: manifests, as XML or compiled into programs, into a journal or the user's store. */
public record ImportCommand(Optional<Path> journal, List<Path> paths, SchemaStore store) implements Command {
    public ImportCommand {
        paths = List.copyOf(paths);
    }

    @Override
    public ExitStatus run(Console console) throws IOException {
        SchemaFiles files = SchemaFiles.read(paths);
        files.problems().forEach(console::warn);
        if (files.schemas().isEmpty()) {
            throw Refusal.failure(
                    "nothing to import: no manifest (.man) and no program with one in it (.dll, .exe, .sys) in " + paths
                            + " could be read");
        }
        console.out().println("imported " + imported(files.schemas()));
        if (files.withoutSchema() > 0) {
            console.out().println(Quantities.count(files.withoutSchema()) + " programs have no manifest in them");
        }
        return ExitStatus.DONE;
    }

    private String imported(List<Schema> schemas) throws IOException {
        if (journal.isPresent()) {
            return counts(schemas) + " into " + journal.get() + ", " + intoJournal(journal.get(), schemas);
        }
        int fresh = 0;
        for (Schema schema : schemas) {
            fresh += store.add(schema) ? 1 : 0;
        }
        return counts(schemas) + " for all traces and journals, "
                + (fresh == 0
                        ? "all of them known before"
                        : Quantities.count(fresh) + " of " + Quantities.count(schemas.size()) + " manifests new");
    }

    private static String counts(List<Schema> schemas) {
        List<ProviderSchema> providers = schemas.stream()
                .flatMap(schema -> ProviderSchema.readable(schema).stream())
                .toList();
        long events = providers.stream()
                .mapToLong(provider -> provider.events().size())
                .sum();
        return Quantities.count(events) + " events of " + Quantities.count(providers.size()) + " providers";
    }

    /** Says what the schemas are good for there. */
    private static String intoJournal(Path folder, List<Schema> schemas) throws IOException {
        long before = undecodable(folder); // also refuses a folder that is no journal, which the bus would make one
        try (Bus bus = Bus.open(folder, BusOptions.defaults())) {
            schemas.forEach(bus.registry()::register);
        }
        return Quantities.count(before - undecodable(folder)) + " recorded events more can be read";
    }

    private static long undecodable(Path folder) throws IOException {
        try (Journal journal = Journal.open(folder)) {
            return Undecodable.count(journal, EtwDecoder.of(journal.catalog(), List.of()));
        }
    }
}
