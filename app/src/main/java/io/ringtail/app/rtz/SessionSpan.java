package io.ringtail.app.rtz;

import io.ringtail.app.terminal.Refusal;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusEvents;
import io.ringtail.ring.bus.OwnProvider;
import io.ringtail.ring.bus.proto.SessionStarted;
import io.ringtail.ring.bus.proto.SessionStopped;
import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.event.EventType;
import java.io.IOException;
import java.util.BitSet;
import java.util.TreeSet;

/**
 * Which events belong to a session: those of sources that bear its name, and those between its start and its stop.
 *
 * @param first sequence after the start; above {@code last} if there was none
 */
record SessionSpan(BitSet sources, long first, long last) {
    static final SessionSpan ALL = new SessionSpan(new BitSet(), 0, Long.MAX_VALUE);

    static SessionSpan named(String name, Recording recording) throws IOException {
        Catalog catalog = recording.catalog();
        BitSet sources = new BitSet();
        TreeSet<String> names = new TreeSet<>();
        for (int id = 0; id < catalog.sourceCount(); id++) {
            if (!catalog.source(id).kind().equals(Bus.OWN_SOURCE_KIND)) {
                names.add(catalog.source(id).session());
                sources.set(id, catalog.source(id).session().equals(name));
            }
        }
        long first = Long.MAX_VALUE;
        long last = -1;
        EventView view = new EventView();
        try (BlockCursor cursor = recording.scan(Scan.ALL_EVENTS.withLane(Lane.CONTROL))) {
            while (cursor.next()) {
                for (int row = 0; row < cursor.block().count(); row++) {
                    view.wrap(cursor.block(), row);
                    EventType type = catalog.type(view.type());
                    if (!OwnProvider.BUS.has(type)) {
                        continue;
                    }
                    if (type.id() == BusEvents.SESSION_STARTED) {
                        String started =
                                SessionStarted.parseFrom(view.payload()).getSession();
                        names.add(started);
                        if (started.equals(name)) {
                            first = Math.min(first, view.sequence());
                            last = Long.MAX_VALUE; // until it is stopped
                        }
                    } else if (type.id() == BusEvents.SESSION_STOPPED
                            && SessionStopped.parseFrom(view.payload())
                                    .getSession()
                                    .equals(name)) {
                        last = view.sequence();
                    }
                }
            }
        }
        if (sources.isEmpty() && first > last) {
            throw Refusal.usage("--session '" + name + "': there is none of this name; there are "
                    + (names.isEmpty() ? "none" : "'" + String.join("', '", names) + "'"));
        }
        return new SessionSpan(sources, first, last);
    }

    boolean holds(int source, long sequence) {
        return sequence >= first && sequence <= last || sources.get(source);
    }
}
