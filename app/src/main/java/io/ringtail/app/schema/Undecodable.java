package io.ringtail.app.schema;

import io.ringtail.ring.block.Recording;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.payload.LayoutCounts;
import io.ringtail.ring.payload.PayloadDecoder;
import java.io.IOException;
import java.util.function.Consumer;

/** The events of a recording that have no schema, counted by their headers. */
final class Undecodable {
    private Undecodable() {}

    static void each(Recording recording, PayloadDecoder decoder, Consumer<LayoutCounts.Entry> each)
            throws IOException {
        for (LayoutCounts.Entry entry :
                new LayoutCounts(decoder).addAll(recording, Scan.ALL_EVENTS).entries()) {
            if (!entry.layout().decodable()) {
                each.accept(entry);
            }
        }
    }

    static long count(Recording recording, PayloadDecoder decoder) throws IOException {
        long[] count = {0};
        each(recording, decoder, entry -> count[0] += entry.count());
        return count[0];
    }
}
