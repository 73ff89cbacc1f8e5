package io.ringtail.etw.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.etw.file.TraceInput;
import io.ringtail.etw.merge.TraceFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the writer writes, the reader reads back: the same events in the order of their times. */
class WriterToReaderTest {
    @TempDir
    private Path folder;

    @Test
    void readsBackRandomEventsOfEveryKind() throws IOException {
        for (long seed = 1; seed <= 120; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            EtlOptions options = RandomTraces.options(random);
            Path file = folder.resolve("random.etl");

            List<ReadEvent> written = RandomTraces.write(file, options, random);

            assertThat(RandomTraces.read(file)).as("seed %d, %s", seed, options).isEqualTo(written);
        }
    }

    @Test
    void readsBackTheFactsOfTheHeader() throws IOException {
        for (long seed = 1; seed <= 40; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            EtlOptions options = RandomTraces.options(random);
            Path file = folder.resolve("header.etl");
            try (EtlWriter writer = EtlWriter.create(file, options)) {
                writer.lost(7, 3);
            }

            try (TraceFiles files = TraceFiles.open(List.of(new TraceInput(file, "")), folder)) {
                var header = files.files().getFirst().header();
                var described = assertThat(header).as("seed %d, %s", seed, options);
                described.returns((long) options.buffers().bufferBytes(), h -> h.bufferSize());
                described.returns((long) options.buffers().cpus(), h -> h.cpus());
                described.returns(options.host().pointerBytes(), h -> h.pointerSize());
                described.returns((long) options.host().osBuild(), h -> h.osBuild());
                described.returns(options.host().bootTicks(), h -> h.bootTicks());
                described.returns(options.host().zone().biasMinutes(), h -> h.biasMinutes());
                described.returns(options.session().loggerName(), h -> h.loggerName());
                described.returns(options.session().logFileName(), h -> h.logFileName());
                described.returns(RandomTraces.START, h -> h.startTicks());
                described.returns(RandomTraces.START, h -> h.endTicks());
                described.returns(7L, h -> h.eventsLost());
                described.returns(3L, h -> h.buffersLost());
                assertThat(header.clock().kind()).isEqualTo(options.clock().kind());
                assertThat(header.clock().frequency()).isEqualTo(options.clock().frequency());
                assertThat(files.problems()).isEmpty();
            }
        }
    }
}
