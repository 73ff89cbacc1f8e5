package io.ringtail.app.input;

import com.google.protobuf.InvalidProtocolBufferException;
import io.ringtail.app.rtz.RtzFile;
import io.ringtail.app.terminal.Console;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusEvents;
import io.ringtail.ring.bus.OwnProvider;
import io.ringtail.ring.bus.proto.EventsLost;
import io.ringtail.ring.bus.proto.TraceDamaged;
import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.Source;
import io.ringtail.ring.journal.Journal;
import io.ringtail.ring.journal.JournalProblem;
import io.ringtail.ring.payload.PayloadDecoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A journal, and what its control lane says of loss and damage.
 *
 * @param file the session file that the journal is of; closed with it
 */
record JournalInput(Journal journal, PayloadDecoder decoder, List<String> schemaProblems, Optional<RtzFile> file)
        implements Input {
    private static final int SHOWN = 5;

    /** Takes the payload of one kind of the bus's own events. */
    private interface Taker {
        void take(byte[] payload) throws InvalidProtocolBufferException;
    }

    @Override
    public Recording recording() {
        return journal;
    }

    @Override
    public List<SourceFacts> sources() {
        Catalog catalog = journal.catalog();
        List<SourceFacts> sources = new ArrayList<>();
        for (int id = 0; id < catalog.sourceCount(); id++) {
            Source source = catalog.source(id);
            if (!source.kind().equals(Bus.OWN_SOURCE_KIND)) {
                sources.add(SourceFacts.of(source));
            }
        }
        return sources;
    }

    @Override
    public List<Damage> damage() throws IOException {
        List<Damage> damage = new ArrayList<>();
        ownEvents(BusEvents.TRACE_DAMAGED, payload -> damage.add(damage(TraceDamaged.parseFrom(payload))));
        for (JournalProblem problem : journal.problems()) {
            damage.add(new Damage(problem.position(), null, null, problem.file() + ": " + problem.what()));
        }
        return damage;
    }

    @Override
    public long lost() throws IOException {
        long[] lost = {0};
        ownEvents(
                BusEvents.EVENTS_LOST,
                payload -> lost[0] += EventsLost.parseFrom(payload).getCount());
        return lost[0];
    }

    @Override
    public long version() throws IOException {
        return journal.nextSequence();
    }

    @Override
    public void warn(Console console) {
        List<JournalProblem> problems = journal.problems();
        for (JournalProblem problem : problems.subList(0, Math.min(SHOWN, problems.size()))) {
            console.warn(problem.file() + " at " + problem.position() + ": " + problem.what());
        }
        if (problems.size() > SHOWN) {
            console.warn("and " + (problems.size() - SHOWN) + " problems more; 'ringtail journal verify' lists them");
        }
        schemaProblems.stream().limit(SHOWN).forEach(console::warn);
    }

    @Override
    public void close() throws IOException {
        journal.close();
        if (file.isPresent()) {
            file.get().close();
        }
    }

    private void ownEvents(int eventId, Taker taker) throws IOException {
        EventView view = new EventView();
        try (BlockCursor cursor = journal.scan(Scan.ALL_EVENTS.withLane(Lane.CONTROL))) {
            while (cursor.next()) {
                for (int row = 0; row < cursor.block().count(); row++) {
                    EventType type = journal.catalog().type(cursor.block().type(row));
                    if (OwnProvider.BUS.has(type, eventId)) {
                        taker.take(view.wrap(cursor.block(), row).payload());
                    }
                }
            }
        }
    }

    private Damage damage(TraceDamaged damaged) {
        Long at = damaged.hasAt() ? Long.valueOf(damaged.getAt()) : null;
        String file = journal.catalog().source(damaged.getSource()).name();
        return new Damage(damaged.getOffset(), (long) damaged.getBuffer(), at, file + ": " + damaged.getWhat());
    }
}
