package io.ringtail.dsl.engine;

import io.ringtail.dsl.functions.Comparison;
import io.ringtail.dsl.vector.Batch;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.dsl.vector.Slots;
import io.ringtail.dsl.vector.Vector;
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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads events of a recording, with what of the query's conditions can be decided before a row is touched: blocks that
 * lie outside the time span or hold no event of a wanted kind are skipped by their headers.
 *
 * @param columns what it can fill, by slot
 * @param kindConditions decided once for each kind of event
 * @param rowTests decided on the block's columns
 * @param fields those of its columns that will be asked for and stand in payloads
 * @param sections what of a block its other columns are read from
 * @param contextParts what its columns and tests ask of the context, which is read first
 * @param ends that no more rows are wanted than so many of the latest or the earliest, if that is so
 */
public record EventScan(
        Recording recording,
        PayloadDecoder decoder,
        Lane lane,
        Slots slots,
        Map<Integer, ScanColumn> columns,
        List<Expr.PerKind> kindConditions,
        List<RowTest> rowTests,
        List<ScanColumn.Field> fields,
        Set<Section> sections,
        Set<ContextPart> contextParts,
        Optional<TimeEnds> ends)
        implements Origin {
    /** Below this, starting a thread takes longer than it saves. */
    private static final long LEAST_ROWS_A_PART = 1 << 18;

    /** The same scan with other tests on its rows. */
    public EventScan with(List<RowTest> tests) {
        return copy(recording, decoder, tests, sections, ends);
    }

    /** The same scan of another recording with the same catalog. */
    public EventScan over(Recording other, PayloadDecoder otherDecoder) {
        return copy(other, otherDecoder, rowTests, sections, ends);
    }

    /** The same scan for a reader that takes events whole: every part of a block is checked. */
    public EventScan whole() {
        return copy(recording, decoder, rowTests, EnumSet.allOf(Section.class), ends);
    }

    /** The same scan, of whose rows no others are wanted than those; it may give more. */
    public EventScan upTo(TimeEnds wanted) {
        return copy(recording, decoder, rowTests, sections, Optional.of(wanted));
    }

    /** The same scan, with what differs from copy to copy. */
    private EventScan copy(
            Recording from, PayloadDecoder by, List<RowTest> tests, Set<Section> read, Optional<TimeEnds> wanted) {
        return new EventScan(from, by, lane, slots, columns, kindConditions, tests, fields, read, contextParts, wanted);
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
        bounded(run).scan(first, run, run.kept().begin(), context(), 0, Long.MAX_VALUE);
    }

    @Override
    public List<Origin> parts(int most, RunContext run) throws IOException {
        return bounded(run).partsOf(most, run);
    }

    private List<Origin> partsOf(int most, RunContext run) throws IOException {
        Optional<Recording.Span> span = lane == Lane.TRACE ? span() : Optional.empty();
        long parts = span.isEmpty() ? 1 : Math.min(most, span.get().size() / LEAST_ROWS_A_PART);
        if (parts <= 1 || countsOnly()) {
            return List.of(this);
        }
        EventContext context = context();
        long number = run.kept().begin();
        List<Origin> all = new ArrayList<>();
        long first = span.get().first();
        for (int i = 1; i <= parts; i++) {
            long from = first;
            // What was recorded meanwhile is the last part's.
            long to = i == parts
                    ? Long.MAX_VALUE
                    : span.get().first() + span.get().size() * i / parts;
            all.add((stage, same) -> scan(stage, same, number, context, from, to));
            first = to;
        }
        return all;
    }

    /** Without the times of which the blocks' headers say that no row of them is wanted. */
    private EventScan bounded(RunContext run) throws IOException {
        boolean isByTime = rowTests.stream().allMatch(test -> test.column() == HeaderColumn.TIMESTAMP);
        if (ends.isEmpty() || !isByTime || recording.span().isEmpty()) {
            return this;
        }
        Optional<EventScan> bounded = bound(Set.of(), run)
                .test()
                .map(test ->
                        with(Stream.concat(rowTests.stream(), Stream.of(test)).toList()));
        // Of a block that turns out to be damaged no row will come, so others may be wanted.
        EventScan found = bounded.isPresent()
                        && bounded.get().bound(mostTouched(), run).test().isPresent()
                ? bounded.get()
                : this;
        return copy(recording, decoder, found.rowTests, sections, Optional.empty());
    }

    /** What the headers of all blocks say that are not damaged in these sections. */
    private TimeEnds.Bound bound(Set<Section> checked, RunContext run) throws IOException {
        KindTable kinds = new KindTable(recording.catalog(), decoder);
        BlockSource source = new BlockSource(slots, columns, kinds, EventContext.NONE);
        KindFilter filter = new KindFilter(kindConditions, kinds, source);
        TimeEnds.Bound bound = ends.orElseThrow().bound();
        Scan scan = timeSpan(Scan.ALL_EVENTS.withLane(lane))
                .withSections(checked)
                .withBlocks(block -> {
                    run.check();
                    return true;
                });
        try (BlockCursor cursor = recording.scan(scan)) {
            while (cursor.next()) {
                Block block = cursor.block();
                if (rowTests.stream().allMatch(test -> test.holdsOfTimes(block))) {
                    bound.add(block, filter.passing(block));
                }
            }
        }
        return bound;
    }

    /** The sequences to be read, from the first to the last block of the time asked for. */
    private Optional<Recording.Span> span() throws IOException {
        Optional<Recording.Span> all = recording.span();
        Scan headers = timeSpan(Scan.ALL_EVENTS.withLane(lane).withSections(Set.of()));
        if (all.isEmpty() || all.get().size() < 2 * LEAST_ROWS_A_PART || headers.isAllTime()) {
            return all;
        }
        long first = -1;
        long last = -1;
        try (BlockCursor cursor = recording.scan(headers)) {
            while (cursor.next()) {
                first = first < 0 ? cursor.block().firstSequence() : first;
                last = cursor.block().lastSequence();
            }
        }
        return first < 0 ? Optional.empty() : Optional.of(new Recording.Span(first, last - first + 1));
    }

    /** Whether rows are counted and none is looked at, so that headers may be enough. */
    private boolean countsOnly() {
        return fields.isEmpty() && sections.isEmpty() && rowTests.isEmpty() && contextParts.isEmpty();
    }

    /** Reads the blocks whose first event is in this range of sequences. */
    private void scan(
            Stage first, RunContext run, long number, EventContext context, long fromSequence, long untilSequence)
            throws IOException {
        KindTable kinds = new KindTable(recording.catalog(), decoder);
        BlockSource source = new BlockSource(slots, columns, kinds, context);
        KindFilter filter = new KindFilter(kindConditions, kinds, source);
        KeptScan kept = new KeptScan(run.kept(), number, kinds, filter, fields);
        source.keeping(kept);
        Running running = new Running(this, filter, source, context, kept);
        Set<Section> spared = touched(context, false);
        Set<Section> whole = touched(context, true);
        Scan scan = timeSpan(Scan.ALL_EVENTS.withLane(lane))
                .withFromSequence(fromSequence)
                .withUntilSequence(untilSequence)
                .withSections(block -> isToldByHeader(block, filter) || kept.find(block) ? spared : whole)
                .withBlocks(block -> {
                    run.check();
                    return block.firstSequence() >= fromSequence && filter.mayHold(block);
                });
        try (BlockCursor cursor = recording.scan(scan)) {
            while (!first.isDone() && cursor.next()) {
                running.scan(cursor.block(), first);
            }
        }
    }

    /** Starts a run that is handed its blocks, for one thread. What is said of processes and threads is not known in it. */
    public Handed handed(PayloadDecoder otherDecoder) {
        KindTable kinds = new KindTable(recording.catalog(), otherDecoder);
        BlockSource source = new BlockSource(slots, columns, kinds, EventContext.NONE);
        KindFilter filter = new KindFilter(kindConditions, kinds, source);
        KeptScan nothing = new KeptScan(KeptColumns.NONE, 0, kinds, filter, fields);
        return new Handed(new Running(this, filter, source, EventContext.NONE, nothing));
    }

    /** The block whose rows these are, if they come straight from a scan. */
    public static Optional<Block> block(Batch batch) {
        return batch.source() instanceof BlockSource source ? Optional.of(source.block()) : Optional.empty();
    }

    /** A run of the scan that is handed rows. */
    public static final class Handed {
        private final Running running;

        private Handed(Running running) {
            this.running = running;
        }

        /** Whether an event of this type and source may pass. */
        public boolean mayPass(int type, int from) {
            return running.filter.mayPass(type, from);
        }

        /** A column's values in these rows of a block. */
        public Vector values(ScanColumn column, Block block, int[] rows, int count) {
            running.source.wrap(block);
            return running.source.load(column, Batch.of(running.plan.slots, running.source, rows, count));
        }

        /**
         * Passes on those that are wanted.
         *
         * @param rows of the block, ascending; the first {@code count} are overwritten with those that pass
         */
        public void accept(Block block, int[] rows, int count, Stage first) {
            running.some(block, rows, count, first);
        }
    }

    private boolean isToldByHeader(Block block, KindFilter filter) {
        return countsOnly() && filter.passing(block) != KindFilter.DEPENDS_ON_ROWS;
    }

    /** @param whole whether rows are to be chosen by their kind, and fields to be read */
    private Set<Section> touched(EventContext context, boolean whole) {
        Set<Section> touched = EnumSet.noneOf(Section.class);
        touched.addAll(sections);
        rowTests.forEach(test -> touched.addAll(test.sections()));
        if (!contextParts.isEmpty()) {
            touched.addAll(context.sections());
        }
        if (whole && !kindConditions.isEmpty()) {
            touched.addAll(HeaderColumn.PROVIDER.sections());
        }
        if (whole) {
            fields.forEach(field -> touched.addAll(field.sections()));
        }
        return touched;
    }

    /** What may be touched, whatever the context; in which a block is damaged whose rows do not come. */
    private Set<Section> mostTouched() {
        return contextParts.isEmpty() ? touched(EventContext.NONE, true) : EnumSet.allOf(Section.class);
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

    /** One run of the scan, or of a part of it. */
    private static final class Running {
        private final EventScan plan;
        private final KindFilter filter;
        private final BlockSource source;
        private final EventContext context;
        private final KeptScan kept;
        private int[] allRows = {};
        private int[] rows = {};

        Running(EventScan plan, KindFilter filter, BlockSource source, EventContext context, KeptScan kept) {
            this.plan = plan;
            this.filter = filter;
            this.source = source;
            this.context = context;
            this.kept = kept;
        }

        void scan(Block block, Stage first) {
            source.wrap(block);
            int[] known = plan.countsOnly() ? null : kept.rows(block);
            if (known != null && plan.rowTests.isEmpty()) {
                first.accept(Batch.of(plan.slots, source, known, known.length));
                return;
            }
            int count = block.count();
            reserve(count);
            int passing = filter.passing(block);
            if (passing == 0) {
                return;
            }
            if (passing == count && plan.rowTests.isEmpty() || passing > 0 && plan.countsOnly()) {
                first.accept(Batch.of(plan.slots, source, allRows, passing));
                return;
            }
            if (passing == count) {
                System.arraycopy(allRows, 0, rows, 0, count);
            } else if (known != null) {
                System.arraycopy(known, 0, rows, 0, known.length);
                count = known.length;
            } else {
                count = filter.candidates(block, rows);
                kept.keepRows(block, rows, count);
            }
            for (RowTest test : plan.rowTests) {
                count = test.keep(block, rows, count, context);
            }
            if (passing == KindFilter.DEPENDS_ON_ROWS) {
                count = filter.keepByProcess(block, rows, count);
            }
            if (count > 0) {
                first.accept(Batch.of(plan.slots, source, rows, count));
            }
        }

        void some(Block block, int[] rowsOfBlock, int count, Stage first) {
            source.wrap(block);
            int left = passesWhole(block, count) ? count : filter.keep(block, rowsOfBlock, count);
            for (RowTest test : plan.rowTests) {
                left = test.keep(block, rowsOfBlock, left, context);
            }
            if (left > 0) {
                first.accept(Batch.of(plan.slots, source, rowsOfBlock, left));
            }
        }

        /** Whether the header lets all rows pass; not asked where looking at the rows is less. */
        private boolean passesWhole(Block block, int count) {
            return plan.kindConditions.isEmpty()
                    || count > block.typeEntries() && filter.passing(block) == block.count();
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
