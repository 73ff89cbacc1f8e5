package io.ringtail.app.terminal;

import io.ringtail.etw.file.EtlFile;
import io.ringtail.etw.file.Problem;
import io.ringtail.etw.source.OpenTraces;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Tells on stderr what of a trace could not be read. */
public final class TraceWarnings {
    private static final int SHOWN = 5;

    private TraceWarnings() {}

    /** To be called after the traces were read to the end. */
    public static void print(OpenTraces traces, Console console) {
        traces.files().unreadable().forEach(e -> console.warn("left out: " + e.getMessage()));
        for (EtlFile file : traces.files().files()) {
            printDamage(file, console);
            unfinished(file).ifPresent(what -> console.warn(file.name() + ": " + what));
        }
        traces.schemaProblems().stream().limit(SHOWN).forEach(console::warn);
    }

    private static Optional<String> unfinished(EtlFile file) {
        try {
            return file.unfinished();
        } catch (IOException e) {
            return Optional.of("cannot be looked at any more: " + e.getMessage());
        }
    }

    private static void printDamage(EtlFile file, Console console) {
        List<Problem> problems = file.problems().listed();
        for (Problem problem : problems.subList(0, Math.min(SHOWN, problems.size()))) {
            String at = problem.at().isPresent() ? " at " + problem.at().getAsInt() : "";
            console.warn(file.name() + ": buffer " + problem.buffer() + " (offset " + problem.offset() + ")" + at + ": "
                    + problem.what());
        }
        long more = file.problems().count() - SHOWN;
        if (more > 0) {
            console.warn(file.name() + ": and " + Quantities.count(more)
                    + " problems more; 'ringtail stats --format json' lists them");
        }
    }
}
