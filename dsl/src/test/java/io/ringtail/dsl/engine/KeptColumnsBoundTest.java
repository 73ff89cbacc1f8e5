package io.ringtail.dsl.engine;

import static org.assertj.core.api.Assertions.assertThat;

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
}
