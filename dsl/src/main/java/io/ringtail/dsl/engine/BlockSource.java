package io.ringtail.dsl.engine;

import io.ringtail.dsl.vector.Batch;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.dsl.vector.Slots;
import io.ringtail.dsl.vector.Vector;
import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.event.Guids;
import io.ringtail.ring.payload.EventContext;
import io.ringtail.ring.payload.PayloadLayout;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/** Fills columns from the block under the cursor, for the rows that are asked for. One thread, one scan. */
final class BlockSource implements Expr.KindSource {
    private final Slots slots;
    private final Map<Integer, ScanColumn> columns;
    private final KindTable kinds;
    private final EventContext context;
    private final EventView view = new EventView();
    private final Map<HeaderColumn, KindMemo> headerMemos = new HashMap<>();
    private final IdentityHashMap<Expr.PerKind, KindMemo> memos = new IdentityHashMap<>();
    private final Map<ScanColumn.Field, FieldSource> fields = new HashMap<>();
    private Block block = new Block();
    private @Nullable Batch kindsOf;
    private int[] kindCodes = {};
    private @Nullable KeptScan kept;

    BlockSource(Slots slots, Map<Integer, ScanColumn> columns, KindTable kinds, EventContext context) {
        this.slots = slots;
        this.columns = columns;
        this.kinds = kinds;
        this.context = context;
    }

    /** Takes from here what is kept. */
    void keeping(KeptScan columns) {
        kept = columns;
    }

    void wrap(Block newBlock) {
        block = newBlock;
        kindsOf = null;
    }

    /** The block whose rows are on their way. */
    Block block() {
        return block;
    }

    @Override
    public Vector load(int slot, Batch batch) {
        ScanColumn column = columns.get(slot);
        if (column == null) {
            throw new IllegalStateException("the scan has no slot " + slot);
        }
        return load(column, batch);
    }

    Vector load(ScanColumn column, Batch batch) {
        return switch (column) {
            case ScanColumn.Header header -> header(header.column(), batch);
            case ScanColumn.Field field -> field(field, batch);
        };
    }

    @Override
    public Vector perKind(Expr.PerKind expression, Batch batch) {
        int[] codes = kindCodes(batch);
        return memo(expression).lookup(codes, batch.size());
    }

    /** Whether a condition holds for all events of a kind. */
    boolean holds(Expr.PerKind condition, int kind) {
        return memo(condition).isTrue(kind);
    }

    int[] kindCodes(Batch batch) {
        if (kindsOf != batch) {
            kindCodes = new int[batch.size()];
            kinds.kinds(block, batch.rows(), batch.size(), kindCodes);
            kindsOf = batch;
        }
        return kindCodes;
    }

    private KindMemo memo(Expr.PerKind expression) {
        KindMemo memo = memos.computeIfAbsent(expression, e -> new KindMemo(e.type()));
        if (memo.size() < kinds.size()) {
            memo.addAll(expression.body().evaluate(kindBatch(memo.size())));
        }
        return memo;
    }

    /** The kinds from this one on as rows, for computing what depends on the kind alone. */
    private Batch kindBatch(int from) {
        int count = kinds.size() - from;
        int[] ids = new int[count];
        for (int i = 0; i < count; i++) {
            ids[i] = from + i;
        }
        return Batch.of(slots, (slot, batch) -> kindValues(slot, batch.rows(), batch.size()), ids, count);
    }

    private Vector kindValues(int slot, int[] ids, int count) {
        if (!(columns.get(slot) instanceof ScanColumn.Header header)) {
            throw new IllegalStateException("slot " + slot + " differs from event to event");
        }
        @Nullable Object[] values = new @Nullable Object[count];
        for (int i = 0; i < count; i++) {
            values[i] = kinds.kind(ids[i]).value(header.column());
        }
        return Vector.ofValues(header.type(), values, count);
    }

    private Vector header(HeaderColumn column, Batch batch) {
        return switch (column) {
            case TIMESTAMP -> bits(column, batch, block::timeTicks);
            case SEQUENCE -> bits(column, batch, block::sequence);
            case PROCESS_ID -> ids(column, batch, context::processIds);
            case THREAD_ID -> ids(column, batch, context::threadIds);
            case CPU -> bits(column, batch, block::cpu);
            case PARENT_PROCESS_ID -> ids(column, batch, this::parentIds);
            case PROCESS_NAME ->
                texts(column, batch, row -> context.process(block, row).name());
            case COMMAND_LINE ->
                texts(column, batch, row -> context.process(block, row).commandLine());
            case THREAD_NAME -> texts(column, batch, row -> context.threadName(block, row));
            case PAYLOAD_SIZE -> bits(column, batch, block::payloadBytes);
            case ACTIVITY_ID -> objects(column, batch, event -> guid(event.activityId()));
            case RELATED_ACTIVITY_ID -> objects(column, batch, event -> guid(event.relatedActivityId()));
            case STACK -> objects(column, batch, context::stack);
            case MESSAGE -> perLayout(column, batch, PayloadLayout::message);
            case DECODE_PROBLEM -> perLayout(column, batch, PayloadLayout::problem);
            case PAYLOAD -> perLayout(column, batch, PayloadLayout::payload);
            default -> headerMemo(column, batch);
        };
    }

    private Vector headerMemo(HeaderColumn column, Batch batch) {
        int[] codes = kindCodes(batch);
        KindMemo memo = headerMemos.computeIfAbsent(column, c -> new KindMemo(c.type()));
        int known = memo.size();
        if (known < kinds.size()) {
            @Nullable Object[] values = new @Nullable Object[kinds.size() - known];
            for (int i = 0; i < values.length; i++) {
                values[i] = kinds.kind(known + i).value(column);
            }
            memo.addAll(Vector.ofValues(column.type(), values, values.length));
        }
        return memo.lookup(codes, batch.size());
    }

    private static Vector bits(HeaderColumn column, Batch batch, IntToLongFunction load) {
        int[] rows = batch.rows();
        long[] values = new long[batch.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = load.applyAsLong(rows[i]);
        }
        return Vector.ofBits(column.type(), values, null, values.length);
    }

    /** Finds an id for each of so many rows. */
    private interface Ids {
        void load(Block block, int[] rows, int count, int[] into);
    }

    private void parentIds(Block of, int[] rows, int count, int[] into) {
        for (int i = 0; i < count; i++) {
            into[i] = context.process(of, rows[i]).parentId();
        }
    }

    /** Process and thread ids: unsigned, -1 unknown. */
    private Vector ids(HeaderColumn column, Batch batch, Ids load) {
        int[] ids = new int[batch.size()];
        load.load(block, batch.rows(), ids.length, ids);
        long[] values = new long[ids.length];
        boolean[] nulls = null;
        for (int i = 0; i < values.length; i++) {
            int id = ids[i];
            values[i] = Integer.toUnsignedLong(id);
            if (id == -1) {
                nulls = nulls == null ? new boolean[values.length] : nulls;
                nulls[i] = true;
            }
        }
        return Vector.ofBits(column.type(), values, nulls, values.length);
    }

    private static Vector texts(HeaderColumn column, Batch batch, IntFunction<String> load) {
        int[] rows = batch.rows();
        @Nullable Object[] values = new @Nullable Object[batch.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = load.apply(rows[i]);
        }
        return Vector.ofObjects(column.type(), values, values.length);
    }

    private Vector objects(HeaderColumn column, Batch batch, Function<EventView, @Nullable Object> load) {
        int[] rows = batch.rows();
        @Nullable Object[] values = new @Nullable Object[batch.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = load.apply(view.wrap(block, rows[i]));
        }
        return Vector.ofObjects(column.type(), values, values.length);
    }

    private static @Nullable UUID guid(@Nullable UUID id) {
        return Guids.ZERO.equals(id) ? null : id;
    }

    private interface LayoutValue {
        Object of(PayloadLayout layout, EventView event);
    }

    private Vector perLayout(HeaderColumn column, Batch batch, LayoutValue value) {
        int[] codes = kindCodes(batch);
        int[] rows = batch.rows();
        @Nullable Object[] values = new @Nullable Object[batch.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value.of(kinds.kind(codes[i]).layout(), view.wrap(block, rows[i]));
        }
        return Vector.ofObjects(column.type(), values, values.length);
    }

    private Vector field(ScanColumn.Field field, Batch batch) {
        KeptScan columns = kept;
        Vector known = columns == null ? null : columns.values(field, block, batch);
        return known != null ? known : read(field, batch);
    }

    private Vector read(ScanColumn.Field field, Batch batch) {
        return fields.computeIfAbsent(field, f -> new FieldSource(f.name(), f.type(), kinds, context))
                .load(block, batch.rows(), kindCodes(batch), batch.size());
    }
}
