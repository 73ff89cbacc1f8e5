package io.ringtail.ring.journal;

import io.ringtail.ring.block.Lane;
import java.util.List;

/**
 * What compacting a journal came to.
 *
 * @param lanes one each, in their order
 * @param left what was left as it is though it would have gained, one sentence each
 */
public record CompactReport(List<OfLane> lanes, List<String> left) {
    /**
     * A lane, before and after.
     *
     * @param files that were looked at
     * @param rewritten of these; the others gain nothing
     */
    public record OfLane(
            Lane lane,
            int files,
            int rewritten,
            long events,
            long blocksBefore,
            long blocksAfter,
            long bytesBefore,
            long bytesAfter) {}

    public CompactReport {
        lanes = List.copyOf(lanes);
        left = List.copyOf(left);
    }
}
