package io.ringtail.dsl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockBuilder;
import io.ringtail.ring.event.EventRecord;
import org.junit.jupiter.api.Test;

class KeptColumnsBoundTest {
    /** As of a journal that grows, whose decoder is another for each question, with readers that equal none before. */
    @Test
    void whatIsNeverAskedForAgainIsForgotten() {
        KeptColumns kept = KeptColumns.upTo(1 << 20);

        for (int type = 0; type < 1000; type++) {
            kept.rows(type, kept.begin());
        }

        assertThat(kept.size()).isBetween(50, 150);
    }

    @Test
    void whatHasNoRoomIsNotTriedWithEachBlock() {
        KeptColumns kept = KeptColumns.upTo(1000);
        KeptColumns.Kept<int[]> rows = kept.rows(1, kept.begin());
        assertThat(rows.isWanted()).isFalse();
        kept.rows(1, kept.begin());
        assertThat(rows.isWanted()).isTrue();

        rows.keep(block(), new int[1], 2000, 0);
        assertThat(rows.isWanted()).isFalse();

        kept.rows(1, kept.begin());
        assertThat(rows.isWanted()).isTrue();
        rows.keep(block(), new int[1], 100, 0);
        assertThat(rows.isWanted()).isTrue();
        assertThat(kept.bytes()).isBetween(100L, 1000L);
    }

    private static Block block() {
        BlockBuilder builder = new BlockBuilder();
        builder.add(new EventRecord(), 1);
        Block block = new Block();
        assertThat(block.wrap(builder.encode(1))).isEmpty();
        return block;
    }
}
