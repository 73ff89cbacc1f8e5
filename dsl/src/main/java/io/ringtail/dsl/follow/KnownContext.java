package io.ringtail.dsl.follow;

import io.ringtail.ring.block.Recording;
import io.ringtail.ring.payload.ContextPart;
import io.ringtail.ring.payload.ContextReader;
import io.ringtail.ring.payload.EventContext;
import io.ringtail.ring.payload.PayloadDecoder;
import io.ringtail.ring.payload.PayloadLayout;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A decoder whose context is what the journal had said of processes and threads when it was first asked for. */
final class KnownContext implements PayloadDecoder {
    private final PayloadDecoder decoder;
    private final Recording journal;
    private @Nullable EventContext known;

    KnownContext(PayloadDecoder decoder, Recording journal) {
        this.decoder = decoder;
        this.journal = journal;
    }

    @Override
    public PayloadLayout layout(int type, int source, int pid) {
        return decoder.layout(type, source, pid);
    }

    @Override
    public boolean dependsOnProcess(int type, int source) {
        return decoder.dependsOnProcess(type, source);
    }

    @Override
    public List<PayloadLayout> layouts(int type, int source) {
        return decoder.layouts(type, source);
    }

    @Override
    public List<PayloadLayout> ownLayouts() {
        return decoder.ownLayouts();
    }

    @Override
    public ContextReader context() {
        return (recording, parts) -> known(parts);
    }

    private EventContext known(Set<ContextPart> parts) throws IOException {
        EventContext context = known;
        if (context == null) {
            context = decoder.context().read(journal, parts);
            known = context;
        }
        return context;
    }
}
