package io.ringtail.dsl.engine;

import io.ringtail.dsl.vector.Batch;
import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Scan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * The last stage of a query that selects events. Rows that come straight from the scan are handed on at once; of rows
 * that were gathered on the way ({@code sort}, {@code top}) the sequences are kept, 8 bytes each, and their events are
 * read again at the end.
 */
public final class EventOutput implements Stage {
    private final EventScan scan;
    private final int sequenceSlot;
    private final EventConsumer consumer;
    private final RunContext context;
    private long[] sequences = {};
    private int count;

    /** @param sequenceSlot what the scan fills with the events' sequences */
    public EventOutput(EventScan scan, int sequenceSlot, EventConsumer consumer, RunContext context) {
        this.scan = scan;
        this.sequenceSlot = sequenceSlot;
        this.consumer = consumer;
        this.context = context;
    }

    @Override
    public void accept(Batch batch) {
        if (batch.source() instanceof BlockSource source) {
            give(source.block(), batch.rows(), batch.size());
            return;
        }
        reserve(batch.size());
        for (int row = 0; row < batch.size(); row++) {
            sequences[count++] = batch.vector(sequenceSlot).bits(row);
        }
    }

    @Override
    public boolean isDone() {
        return false;
    }

    @Override
    public void finish() {
        if (count > 0) {
            Arrays.sort(sequences, 0, count);
            readAgain();
        }
    }

    private void readAgain() {
        Scan again = Scan.ALL_EVENTS
                .withLane(scan.lane())
                .withFromSequence(sequences[0])
                .withBlocks(block -> firstFrom(block.firstSequence()) < firstFrom(block.lastSequence() + 1));
        try (BlockCursor cursor = scan.recording().scan(again)) {
            int[] rows = {};
            while (firstFrom(Long.MIN_VALUE) < count && cursor.next()) {
                Block block = cursor.block();
                rows = rows.length < block.count() ? new int[block.count()] : rows;
                int found = find(block, rows);
                if (found > 0) {
                    consumer.accept(block, rows, found);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int find(Block block, int[] rows) {
        int found = 0;
        int next = firstFrom(block.firstSequence());
        for (int row = 0; row < block.count() && next < count; row++) {
            if (block.sequence(row) == sequences[next]) {
                rows[found++] = row;
                next++;
            }
        }
        return found;
    }

    /** The place of the first wanted sequence that is not below this one. */
    private int firstFrom(long sequence) {
        int place = Arrays.binarySearch(sequences, 0, count, sequence);
        return place >= 0 ? place : -place - 1;
    }

    private void reserve(int more) {
        if (count + more > sequences.length) {
            int capacity = Math.max(2 * sequences.length, count + more);
            context.reserve((long) (capacity - sequences.length) * Long.BYTES, "sort");
            sequences = Arrays.copyOf(sequences, capacity);
        }
    }

    private void give(Block block, int[] rows, int size) {
        try {
            consumer.accept(block, rows, size);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
