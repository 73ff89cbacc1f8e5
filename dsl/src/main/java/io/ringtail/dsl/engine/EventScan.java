package io.ringtail.dsl.engine;

import io.ringtail.dsl.functions.Comparison;
import io.ringtail.dsl.vector.Batch;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.dsl.vector.Slots;
import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.block.Section;
import io.ringtail.ring.payload.ContextPart;
import io.ringtail.ring.payload.EventContext;
import io.ringtail.ring.payload.PayloadDecoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads events of a recording, with what of the query's conditions can be decided before a row is touched: blocks that
 * lie outside the time span or hold no event of a wanted kind are skipped by their headers.
 *
 * @param columns what it can fill, by slot
 * @param kindConditions decided once for each kind of event
 * @param rowTests decided on the block's columns
 * @param contextParts what its columns and tests ask of the context, which is read first
 */
public record EventScan(
        Recording recording,
        PayloadDecoder decoder,
        Lane lane,
        Slots slots,
        Map<Integer, ScanColumn> columns,
        List<Expr.PerKind> kindConditions,
        List<RowTest> rowTests,
        Set<Section> sections,
        Set<ContextPart> contextParts)
        implements Origin {

    /** The same scan with other tests on its rows. */
    public EventScan with(List<RowTest> tests) {
        return new EventScan(recording, decoder, lane, slots, columns, kindConditions, tests, sections, contextParts);
    }

    /** The same scan of another recording with the same catalog. */
    public EventScan over(Recording other, PayloadDecoder otherDecoder) {
        return new EventScan(
                other, otherDecoder, lane, slots, columns, kindConditions, rowTests, sections, contextParts);
    }

    /** The same scan for a reader that takes events whole: every part of a block is checked. */
    public EventScan whole() {
        return new EventScan(
                recording,
                decoder,
                lane,
                slots,
                columns,
                kindConditions,
                rowTests,
                EnumSet.allOf(Section.class),
                contextParts);
    }

    /**
     * The same scan, of a span of time alone.
     *
     * @param fromTicks the first time
     * @param untilTicks the first time that is too late
     */
    public EventScan within(long fromTicks, long untilTicks) {
        List<RowTest> tests = new ArrayList<>(rowTests);
        if (fromTicks > Long.MIN_VALUE) {
            tests.add(new RowTest(HeaderColumn.TIMESTAMP, Comparison.GREATER_OR_EQUAL, fromTicks));
        }
        if (untilTicks < Long.MAX_VALUE) {
            tests.add(new RowTest(HeaderColumn.TIMESTAMP, Comparison.LESS, untilTicks));
        }
        return with(tests);
    }

    @Override
    public void run(Stage first, RunContext run) throws IOException {
        EventContext context = context();
        KindTable kinds = new KindTable(recording.catalog(), decoder);
        BlockSource source = new BlockSource(slots, columns, kinds, context);
        Running running = new Running(this, kinds, source, context);
        Set<Section> touched = EnumSet.noneOf(Section.class);
        touched.addAll(sections);
        rowTests.forEach(test -> touched.addAll(test.sections()));
        if (!contextParts.isEmpty()) {
            touched.addAll(context.sections());
        }
        if (!kindConditions.isEmpty()) {
            touched.addAll(HeaderColumn.PROVIDER.sections());
        }
        Scan scan = timeSpan(Scan.ALL_EVENTS.withLane(lane))
                .withSections(touched)
                .withBlocks(block -> {
                    run.check();
                    return running.mayHold(block);
                });
        try (BlockCursor cursor = recording.scan(scan)) {
            while (!first.isDone() && cursor.next()) {
                running.scan(cursor.block(), first);
            }
        }
    }

    /** Ringtail's own events say all of themselves. */
    private EventContext context() throws IOException {
        return contextParts.isEmpty() || lane == Lane.CONTROL
                ? EventContext.NONE
                : decoder.context().read(recording, contextParts);
    }

    private Scan timeSpan(Scan scan) {
        long from = Long.MIN_VALUE;
        long to = Long.MAX_VALUE;
        for (RowTest test : rowTests) {
            if (test.column() == HeaderColumn.TIMESTAMP) {
                switch (test.comparison()) {
                    case EQUAL -> {
                        from = Math.max(from, test.wanted());
                        to = Math.min(to, test.wanted());
                    }
                    case GREATER, GREATER_OR_EQUAL -> from = Math.max(from, test.wanted());
                    case LESS, LESS_OR_EQUAL -> to = Math.min(to, test.wanted());
                    case NOT_EQUAL -> {}
                }
            }
        }
        return scan.withTime(from, to);
    }

    /** One run of the scan. */
    private static final class Running {
        private final EventScan plan;
        private final KindTable kinds;
        private final BlockSource source;
        private final EventContext context;
        private int[] allRows = {};
        private int[] rows = {};

        Running(EventScan plan, KindTable kinds, BlockSource source, EventContext context) {
            this.plan = plan;
            this.kinds = kinds;
            this.source = source;
            this.context = context;
        }

        /** Whether a block with this header can hold an event that all kind conditions let pass. */
        boolean mayHold(Block block) {
            if (plan.kindConditions.isEmpty()) {
                return true;
            }
            for (int type = 0; type < block.typeEntries(); type++) {
                for (int from = 0; from < block.sourceEntries(); from++) {
                    int kind = kinds.shared(block.typeEntry(type), block.sourceEntry(from));
                    if (kind == KindTable.DEPENDS_ON_PROCESS || holds(kind)) {
                        return true;
                    }
                }
            }
            return false;
        }

        /** Whether every event of a block with this header passes all kind conditions. */
        private boolean allHold(Block block) {
            for (int type = 0; type < block.typeEntries(); type++) {
                for (int from = 0; from < block.sourceEntries(); from++) {
                    int kind = kinds.shared(block.typeEntry(type), block.sourceEntry(from));
                    if (kind == KindTable.DEPENDS_ON_PROCESS || !holds(kind)) {
                        return false;
                    }
                }
            }
            return true;
        }

        private boolean holds(int kind) {
            for (Expr.PerKind condition : plan.kindConditions) {
                if (!source.holds(condition, kind)) {
                    return false;
                }
            }
            return true;
        }

        void scan(Block block, Stage first) {
            source.wrap(block);
            int count = block.count();
            reserve(count);
            boolean filtered = false;
            if (!plan.kindConditions.isEmpty() && !allHold(block)) {
                System.arraycopy(allRows, 0, rows, 0, count);
                filtered = true;
                count = keepKinds(block, count);
            }
            for (RowTest test : plan.rowTests) {
                if (!filtered) {
                    System.arraycopy(allRows, 0, rows, 0, count);
                    filtered = true;
                }
                count = test.keep(block, rows, count, context);
            }
            if (count > 0) {
                first.accept(Batch.of(plan.slots, source, filtered ? rows : allRows, count));
            }
        }

        private int keepKinds(Block block, int count) {
            int[] codes = new int[count];
            kinds.kinds(block, rows, count, codes);
            boolean[] pass = new boolean[kinds.size()];
            for (int kind = 0; kind < pass.length; kind++) {
                pass[kind] = holds(kind);
            }
            int kept = 0;
            for (int i = 0; i < count; i++) {
                rows[kept] = rows[i];
                kept += pass[codes[i]] ? 1 : 0;
            }
            return kept;
        }

        private void reserve(int count) {
            if (allRows.length < count) {
                rows = new int[count];
                allRows = new int[count];
                for (int i = 0; i < count; i++) {
                    allRows[i] = i;
                }
            }
        }
    }
}
