package io.ringtail.app.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.Style;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.event.Registry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ReadProgressTest {
    private final PrintWriter writer = new PrintWriter(new StringWriter());

    /** Or a query at a terminal would run in one thread, and read all for the latest events. */
    @Test
    void whoIsToldOfKnowsWhatTheRecordingKnows() throws IOException {
        Recording recording = new Known();
        try (ReadProgress first = ReadProgress.start(terminal());
                ReadProgress second = ReadProgress.start(terminal())) {
            Recording told = first.around(recording);

            assertThat(told).isNotSameAs(recording).isEqualTo(second.around(recording));
            assertThat(told).isNotEqualTo(second.around(new Known()));
            assertThat(told.span()).contains(new Recording.Span(3, 9));
            assertThat(told.settledAt()).hasValue(7);
        }
    }

    private Console terminal() {
        return new Console(writer, writer, 80, Style.PLAIN, true, () -> 0);
    }

    private static final class Known implements Recording {
        private final Registry registry = new Registry();

        @Override
        public Catalog catalog() {
            return registry;
        }

        @Override
        public OptionalLong settledAt() {
            return OptionalLong.of(7);
        }

        @Override
        public Optional<Span> span() {
            return Optional.of(new Span(3, 9));
        }

        @Override
        public BlockCursor scan(Scan scan) {
            return BlockCursor.empty();
        }

        @Override
        public void close() {}
    }
}
