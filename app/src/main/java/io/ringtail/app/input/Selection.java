package io.ringtail.app.input;

import io.ringtail.app.rtz.RtzFile;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.dsl.check.CheckEvents;
import io.ringtail.etw.decode.EtwDecoder;
import io.ringtail.etw.schema.SchemaFiles;
import io.ringtail.etw.schema.SchemaSource;
import io.ringtail.etw.source.OpenTraces;
import io.ringtail.processors.ProcessorEvents;
import io.ringtail.processors.canary.CanaryEvents;
import io.ringtail.ring.bus.OwnDecoder;
import io.ringtail.ring.bus.OwnMessages;
import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.journal.Journal;
import io.ringtail.ring.payload.PayloadDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the command line names as input: a journal or traces, not both.
 *
 * @param schemas where schemas are looked for that the input does not have itself
 * @param key the private key for a session file that is encrypted
 */
public record Selection(Optional<Path> journal, List<Path> traces, SchemaSource schemas, Optional<Path> key) {
    public Selection(Optional<Path> journal, List<Path> traces, SchemaSource schemas) {
        this(journal, traces, schemas, Optional.empty());
    }

    /** With the schemas of the input alone. */
    public Selection(Optional<Path> journal, List<Path> traces) {
        this(journal, traces, SchemaSource.NONE);
    }

    public Selection {
        traces = List.copyOf(traces);
        if (journal.isPresent() && !traces.isEmpty()) {
            throw Refusal.usage("--journal " + journal.get() + " and the trace " + traces.get(0)
                    + " are both named as input; ask one of them, or record the trace into the journal first");
        }
        traces.stream().filter(Journal::isAt).findFirst().ifPresent(found -> {
            throw Refusal.usage(found + " is a journal, not a trace; ask it with --journal " + found);
        });
    }

    public boolean isEmpty() {
        return journal.isEmpty() && traces.isEmpty();
    }

    /** Opens the input; of traces this reads all once. What is opened when nothing is named can only be computed with. */
    public Input open() throws IOException {
        if (journal.isPresent()) {
            return openJournal(journal.get(), Optional.empty());
        }
        if (traces.stream().anyMatch(RtzFile::isNamed)) {
            return openSession();
        }
        if (traces.isEmpty()) {
            return new NoInput(Instant.now());
        }
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        return new TraceInput(OpenTraces.open(traces, temporary, schemas, UserFolder.surveys()));
    }

    private Input openSession() throws IOException {
        if (traces.size() > 1) {
            throw Refusal.usage("a session file is asked alone; record " + traces.get(0) + " and the others into one"
                    + " journal, and ask that");
        }
        RtzFile file = RtzFile.open(traces.get(0), key);
        try {
            return openJournal(file.journal(), Optional.of(file));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private JournalInput openJournal(Path folder, Optional<RtzFile> file) throws IOException {
        Journal opened = Journal.open(folder);
        SchemaFiles found = schemas.schemas(opened.catalog());
        return new JournalInput(opened, decoder(opened, found), found.problems(), file);
    }

    /** Decodes a journal's events with all that is known by now: from its catalog, and from outside. */
    public PayloadDecoder decoder(Journal opened) throws IOException {
        return decoder(opened, schemas.schemas(opened.catalog()));
    }

    private static PayloadDecoder decoder(Journal opened, SchemaFiles found) {
        PayloadDecoder captured = EtwDecoder.of(opened.catalog(), found.schemas());
        return withOwn(opened.catalog(), captured);
    }

    /** A decoder that knows Ringtail's own events too: that they exist, where the recording has none. */
    static PayloadDecoder withOwn(Catalog catalog, PayloadDecoder captured) {
        return new OwnDecoder(
                catalog, CanaryEvents.addTo(ProcessorEvents.addTo(CheckEvents.addTo(OwnMessages.ofBus()))), captured);
    }

    /** As {@link #open}, refusing a command line that names no input. */
    public Input openRequired(String verb) throws IOException {
        return required(verb).open();
    }

    /** This selection, refusing a command line that names no input. */
    public Selection required(String verb) {
        if (isEmpty()) {
            throw Refusal.usage(verb + " needs an input: --journal DIR or traces; see 'ringtail " + verb + " --help'");
        }
        return this;
    }
}
