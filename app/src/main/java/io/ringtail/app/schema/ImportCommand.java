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
import java.util.stream.Collectors;

/** {@code ringtail schema import}: manifests, as XML or compiled into programs, into a journal or the user's store. */
public record ImportCommand(Optional<Path> journal, List<Path> paths, SchemaStore store) implements Command {
    public ImportCommand {
        paths = List.copyOf(paths);
    }

    @Override
    public ExitStatus run(Console console) throws IOException {
        SchemaFiles files = SchemaFiles.read(paths);
        checkUsable(files, console);
        files.problems().forEach(console::warn);
        console.out().println("imported " + imported(files.schemas()));
        if (files.withoutSchema() > 0) {
            console.out()
                    .println(Quantities.count(files.withoutSchema(), "program")
                            + (files.withoutSchema() == 1 ? " has" : " have") + " no manifest inside");
        }
        return ExitStatus.DONE;
    }

    /** What was named must be usable, or nothing is imported; of folders, what there is. */
    private void checkUsable(SchemaFiles files, Console console) {
        if (files.unusable() == 0 && !files.schemas().isEmpty()) {
            return;
        }
        if (files.unusable() == 1 && files.problems().size() == 1) {
            throw Refusal.failure(files.problems().get(0) + "; nothing was imported");
        }
        files.problems().forEach(console::warn);
        if (files.unusable() > 0) {
            throw Refusal.failure("nothing was imported: " + Quantities.count(files.unusable()) + " of what was named"
                    + " cannot be used; leave it out, or name a folder, of which all is taken that can be used");
        }
        throw Refusal.failure("nothing to import: "
                + paths.stream().map(Path::toString).collect(Collectors.joining(", "))
                + (paths.size() == 1 ? " holds" : " hold")
                + " no manifest (.man) and no program with one inside (.dll, .exe, .sys) that can be read; a manifest"
                + " that is called otherwise can be named itself");
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
                        : Quantities.count(fresh) + " of " + Quantities.count(schemas.size(), "manifest") + " new");
    }

    private static String counts(List<Schema> schemas) {
        List<ProviderSchema> providers = schemas.stream()
                .flatMap(schema -> ProviderSchema.readable(schema).stream())
                .toList();
        long events = providers.stream()
                .mapToLong(provider -> provider.events().size())
                .sum();
        return Quantities.count(events, "event") + " of " + Quantities.count(providers.size(), "provider");
    }

    /** Says what the schemas are good for there. */
    private static String intoJournal(Path folder, List<Schema> schemas) throws IOException {
        long before = undecodable(folder); // also refuses a folder that is no journal, which the bus would make one
        try (Bus bus = Bus.open(folder, BusOptions.defaults())) {
            schemas.forEach(bus.registry()::register);
        }
        return Quantities.count(before - undecodable(folder), "recorded event") + " more can be read";
    }

    private static long undecodable(Path folder) throws IOException {
        try (Journal journal = Journal.open(folder)) {
            return Undecodable.count(journal, EtwDecoder.of(journal.catalog(), List.of()));
        }
    }
}
