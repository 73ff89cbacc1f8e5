package io.ringtail.ring.journal;

import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Compression;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.block.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a lane holds, as its block headers tell.
 *
 * @param fileBytes of all its files, as long as they are
 * @param heapBytes of payloads and extended items as captured
 * @param storedHeapBytes of the same as they lie on the disk
 * @param blocksBy how many blocks have their payloads stored how
 * @param firstSequence -1 of an empty lane, like {@code lastSequence}
 */
public record LaneFacts(
        Lane lane,
        int files,
        long fileBytes,
        long blocks,
        long events,
        long heapBytes,
        long storedHeapBytes,
        Map<Compression, Long> blocksBy,
        long firstSequence,
        long lastSequence,
        long minTimeTicks,
        long maxTimeTicks) {

    public LaneFacts {
        blocksBy = Map.copyOf(blocksBy);
    }

    /** Adds up headers. */
    private static final class Sum {
        private long blocks;
        private long events;
        private long heapBytes;
        private long storedHeapBytes;
        private final Map<Compression, Long> blocksBy = new EnumMap<>(Compression.class);
        private long firstSequence = -1;
        private long lastSequence = -1;
        private long minTime = Long.MAX_VALUE;
        private long maxTime = Long.MIN_VALUE;

        void add(Block block) {
            firstSequence = blocks == 0 ? block.firstSequence() : firstSequence;
            lastSequence = block.lastSequence();
            blocks++;
            events += block.count();
            heapBytes += block.payloadBytes() + block.extendedBytes();
            storedHeapBytes += block.storedBytes(Section.PAYLOAD) + block.storedBytes(Section.EXTENDED);
            blocksBy.merge(block.compression(), 1L, Long::sum);
            minTime = Math.min(minTime, block.minTimeTicks());
            maxTime = Math.max(maxTime, block.maxTimeTicks());
        }
    }

    static LaneFacts of(Journal journal, Lane lane) throws IOException {
        Sum sum = new Sum();
        try (BlockCursor cursor = journal.scan(Scan.ALL_EVENTS.withLane(lane).withSections(Set.of()))) {
            while (cursor.next()) {
                sum.add(cursor.block());
            }
        }
        List<CycleFile> files = journal.cyclesFrom(lane, 0);
        long bytes = 0;
        for (CycleFile file : files) {
            bytes += Files.size(file.path());
        }
        return new LaneFacts(
                lane,
                files.size(),
                bytes,
                sum.blocks,
                sum.events,
                sum.heapBytes,
                sum.storedHeapBytes,
                sum.blocksBy,
                sum.firstSequence,
                sum.lastSequence,
                sum.minTime,
                sum.maxTime);
    }
}
