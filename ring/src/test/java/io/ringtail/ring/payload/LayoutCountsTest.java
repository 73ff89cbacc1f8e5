package io.ringtail.ring.payload;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockBuilder;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.payload.LayoutCounts.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LayoutCountsTest {
    private static final int SOURCE_WITH_PROCESSES = 2;
    private static final int TYPE_OF_PROCESSES = 100;

    private final Layouts layouts = new Layouts();
    private final LayoutCounts counts = new LayoutCounts(layouts);
    private final BlockBuilder builder = new BlockBuilder();

    /** One layout for each type, but one of its own for each process of one type from one source. */
    private static final class Layouts implements PayloadDecoder {
        private final Map<List<Integer>, PayloadLayout> layouts = new HashMap<>();

        @Override
        public PayloadLayout layout(int type, int source, int pid) {
            return layouts.computeIfAbsent(
                    List.of(type, dependsOnProcess(type, source) ? pid : -1), key -> new Named());
        }

        @Override
        public boolean dependsOnProcess(int type, int source) {
            return type == TYPE_OF_PROCESSES && source == SOURCE_WITH_PROCESSES;
        }
    }

    /** Compared by identity; nothing is read. */
    private static final class Named implements PayloadLayout {
        @Override
        public String provider() {
            return "";
        }

        @Override
        public String eventName() {
            return "";
        }

        @Override
        public boolean decodable() {
            return false;
        }

        @Override
        public List<Field> fields() {
            return List.of();
        }

        @Override
        public FieldReader reader(int field) {
            throw new IndexOutOfBoundsException(field);
        }

        @Override
        public Map<String, Object> payload(EventView event) {
            return Map.of();
        }
    }

    @Test
    void countsABlockOfOneSourceByItsHeader() {
        add(5, 0, 1);
        add(3, 0, 1);
        add(5, 0, 2);
        count();

        assertThat(counts.entries()).containsExactly(new Entry(3, layout(3), 1), new Entry(5, layout(5), 2));
    }

    @Test
    void addsUpSourcesThatShareALayout() {
        add(5, 0, 1);
        add(5, 1, 1);
        add(6, 1, 1);
        count();

        assertThat(counts.entries()).containsExactly(new Entry(5, layout(5), 2), new Entry(6, layout(6), 1));
    }

    @Test
    void countsByProcessWhereProcessesHaveLayoutsOfTheirOwn() {
        add(TYPE_OF_PROCESSES, SOURCE_WITH_PROCESSES, 8);
        add(TYPE_OF_PROCESSES, SOURCE_WITH_PROCESSES, 7);
        add(TYPE_OF_PROCESSES, SOURCE_WITH_PROCESSES, 8);
        add(1, SOURCE_WITH_PROCESSES, 8);
        count();

        assertThat(counts.entries())
                .containsExactly(
                        new Entry(1, layout(1), 1),
                        new Entry(TYPE_OF_PROCESSES, ofProcess(7), 1),
                        new Entry(TYPE_OF_PROCESSES, ofProcess(8), 2));
    }

    @Test
    void countsEveryEventOfRandomBlocksOnce() {
        long seed = 20261123;
        SplittableRandom random = new SplittableRandom(seed);
        Map<PayloadLayout, Long> expected = new HashMap<>();
        for (int block = 0; block < 50; block++) {
            int sources = random.nextInt(1, 4);
            for (int i = random.nextInt(1, 200); i > 0; i--) {
                int type = random.nextInt(TYPE_OF_PROCESSES + 10);
                int source = random.nextInt(sources);
                int pid = random.nextInt(-1, 5);
                add(type, source, pid);
                expected.merge(layouts.layout(type, source, pid), 1L, Long::sum);
            }
            count();
        }

        Map<PayloadLayout, Long> counted = new HashMap<>();
        List<Integer> types = new ArrayList<>();
        for (Entry entry : counts.entries()) {
            counted.put(entry.layout(), entry.count());
            types.add(entry.type());
        }

        assertThat(counted).as("seed %d", seed).isEqualTo(expected);
        assertThat(types).as("seed %d", seed).isSorted();
    }

    private PayloadLayout layout(int type) {
        return layouts.layout(type, 0, -1);
    }

    private PayloadLayout ofProcess(int pid) {
        return layouts.layout(TYPE_OF_PROCESSES, SOURCE_WITH_PROCESSES, pid);
    }

    private void add(int type, int source, int pid) {
        EventRecord event = new EventRecord().clear();
        event.type = type;
        event.source = source;
        event.pid = pid;
        builder.add(event, builder.count());
    }

    private void count() {
        Block block = new Block();
        assertThat(block.wrap(builder.encode(1))).isEmpty();
        counts.add(block);
        builder.clear();
    }
}
