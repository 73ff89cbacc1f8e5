package io.ringtail.ring.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.ring.block.Lane;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.event.EventRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnbegunCycleTest {
    @TempDir
    Path journal;

    /** A writer that waits for room with a new file in hand has not cut the one before: nothing behind its end counts. */
    @Test
    void looksForNothingBehindTheEndOfACycleWhoseNextHasNotBegun() throws IOException {
        try (Bus bus = Bus.open(journal, BusOptions.defaults())) {
            bus.publish(new EventRecord().clear());
            bus.flush();
            Path current =
                    new JournalFolder(journal).cycles(Lane.TRACE).getLast().path();
            try (FileChannel file = FileChannel.open(current, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                ByteBuffer record = ByteBuffer.wrap(
                        new CatalogRecord(UUID.randomUUID(), 1, false, false, 0, 0, 1, List.of()).toBytes());
                file.write(record, 1 << 20);
            }
            Path next = Files.write(current.resolveSibling("20990101-000000.cq4"), new byte[4096]);

            try (Journal reader = Journal.open(journal)) {
                assertThat(reader.problems()).isEmpty();
            }

            Files.delete(next);
        }
    }
}
