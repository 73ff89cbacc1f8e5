package io.ringtail.ring.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.journal.Journal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BusTest {
    @TempDir
    Path folder;

    @Test
    void givesBackWhatWasPublished() throws Exception {
        try (Bus bus = Bus.open(folder, BusOptions.defaults())) {
            EventRecord event = new EventRecord().clear();
            for (int i = 0; i < 10_000; i++) {
                event.clear().payload(new byte[] {(byte) i, 2, 3}, 0, 3);
                event.timeTicks = i;
                bus.publish(event);
            }
        }

        List<Long> times = new ArrayList<>();
        try (Journal journal = Journal.open(folder);
                BlockCursor cursor = journal.scan(Scan.ALL_EVENTS)) {
            EventView view = new EventView();
            while (cursor.next()) {
                for (int row = 0; row < cursor.block().count(); row++) {
                    view.wrap(cursor.block(), row);
                    times.add(view.timeTicks());
                    assertThat(view.payload()).containsExactly((byte) view.timeTicks(), 2, 3);
                }
            }
            assertThat(journal.problems()).isEmpty();
            try (BlockCursor control = journal.scan(Scan.ALL_EVENTS.withLane(Lane.CONTROL))) {
                assertThat(control.next()).isTrue();
            }
        }
        assertThat(times).hasSize(10_000).isSorted();
    }
}
