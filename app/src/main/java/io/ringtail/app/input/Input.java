package io.ringtail.app.input;

import io.ringtail.app.terminal.Console;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.payload.PayloadDecoder;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/** Something opened to be asked questions. <b>Ownership:</b> whoever opened it closes it. */
public sealed interface Input extends AutoCloseable permits TraceInput, JournalInput, NoInput {
    Recording recording();

    PayloadDecoder decoder();

    /** What {@code stats} lists of each source, by the names of its JSON; numbers are {@link Long}s. */
    List<SourceFacts> sources();

    /** Damage met so far, and what the recording itself says of earlier damage. */
    List<Damage> damage() throws IOException;

    /** Events that are known to be missing. */
    long lost() throws IOException;

    /** What {@code now()} means in a query; empty for the recording's greatest event time. */
    default OptionalLong now() {
        return OptionalLong.empty();
    }

    /** Changes when there is more than before; what was opened may have to be opened again to know all of it. */
    default long version() throws IOException {
        return 0;
    }

    /** How many events it holds, where that is known without reading them. */
    default OptionalLong eventCount() {
        return OptionalLong.empty();
    }

    /** Tells on stderr what could not be read; to be called after everything was. */
    void warn(Console console);

    @Override
    void close() throws IOException;
}
