package io.ringtail.app.rtz;

import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusEvents;
import io.ringtail.ring.bus.proto.SessionImported;
import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.ExtendedItems;
import io.ringtail.ring.event.Registry;
import io.ringtail.ring.event.Schema;
import io.ringtail.ring.event.Source;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Puts the events of a session file on a bus: in their order over both lanes, with new sequences. Each keeps the sequence
 * that it had as an extended item, and its source says of which journal that is. One thread, used once.
 */
public final class RtzImport {
    /** The fact of a source that names the journal in which its events first stood. */
    public static final String ORIGIN_JOURNAL = "originJournal";

    private final RtzFile file;
    private final Bus bus;
    private int[] types = {};
    private int[] sources = {};
    private long events;

    private RtzImport(RtzFile file, Bus bus) {
        this.file = file;
        this.bus = bus;
    }

    /** A lane, gone through event by event. */
    private static final class Head implements AutoCloseable {
        private final BlockCursor cursor;
        private final EventView view = new EventView();
        private int row;
        private boolean ended;

        Head(Journal journal, Lane lane) throws IOException {
            cursor = journal.scan(Scan.ALL_EVENTS.withLane(lane));
            row = -1;
            next();
        }

        long sequence() {
            return ended ? Long.MAX_VALUE : view.sequence();
        }

        void next() throws IOException {
            row++;
            while (cursor.block().count() <= row) {
                if (!cursor.next()) {
                    ended = true;
                    return;
                }
                row = 0;
            }
            view.wrap(cursor.block(), row);
        }

        @Override
        public void close() throws IOException {
            cursor.close();
        }
    }

    /** Records all events and returns how many captured ones they were. */
    public static long record(RtzFile file, Bus bus) throws IOException {
        RtzImport running = new RtzImport(file, bus);
        try (Journal journal = Journal.open(file.journal())) {
            running.register(journal.catalog());
            running.announce();
            running.copy(journal);
            if (!journal.problems().isEmpty()) {
                throw new RtzRefusedException(
                        file.path(),
                        "the journal in it is damaged: "
                                + journal.problems().getFirst().what() + "; what could be read is recorded");
            }
        }
        return running.events;
    }

    private void register(Catalog catalog) {
        Registry registry = bus.registry();
        types = new int[catalog.typeCount()];
        for (int id = 0; id < types.length; id++) {
            types[id] = registry.register(catalog.type(id));
        }
        sources = new int[catalog.sourceCount()];
        for (int id = 0; id < sources.length; id++) {
            sources[id] = registry.register(withOrigin(catalog.source(id)));
        }
        for (Schema schema : catalog.schemas()) {
            int source = schema.source() == Schema.ANY ? Schema.ANY : sources[schema.source()];
            registry.register(new Schema(schema.format(), source, schema.pid(), schema.rank(), schema.content()));
        }
    }

    private Source withOrigin(Source source) {
        Map<String, String> facts = new LinkedHashMap<>(source.facts());
        facts.putIfAbsent(ORIGIN_JOURNAL, file.manifest().text("journal"));
        return source.withFacts(facts);
    }

    private void announce() {
        Manifest manifest = file.manifest();
        SessionImported imported = SessionImported.newBuilder()
                .setFile(String.valueOf(file.path().getFileName()))
                .setJournal(manifest.text("journal"))
                .setSession(manifest.text("session"))
                .setEvents(manifest.number("events"))
                .setFirstOriginSequence(manifest.number("firstSequence"))
                .setLastOriginSequence(manifest.number("lastSequence"))
                .addAllNotes(manifest.texts("notes"))
                .setTicket(manifest.text("ticket"))
                .setRedacted(manifest.facts().get("redaction") != null)
                .build();
        bus.publishOwn(BusEvents.SESSION_IMPORTED, Ticks.of(Instant.now()), imported);
    }

    private void copy(Journal journal) throws IOException {
        try (Head trace = new Head(journal, Lane.TRACE);
                Head control = new Head(journal, Lane.CONTROL)) {
            while (trace.sequence() != Long.MAX_VALUE || control.sequence() != Long.MAX_VALUE) {
                if (trace.sequence() < control.sequence()) {
                    bus.publish(moved(trace.view));
                    events++;
                    trace.next();
                } else {
                    EventRecord event = moved(control.view);
                    OwnMessage message = OwnMessage.of(control.view, journal.catalog());
                    if (message.source() >= 0 && message.source() < sources.length) {
                        byte[] payload = message.withSource(event.payload, sources[message.source()]);
                        event.payload(payload, 0, payload.length);
                    }
                    bus.publishOwn(event);
                    control.next();
                }
            }
        }
    }

    private EventRecord moved(EventView view) {
        EventRecord event = EventRecords.of(view, item -> false);
        event.type = types[event.type];
        event.source = sources[event.source];
        if (view.extendedItem(ExtendedItems.ORIGIN) == null) { // of an event that moves again the first one counts
            event.extended.add(ExtendedItems.ORIGIN, view.sequence(), Long.BYTES);
        }
        return event;
    }
}
