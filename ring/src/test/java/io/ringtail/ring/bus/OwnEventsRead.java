package io.ringtail.ring.bus;

import io.ringtail.ring.block.Lane;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The bus's own events as a test looks at them. */
final class OwnEventsRead {
    private OwnEventsRead() {}

    /** The payloads of all events of a kind, in order. */
    static List<byte[]> all(Journal journal, int eventId) throws IOException {
        List<byte[]> found = new ArrayList<>();
        for (Recorded event : Recorded.all(journal, Lane.CONTROL)) {
            EventType type = journal.catalog().type(event.type());
            if (OwnProvider.BUS.has(type, eventId)) {
                found.add(HexFormat.of().parseHex(event.content().split(" ", -1)[3]));
            }
        }
        return found;
    }
}
