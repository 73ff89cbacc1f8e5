package io.ringtail.ring.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.bus.proto.Mark;
import io.ringtail.ring.bus.proto.SessionStarted;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriterRequestsTest {
    private static final BusOptions SMALL = BusOptions.defaults().withRing(64, 1 << 18);
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void aRunningWriterJournalsAMarkAsSoonAsItIsAskedFor() throws Exception {
        try (Bus bus = Bus.open(folder, SMALL)) {
            Path receipt = WriterRequests.submit(folder, BusEvents.MARK, 77, mark("deployed 1.2"));

            assertThat(WriterRequests.await(receipt, LONG_ENOUGH)).isTrue();

            assertThat(marks()).containsExactly("77 deployed 1.2");
            bus.flush();
        }
        assertThat(marks()).containsExactly("77 deployed 1.2");
    }

    @Test
    void whatWasAskedWhileNobodyWroteIsTakenByTheNextWriter() throws Exception {
        Bus.open(folder, SMALL).close();
        Path receipt = WriterRequests.submit(folder, BusEvents.MARK, 1, mark("waiting"));
        WriterRequests.submit(
                folder,
                BusEvents.SESSION_STARTED,
                2,
                SessionStarted.newBuilder().setSession("s").build());

        assertThat(WriterRequests.await(receipt, Duration.ofMillis(1))).isFalse();
        Bus.open(folder, SMALL).close();

        assertThat(WriterRequests.await(receipt, LONG_ENOUGH)).isTrue();
        assertThat(marks()).containsExactly("1 waiting");
        assertThat(folder.resolve(WriterRequests.FOLDER)).isEmptyDirectory();
    }

    @Test
    void dropsWhatIsNoRequest() throws Exception {
        Bus.open(folder, SMALL).close();
        Path requests = WriterRequests.folder(folder);
        Files.createDirectory(requests.resolve("0.request"));
        Files.write(requests.resolve("1.request"), new byte[] {-1, 2, 3});
        Files.write(requests.resolve("2.request"), new byte[1 << 20]);
        Files.write(requests.resolve("unfinished.part"), new byte[] {1});
        WriterRequests.submit(folder, BusEvents.JOURNAL_CLOSED, 1, mark("forged"));
        WriterRequests.submit(folder, BusEvents.MARK, 1, mark("real"));

        Bus.open(folder, SMALL).close();

        assertThat(marks()).containsExactly("1 real");
        assertThat(requests).isDirectoryNotContaining("glob:**.request");
        assertThat(requests.resolve("0.request.unreadable")).exists();
    }

    @Test
    void sweepsWhatAKilledProcessDidNotFinishAsking() throws Exception {
        Bus.open(folder, SMALL).close();
        Path requests = WriterRequests.folder(folder);
        Path left = Files.write(requests.resolve("left.part"), new byte[10]);
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        Path written = Files.write(requests.resolve("written.part"), new byte[10]);

        Bus.open(folder, SMALL).close();

        assertThat(left).doesNotExist();
        assertThat(written).exists();
    }

    private static Mark mark(String text) {
        return Mark.newBuilder().setText(text).setUser("tester").build();
    }

    private List<String> marks() throws IOException {
        List<String> marks = new ArrayList<>();
        EventView view = new EventView();
        try (Journal journal = Journal.open(folder);
                BlockCursor cursor = journal.scan(Scan.ALL_EVENTS.withLane(Lane.CONTROL))) {
            while (cursor.next()) {
                for (int row = 0; row < cursor.block().count(); row++) {
                    view.wrap(cursor.block(), row);
                    if (journal.catalog().type(view.type()).id() == BusEvents.MARK) {
                        marks.add(view.timeTicks() + " "
                                + Mark.parseFrom(view.payload()).getText());
                    }
                }
            }
        }
        return marks;
    }
}
