package io.ringtail.perf;

import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.block.Section;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.bus.WaitProfile;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.journal.EventReader;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The journal against the limit of the machine: events of 100 bytes from a ring to a journal and back, each measure with
 * its baselines in the same run, turn by turn.
 */
final class RingMeasures {
    static final int PAYLOAD_BYTES = 100;

    private static final int BATCH = 32;

    private final Path folder;
    private final long events;

    RingMeasures(Path folder, long events) {
        this.folder = folder;
        this.events = events;
    }

    List<Measure> run() throws IOException {
        List<Measure> measures = new ArrayList<>();
        measures.addAll(writing());
        measures.addAll(reading());
        measures.add(allocation());
        return measures;
    }

    private List<Measure> writing() throws IOException {
        List<Rounds.Sample> samples = Rounds.inTurn(
                this::clear,
                List.of(
                        () -> publishAll(journal(), events),
                        () -> Baselines.oneExcerptPerEvent(folder.resolve("excerpts"), events, BATCH),
                        () -> Baselines.mappedWrite(folder.resolve("mapped"), events * bytesPerEvent()),
                        () -> Baselines.simpleBlocks(folder.resolve("blocks"), events)));
        Rounds.Sample product = samples.get(0);
        return List.of(
                product.against("journal.ring", "events/s", "one Chronicle excerpt for each event", samples.get(1)),
                product.against(
                        "journal.ring",
                        "events/s",
                        "the same bytes written in order to mapped memory",
                        samples.get(2).times(1.0 / bytesPerEvent())),
                product.against("journal.ring", "events/s", "a simpler block without checks and ring", samples.get(3)));
    }

    private List<Measure> reading() throws IOException {
        clear();
        publishAll(journal(), events);
        try (Journal journal = Journal.open(journal())) {
            List<Rounds.Sample> samples = Rounds.inTurn(
                    () -> {},
                    List.of(
                            Rounds.repeated(() -> sumOfTimes(journal)),
                            Rounds.repeated(() -> iterate(journal)),
                            Rounds.repeated(() -> everyByte(journal)),
                            Rounds.repeated(() -> headers(journal))));
            Rounds.Sample column = samples.get(0);
            return List.of(
                    column.against("journal.scan.column", "rows/s", "block headers alone", samples.get(3)),
                    samples.get(1).against("journal.read.events", "events/s", "one column", column),
                    samples.get(2).against("journal.read.bytes", "events/s", "one column", column));
        }
    }

    /** Bytes allocated for each event by the publisher and the journaler together, warm. */
    private Measure allocation() throws IOException {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        clear();
        try (Bus bus = Bus.open(journal(), options())) {
            publish(bus, events);
            bus.flush();
            long before = threads.getTotalThreadAllocatedBytes();
            publish(bus, events);
            bus.flush();
            double bytes = (double) (threads.getTotalThreadAllocatedBytes() - before) / events;
            return Measure.alone("journal.allocated", bytes, "bytes/event");
        }
    }

    static BusOptions options() {
        return BusOptions.defaults().withProfile(WaitProfile.THROUGHPUT);
    }

    static long publishAll(Path journal, long events) throws IOException {
        try (Bus bus = Bus.open(journal, options())) {
            publish(bus, events);
        }
        return events;
    }

    static void publish(Bus bus, long events) {
        EventRecord[] batch = batch(bus);
        for (long n = 0; n < events; n += BATCH) {
            for (int i = 0; i < BATCH; i++) {
                batch[i].timeTicks = n + i;
            }
            bus.publish(batch, (int) Math.min(BATCH, events - n));
        }
    }

    static EventRecord[] batch(Bus bus) {
        int type = bus.registry().register(type());
        EventRecord[] batch = new EventRecord[BATCH];
        for (int i = 0; i < BATCH; i++) {
            batch[i] = new EventRecord().clear().payload(payload(i), 0, PAYLOAD_BYTES);
            batch[i].type = type;
            batch[i].pid = 4_000 + i;
            batch[i].cpu = i;
        }
        return batch;
    }

    static byte[] payload(int seed) {
        byte[] payload = new byte[PAYLOAD_BYTES];
        new java.util.SplittableRandom(seed).nextBytes(payload);
        return payload;
    }

    /** Columns of 40 bytes, as the journal stores them, and the payload. */
    static int bytesPerEvent() {
        return 40 + PAYLOAD_BYTES;
    }

    static long sumOfTimes(Recording recording) throws IOException {
        return scan(recording, EnumSet.of(Section.TIME), block -> {
            long sum = 0;
            for (int row = 0; row < block.count(); row++) {
                sum += block.timeTicks(row);
            }
            return sum;
        });
    }

    /** Each event of both lanes in order, whole blocks checked: what a processor or a tail goes through. */
    static long iterate(Journal journal) throws IOException {
        long events = 0;
        long check = 0;
        try (EventReader reader = EventReader.open(journal, 0)) {
            while (reader.next()) {
                events++;
                check += reader.event().timeTicks() + reader.event().payloadBytes();
            }
        }
        Rounds.consume(check);
        return events;
    }

    /** Every header field and the payload by eights. */
    static long everyByte(Recording recording) throws IOException {
        EventView view = new EventView();
        return scan(recording, EnumSet.allOf(Section.class), block -> {
            long sum = 0;
            long bytes = 0;
            for (int row = 0; row < block.count(); row++) {
                view.wrap(block, row);
                sum += view.timeTicks() + view.sequence() + view.type() + view.source() + view.pid() + view.tid();
                sum += view.cpu() + view.flags();
                int at = 0;
                for (; at + Long.BYTES <= view.payloadBytes(); at += Long.BYTES) {
                    bytes += view.getLong(at);
                }
                if (at + Integer.BYTES <= view.payloadBytes()) {
                    bytes += view.getInt(at);
                    at += Integer.BYTES;
                }
                for (; at < view.payloadBytes(); at++) {
                    bytes += view.getByte(at);
                }
            }
            return sum + bytes;
        });
    }

    private static long headers(Recording recording) throws IOException {
        return scan(recording, Set.of(), block -> block.minTimeTicks());
    }

    private interface Sum {
        long of(Block block);
    }

    private static long scan(Recording recording, Set<Section> sections, Sum sum) throws IOException {
        long rows = 0;
        long check = 0;
        try (BlockCursor cursor = recording.scan(Scan.ALL_EVENTS.withSections(sections))) {
            while (cursor.next()) {
                rows += cursor.block().count();
                check += sum.of(cursor.block());
            }
        }
        Rounds.consume(check);
        return rows;
    }

    private static EventType type() {
        UUID provider = UUID.fromString("11111111-2222-3333-4444-555555555555");
        return new EventType(HeaderKind.EVENT, 8, provider, 1, 0, 0, 4, 0, 0, 0, EventType.NO_TRACE_LOGGING);
    }

    private Path journal() {
        return folder.resolve("bus.journal");
    }

    private void clear() throws IOException {
        for (String name : List.of("bus.journal", "excerpts", "mapped", "blocks")) {
            Folders.delete(folder.resolve(name));
        }
    }
}
