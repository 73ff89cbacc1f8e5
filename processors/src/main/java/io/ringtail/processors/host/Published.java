package io.ringtail.processors.host;

import com.google.protobuf.InvalidProtocolBufferException;
import io.ringtail.processors.DerivedEvents;
import io.ringtail.processors.proto.Derived;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;

/**
 * What a processor had derived before its process ended: up to its last output that is in the journal. A fold that goes
 * on from a snapshot derives the same again, in the same order, so what is not behind the last one is not published twice.
 */
final class Published {
    private long lastCause = -1;
    private int lastOrdinal = -1;

    private Published() {}

    /** Outputs of the processor whose causes stand at or behind a position; they come behind their causes. */
    static Published since(long position, String processor, Journal journal) throws IOException {
        Published published = new Published();
        ControlScan.run(journal, position, DerivedEvents::contains, (type, event) -> published.take(processor, event));
        return published;
    }

    boolean isNew(Output output) {
        return output.isAfter(lastCause, lastOrdinal);
    }

    /** It is on the bus. */
    void note(Output output) {
        lastCause = output.causeSequence();
        lastOrdinal = output.ordinal();
    }

    private void take(String processor, EventView event) {
        try {
            Derived derived = Derived.parseFrom(event.payload());
            if (derived.getProcessor().equals(processor)) {
                lastCause = derived.getCauseSequence();
                lastOrdinal = derived.getOrdinal();
            }
        } catch (InvalidProtocolBufferException e) {
            // what cannot be read was not published by this release
        }
    }
}
