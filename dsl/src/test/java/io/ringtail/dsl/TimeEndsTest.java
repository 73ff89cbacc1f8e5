package io.ringtail.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringtail.dsl.engine.QueryLimitException;
import io.ringtail.dsl.engine.Stop;
import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.block.Section;
import io.ringtail.ring.event.Catalog;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The latest and the earliest events: found without reading blocks that have none of them, and the same as by reading all. */
class TimeEndsTest {
    private static final int BLOCKS = 40;

    /** Times that rise on the whole, and jump back and forth. */
    private static Traces traces(SplittableRandom random) {
        Traces traces = new Traces();
        for (int block = 0; block < BLOCKS; block++) {
            for (int i = random.nextInt(1, 30); i > 0; i--) {
                long millis = 100L * block + random.nextInt(random.nextInt(10) == 0 ? 2000 : 150);
                if (random.nextInt(4) == 0) {
                    traces.disk(millis, 8, i, i, "file");
                } else {
                    traces.request(millis, 4 * random.nextInt(1, 4), 200 + i, "/" + i);
                }
            }
            traces.endBlock();
        }
        return traces;
    }

    @Test
    void givesWhatReadingAllGives() throws IOException {
        List<String> tables = List.of(
                "events",
                "['Provider-1/Event10']",
                "events | where EventId == 20",
                "events | where Timestamp between (datetime(2026-01-01 00:00:01) .. 1s)",
                "events | where Timestamp > datetime(2026-01-01 00:00:02) and EventId == 10",
                "events | where Timestamp != datetime(2026-01-01 00:00:02)",
                "events | where Cpu == 0",
                "events | where Url contains '1'",
                "events | where Provider == 'Provider-9'",
                "events | extend A = Sequence * 2");
        for (long seed = 1; seed <= 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Traces traces = traces(random);
            for (String table : tables) {
                for (String order : List.of("desc", "asc", "desc, Cpu asc", "asc, Sequence desc")) {
                    int rows = random.nextInt(1, 60);
                    String behind = " | project Sequence, Timestamp, Cpu, EventName";
                    String all =
                            table + " | extend T = Timestamp + 0s | sort by T " + order + " | take " + rows + behind;
                    assertThat(traces.ask(table + " | sort by Timestamp " + order + " | take " + rows + behind))
                            .as("seed %d", seed)
                            .isEqualTo(traces.ask(all));
                }
            }
        }
    }

    @Test
    void readsTheBlocksAtTheEndAlone() throws IOException {
        Traces traces = new Traces();
        for (int block = 0; block < BLOCKS; block++) {
            for (int i = 0; i < 10; i++) {
                traces.request(1000L * block + i, 4, 200, "/" + i);
            }
            traces.endBlock();
        }

        // two headers' passes over what is left to be looked at, and the rows themselves
        assertThat(blocksRead(traces, "events | top 15 by Timestamp")).isEqualTo(BLOCKS + 2 + 2);
        assertThat(blocksRead(traces, "events | top 5 by Timestamp asc")).isEqualTo(BLOCKS + 1 + 1);
        assertThat(blocksRead(traces, "events | top 5 by Url asc")).isEqualTo(BLOCKS);
    }

    @Test
    void checksNoMoreOfTheBlocksThanTheQueryReads() throws IOException {
        Traces traces = traces(new SplittableRandom(1));

        blocksRead(traces, "events | top 5 by Timestamp | project Sequence");

        assertThat(traces.recording.takeTouched()).containsExactlyInAnyOrder(Section.TIME, Section.SEQUENCE);
    }

    @Test
    void rowsOfADamagedBlockAreNotCountedOn() throws IOException {
        Traces traces = new Traces();
        for (int block = 0; block < BLOCKS; block++) {
            traces.request(1000L * block, 4, 200, "/a")
                    .request(1000L * block + 1, 4, 200, "/b")
                    .endBlock();
        }
        Recording damaged = new Damaged(traces.recording, 2L * BLOCKS - 4);

        assertThat(Queries.compact("events | top 3 by Timestamp | project Sequence", damaged, traces.decoder))
                .endsWith("[75],[74],[73]");
    }

    @Test
    void stopsWhileItLooksAtHeaders() throws IOException {
        Traces traces = traces(new SplittableRandom(1));
        Stop stop = Stop.whenAsked();
        stop.ask();
        BoundQuery query = Queries.bound("events | top 3 by Timestamp", traces.recording, traces.decoder)
                .stoppedBy(stop);
        traces.recording.takeBlocksRead();

        assertThatThrownBy(query::run).isInstanceOf(QueryLimitException.class);

        assertThat(traces.recording.takeBlocksRead()).isZero();
    }

    private static int blocksRead(Traces traces, String query) throws IOException {
        BoundQuery bound = Queries.bound(query, traces.recording, traces.decoder);
        traces.recording.takeBlocksRead();
        bound.run();
        return traces.recording.takeBlocksRead();
    }

    /** A recording whose blocks from a sequence on have good headers and nothing else. */
    private record Damaged(MemoryRecording whole, long fromSequence) implements Recording {
        @Override
        public Catalog catalog() {
            return whole.catalog();
        }

        @Override
        public Optional<Span> span() {
            return whole.span();
        }

        @Override
        public BlockCursor scan(Scan scan) {
            BlockCursor cursor = whole.scan(scan);
            return new BlockCursor() {
                @Override
                public boolean next() throws IOException {
                    boolean found = cursor.next();
                    while (found
                            && block().firstSequence() >= fromSequence
                            && !scan.sections().apply(block()).isEmpty()) {
                        found = cursor.next();
                    }
                    return found;
                }

                @Override
                public Block block() {
                    return cursor.block();
                }

                @Override
                public void close() throws IOException {
                    cursor.close();
                }
            };
        }

        @Override
        public void close() {}
    }
}
