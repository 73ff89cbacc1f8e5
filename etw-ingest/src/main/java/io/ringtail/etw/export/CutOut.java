package io.ringtail.etw.export;

import io.ringtail.etw.context.ContextEvents;
import io.ringtail.etw.context.SequenceSet;
import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.payload.PayloadDecoder;
import java.io.IOException;
import java.util.Arrays;

/**
 * Selected events of a recording together with those that say whose they are, where they were called from and what their
 * files are: written into one file, the selected events read there as they do in the recording. One thread.
 */
public final class CutOut {
    /** Hears how far the writing is. */
    public interface Progress {
        void written(long events, long payloadBytes);
    }

    private final Recording recording;
    private final SequenceSet selected;
    private final ContextEvents.Found context;
    private int[] rows = {};

    private CutOut(Recording recording, SequenceSet selected, ContextEvents.Found context) {
        this.recording = recording;
        this.selected = selected;
        this.context = context;
    }

    /**
     * Looks for what belongs to the selected events, in one pass over the recording.
     *
     * @throws NotExportableException if none is selected
     */
    public static CutOut of(Recording recording, PayloadDecoder decoder, SequenceSet selected) throws IOException {
        if (selected.size() == 0) {
            throw NotExportableException.nothingSelected();
        }
        return new CutOut(recording, selected, ContextEvents.of(recording, decoder, selected));
    }

    /** Writes all of them in the recording's order, and returns how many of them were not selected themselves. */
    public long writeTo(EtlExport export, Progress progress) throws IOException {
        export.beginWith(context.source());
        long others = 0;
        long done = 0;
        long bytes = 0;
        try (BlockCursor cursor = recording.scan(Scan.ALL_EVENTS.withBlocks(this::holdsAny))) {
            while (cursor.next()) {
                Block block = cursor.block();
                int count = choose(block);
                for (int i = 0; i < count; i++) {
                    others += selected.contains(block.sequence(rows[i])) ? 0 : 1;
                }
                export.write(block, rows, count);
                done += count;
                bytes += block.payloadBytes();
                progress.written(done, bytes);
            }
        }
        return others;
    }

    private boolean holdsAny(Block block) {
        return selected.containsAny(block.firstSequence(), block.lastSequence())
                || context.events().containsAny(block.firstSequence(), block.lastSequence());
    }

    private int choose(Block block) {
        if (rows.length < block.count()) {
            rows = Arrays.copyOf(rows, block.count());
        }
        int count = 0;
        for (int row = 0; row < block.count(); row++) {
            long sequence = block.sequence(row);
            if (selected.contains(sequence) || context.events().contains(sequence)) {
                rows[count++] = row;
            }
        }
        return count;
    }
}
