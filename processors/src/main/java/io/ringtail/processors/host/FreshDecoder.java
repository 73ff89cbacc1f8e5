package io.ringtail.processors.host;

import io.ringtail.ring.journal.Journal;
import io.ringtail.ring.payload.PayloadDecoder;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A decoder that is made anew when the journal knows more schemas. <b>Threads:</b> any. */
public final class FreshDecoder implements Supplier<PayloadDecoder> {
    private final Journal journal;
    private final Function<Journal, PayloadDecoder> decoding;
    private @Nullable PayloadDecoder decoder;
    private int schemas = -1;

    public FreshDecoder(Journal journal, Function<Journal, PayloadDecoder> decoding) {
        this.journal = journal;
        this.decoding = decoding;
    }

    @Override
    public synchronized PayloadDecoder get() {
        int known = journal.catalog().schemas().size();
        PayloadDecoder current = decoder;
        if (current == null || known != schemas) {
            current = decoding.apply(journal);
            decoder = current;
            schemas = known;
        }
        return current;
    }
}
