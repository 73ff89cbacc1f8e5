package io.ringtail.dsl.engine;

import io.ringtail.dsl.value.Values;
import io.ringtail.dsl.vector.Batch;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.dsl.vector.Slots;
import io.ringtail.dsl.vector.Vector;
import io.ringtail.dsl.vector.VectorBuilder;
import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.event.Guids;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.EventContext;
import io.ringtail.ring.payload.Field;
import io.ringtail.ring.payload.FieldReader;
import io.ringtail.ring.payload.PayloadLayout;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final Cell cell = new Cell();
    private final Map<HeaderColumn, KindMemo> headerMemos = new HashMap<>();
    private final IdentityHashMap<Expr.PerKind, KindMemo> memos = new IdentityHashMap<>();
    private final Map<ScanColumn.Field, List<Optional<Access>>> accesses = new HashMap<>();
    private Block block = new Block();
    private @Nullable Batch kindsOf;
    private int[] kindCodes = {};

    BlockSource(Slots slots, Map<Integer, ScanColumn> columns, KindTable kinds, EventContext context) {
        this.slots = slots;
        this.columns = columns;
        this.kinds = kinds;
        this.context = context;
    }

    /** How a field is read out of one kind of event. */
    private record Access(FieldReader reader, ScalarType type) {}

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
        return switch (column) {
            case null -> throw new IllegalStateException("the scan has no slot " + slot);
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
        int[] codes = kindCodes(batch);
        int[] rows = batch.rows();
        List<Optional<Access>> known = accesses.computeIfAbsent(field, f -> new ArrayList<>());
        while (known.size() < kinds.size()) {
            known.add(access(kinds.kind(known.size()).layout(), field));
        }
        VectorBuilder builder = new VectorBuilder(field.type(), batch.size());
        for (int i = 0; i < batch.size(); i++) {
            Access access = known.get(codes[i]).orElse(null);
            if (access == null) {
                builder.addNull();
            } else {
                read(access, rows[i], builder);
            }
        }
        return builder.build();
    }

    private Optional<Access> access(PayloadLayout layout, ScanColumn.Field field) {
        List<Field> fields = layout.fields();
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(field.name())) {
                return Optional.of(
                        new Access(layout.reader(i, context), fields.get(i).type()));
            }
        }
        return Optional.empty();
    }

    private void read(Access access, int row, VectorBuilder into) {
        view.wrap(block, row);
        int offset = access.reader.constantOffset();
        if (offset >= 0 && access.type == into.type() && Vector.isBits(access.type)) {
            readConstant(access.reader, offset, into);
            return;
        }
        cell.setNull();
        access.reader.read(view, cell);
        if (cell.isNull()) {
            into.addNull();
        } else if (access.type == into.type() && Vector.isBits(access.type)) {
            into.addBits(cell.bits());
        } else if (access.type == into.type() && access.type == ScalarType.REAL) {
            into.addReal(cell.real());
        } else {
            into.add(Values.cast(cell.value(access.type), into.type()));
        }
    }

    private void readConstant(FieldReader reader, int offset, VectorBuilder into) {
        int width = reader.constantWidth();
        if (offset + Math.abs(width) > view.payloadBytes()) {
            into.addNull();
            return;
        }
        into.addBits(
                switch (width) {
                    case 1 -> Byte.toUnsignedLong(view.getByte(offset));
                    case -1 -> view.getByte(offset);
                    case 2 -> Short.toUnsignedLong(view.getShort(offset));
                    case -2 -> view.getShort(offset);
                    case 4 -> Integer.toUnsignedLong(view.getInt(offset));
                    case -4 -> view.getInt(offset);
                    default -> view.getLong(offset);
                });
    }
}
