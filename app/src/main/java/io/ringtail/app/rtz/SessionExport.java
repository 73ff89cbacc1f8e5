package io.ringtail.app.rtz;

import io.ringtail.app.terminal.TemporaryFolder;
import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockBuilder;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Compression;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.Registry;
import io.ringtail.ring.event.Schema;
import io.ringtail.ring.event.Source;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.journal.JournalWriter;
import io.ringtail.ring.payload.PayloadDecoder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes a session file of selected events: a journal that holds just them, with their sequences, sources, types and
 * schemas and the own events that belong to them, and then the file of it. The events are gone through twice, for only
 * then is it known which sources have a part in it, and which user names must go. One thread, used once.
 */
public final class SessionExport {
    private final Recording recording;
    private final PayloadDecoder decoder;
    private final List<Schema> imported;
    private final RtzOptions options;
    private final RedactionReport report;
    private final Redactor redactor;
    private final EventView view = new EventView();
    private final BitSet sources = new BitSet();
    private SessionSpan span = SessionSpan.ALL;
    private long events;
    private long controlEvents;
    private long firstSequence = -1;
    private long lastSequence = -1;
    private long minTicks = Long.MAX_VALUE;
    private long maxTicks = Long.MIN_VALUE;

    /**
     * What was written.
     *
     * @param redacted what was taken out, a line each
     */
    public record Summary(long events, long controlEvents, List<String> redacted) {}

    /** @param imported schemas from outside the recording, which the file shall have too */
    public SessionExport(Recording recording, PayloadDecoder decoder, List<Schema> imported, RtzOptions options) {
        this.recording = recording;
        this.decoder = decoder;
        this.imported = imported;
        this.options = options;
        this.report = new RedactionReport(options.redact());
        this.redactor = new Redactor(options.redact(), report);
    }

    /** @param journal the id of the journal that the events come from; any for traces */
    public Summary write(SelectedEvents selected, UUID journal, Path file) throws IOException {
        if (options.session().isPresent()) {
            span = SessionSpan.named(options.session().get(), recording);
        }
        selected.forEach(this::survey);
        learnFromSources();
        try (TemporaryFolder folder = TemporaryFolder.create("ringtail-export")) {
            Path part = folder.path().resolve("journal");
            writeJournal(selected, journal, part);
            try (OutputStream out = target(file)) {
                RtzWriter.write(part, facts(journal), out);
            }
        }
        return new Summary(events, controlEvents, isRedacted() ? report.lines() : List.of());
    }

    private OutputStream target(Path file) throws IOException {
        OutputStream plain = Files.newOutputStream(file);
        return options.recipient().isPresent()
                ? Envelope.encrypting(plain, options.recipient().get())
                : plain;
    }

    private boolean isRedacted() {
        return !options.redact().isEmpty();
    }

    private void survey(Block block, int[] rows, int count) {
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            if (!span.holds(block.source(row), block.sequence(row))) {
                continue;
            }
            sources.set(block.source(row));
            firstSequence = firstSequence < 0 ? block.sequence(row) : firstSequence;
            lastSequence = block.sequence(row);
            minTicks = Math.min(minTicks, block.timeTicks(row));
            maxTicks = Math.max(maxTicks, block.timeTicks(row));
            events++;
            if (isRedacted()) {
                view.wrap(block, row);
                redactor.learn(view, decoder.layout(view.type(), view.source(), view.pid()));
            }
        }
    }

    private void learnFromSources() {
        sources.stream()
                .forEach(id -> redactor.learnHome(recording.catalog().source(id).name()));
    }

    private void writeJournal(SelectedEvents selected, UUID journal, Path folder) throws IOException {
        try (JournalWriter writer =
                JournalWriter.createPart(folder, journal, BusOptions.defaults().journal())) {
            writeCatalog(writer.registry());
            BlockBuilder trace = new BlockBuilder(Compression.ZSTD);
            selected.forEach((block, rows, count) -> copy(block, rows, count, trace, writer));
            writer.append(Lane.TRACE, trace);
            copyControl(writer);
            writer.commit(Math.max(lastSequence, 0));
        }
    }

    /** With the ids that they have, so that events are copied as they are; what has no part in it becomes nameless. */
    private void writeCatalog(Registry registry) {
        Catalog catalog = recording.catalog();
        for (int id = 0; id < catalog.typeCount(); id++) {
            registry.register(catalog.type(id));
        }
        for (int id = 0; id < catalog.sourceCount(); id++) {
            Source source = catalog.source(id);
            boolean own = source.kind().equals(io.ringtail.ring.bus.Bus.OWN_SOURCE_KIND);
            registry.register(sources.get(id) || own ? stripped(source) : nameless());
        }
        for (Schema schema : catalog.schemas()) {
            if (schema.source() == Schema.ANY || sources.get(schema.source())) {
                registry.register(schema);
            }
        }
        imported.forEach(registry::register);
    }

    private static Source nameless() {
        return new Source("", "", "", io.ringtail.ring.bus.Bus.OWN_SOURCE_KIND, Clock.TICKS, 0, 0, Map.of());
    }

    private Source stripped(Source source) {
        if (!isRedacted()) {
            return source;
        }
        Map<String, String> facts = new LinkedHashMap<>();
        source.facts().forEach((name, value) -> facts.put(name, redactor.outside(value)));
        return new Source(
                redactor.outside(source.name()),
                source.session(),
                source.machine(),
                source.kind(),
                source.clock(),
                source.bootTicks(),
                source.biasMinutes(),
                facts);
    }

    private void copy(Block block, int[] rows, int count, BlockBuilder builder, JournalWriter writer)
            throws IOException {
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            if (span.holds(block.source(row), block.sequence(row))) {
                add(block, row, builder, writer, Lane.TRACE);
            }
        }
    }

    private void add(Block block, int row, BlockBuilder builder, JournalWriter writer, Lane lane) throws IOException {
        if (builder.isFull()) {
            writer.append(lane, builder);
        }
        if (!isRedacted() || lane == Lane.CONTROL) {
            builder.add(block, row);
            return;
        }
        view.wrap(block, row);
        byte[] payload = redactor.payload(view, decoder.layout(view.type(), view.source(), view.pid()));
        EventRecord event = EventRecords.of(view, redactor::drops).payload(payload, 0, payload.length);
        builder.add(event, view.sequence());
    }

    /** Own events between the first and the last event, and those that speak of a source that has a part in it. */
    private void copyControl(JournalWriter writer) throws IOException {
        BlockBuilder control = new BlockBuilder(Compression.ZSTD);
        try (BlockCursor cursor = recording.scan(Scan.ALL_EVENTS.withLane(Lane.CONTROL))) {
            while (cursor.next()) {
                for (int row = 0; row < cursor.block().count(); row++) {
                    copyControl(cursor.block(), row, control, writer);
                }
            }
        }
        writer.append(Lane.CONTROL, control);
    }

    private void copyControl(Block block, int row, BlockBuilder control, JournalWriter writer) throws IOException {
        view.wrap(block, row);
        OwnMessage message = OwnMessage.of(view, recording.catalog());
        boolean within = view.sequence() >= firstSequence && view.sequence() <= lastSequence;
        boolean belongs = message.source() >= 0 ? sources.get(message.source()) : within;
        if (!belongs) {
            return;
        }
        if (isRedacted() && message.mayTell()) {
            report.ownEvent();
            return;
        }
        controlEvents++;
        lastSequence = Math.max(lastSequence, view.sequence());
        add(block, row, control, writer, Lane.CONTROL);
    }

    private Map<String, @Nullable Object> facts(UUID journal) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("format", RtzFormat.FORMAT);
        facts.put("version", RtzFormat.VERSION);
        facts.put("created", Instant.now().toString());
        facts.put("journal", journal.toString());
        facts.put("session", options.session().orElse(""));
        facts.put("events", events);
        facts.put("ownEvents", controlEvents);
        facts.put("firstSequence", firstSequence);
        facts.put("lastSequence", lastSequence);
        facts.put("firstTime", events == 0 ? null : Ticks.iso(minTicks));
        facts.put("lastTime", events == 0 ? null : Ticks.iso(maxTicks));
        facts.put("notes", options.notes());
        facts.put("ticket", options.ticket());
        facts.put("redaction", isRedacted() ? report.json() : null);
        facts.put("sources", sources.stream().mapToObj(this::sourceFacts).toList());
        return facts;
    }

    private Map<String, @Nullable Object> sourceFacts(int id) {
        Source source = stripped(recording.catalog().source(id));
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("name", source.name());
        facts.put("session", source.session());
        facts.put("machine", source.machine());
        facts.put("kind", source.kind());
        facts.put("bootTime", source.bootTicks() == 0 ? null : Ticks.iso(source.bootTicks()));
        facts.put("facts", new LinkedHashMap<String, @Nullable Object>(source.facts()));
        return facts;
    }
}
