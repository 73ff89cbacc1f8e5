package io.ringtail.dsl.engine;

import io.ringtail.dsl.vector.Batch;
import io.ringtail.dsl.vector.Vector;
import io.ringtail.ring.block.Block;
import io.ringtail.ring.payload.Field;
import io.ringtail.ring.payload.FieldReader;
import io.ringtail.ring.payload.PayloadLayout;
import io.ringtail.ring.payload.ScalarType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What of the blocks of a scan is kept, and what is to be. That goes for blocks in which the events of one type pass, all of
 * them, as the header tells. One thread, one scan or a part of it.
 */
final class KeptScan {
    /** What is kept of a type; null for fields that are not. */
    private record OfType(KeptColumns.Kept<int[]> rows, KeptColumns.@Nullable KeptField[] fields) {}

    private final KeptColumns store;
    private final long scan;
    private final KindTable kinds;
    private final KindFilter filter;
    private final List<ScanColumn.Field> fields;
    private final Map<Long, OfType> types = new HashMap<>();

    private long lookedUp = -1;
    private @Nullable OfType type;
    private int @Nullable [] rows;
    private final @Nullable Vector[] values;
    /** All rows of a block of that many: of one in which all events pass none need be kept. */
    private int[] every = {};

    /** @param fields all that the scan will be asked for */
    KeptScan(KeptColumns store, long scan, KindTable kinds, KindFilter filter, List<ScanColumn.Field> fields) {
        this.store = store;
        this.scan = scan;
        this.kinds = kinds;
        this.filter = filter;
        this.fields = fields;
        values = new @Nullable Vector[fields.size()];
    }

    /** Looks up what is kept of a block; whether that is the rows and all fields. */
    boolean find(Block block) {
        lookedUp = block.firstSequence();
        type = null;
        rows = null;
        int only = store.isOn() ? filter.onlyType(block) : KindFilter.DEPENDS_ON_ROWS;
        if (only < 0) {
            return false;
        }
        OfType found = ofType(only, block);
        if (found == null) {
            return false;
        }
        type = found;
        rows = filter.passing(block) == block.count() ? every(block.count()) : found.rows.of(block);
        boolean all = rows != null;
        for (int i = 0; i < values.length; i++) {
            KeptColumns.KeptField field = found.fields[i];
            values[i] = field == null || rows == null ? null : field.of(block);
            all &= values[i] != null;
        }
        return all;
    }

    /** The rows that pass, if they are known. */
    int @Nullable [] rows(Block block) {
        if (lookedUp != block.firstSequence()) { // not by the cursor
            find(block);
        }
        return rows;
    }

    /** Says which rows of the block pass. */
    void keepRows(Block block, int[] passing, int count) {
        OfType of = type;
        if (of != null && of.rows.isWanted() && lookedUp == block.firstSequence()) {
            int[] copy = Arrays.copyOf(passing, count);
            of.rows.keep(block, copy, (long) count * Integer.BYTES, 0);
            rows = copy;
        }
    }

    /** A field in some rows of the block; null if it is not kept. */
    @Nullable
    Vector values(ScanColumn.Field field, Block block, Batch batch) {
        OfType of = type;
        int[] all = rows;
        int place = fields.indexOf(field);
        if (of == null || all == null || place < 0 || lookedUp != block.firstSequence()) {
            return null;
        }
        Vector known = values[place];
        KeptColumns.KeptField kept = of.fields[place];
        if (known == null && kept != null) {
            known = kept.load(block, all);
            values[place] = known;
        }
        return known == null || known.size() == batch.size() ? known : known.gather(places(all, batch), batch.size());
    }

    /** Where the batch's rows, which ascend, stand among all. */
    private static int[] places(int[] all, Batch batch) {
        int[] wanted = batch.rows();
        int[] places = new int[batch.size()];
        int place = 0;
        for (int i = 0; i < places.length; i++) {
            while (all[place] != wanted[i]) {
                place++;
            }
            places[i] = place;
        }
        return places;
    }

    private int[] every(int count) {
        if (every.length != count) {
            every = new int[count];
            Arrays.setAll(every, row -> row);
        }
        return every;
    }

    /** Null if the block's sources differ in how they are read. */
    private @Nullable OfType ofType(int id, Block block) {
        OfType first = ofType(id, block.sourceEntry(0));
        for (int i = 1; i < block.sourceEntries(); i++) {
            if (!Arrays.equals(first.fields, ofType(id, block.sourceEntry(i)).fields)) {
                return null;
            }
        }
        return first;
    }

    private OfType ofType(int id, int source) {
        return types.computeIfAbsent((long) id << Integer.SIZE | source, key -> {
            int[] possible = kinds.possible(id, source);
            KeptColumns.@Nullable KeptField[] kept = new KeptColumns.@Nullable KeptField[fields.size()];
            for (int i = 0; i < kept.length; i++) {
                ScanColumn.Field field = fields.get(i);
                kept[i] = reader(field, possible)
                        .map(reader -> store.field(id, new Field(field.name(), field.type(), false), reader, scan))
                        .orElse(null);
            }
            return new OfType(store.rows(id, scan), kept);
        });
    }

    /** The one reader of a field in all kinds of events of a type, if its values are of the sort that is kept. */
    private Optional<FieldReader> reader(ScanColumn.Field field, int[] possible) {
        boolean isColumn =
                field.type() == ScalarType.STRING || field.type() == ScalarType.REAL || Vector.isBits(field.type());
        if (!isColumn || !field.contextParts().isEmpty()) {
            return Optional.empty();
        }
        Optional<FieldReader> one = Optional.empty();
        for (int kind : possible) {
            Optional<FieldReader> next = reader(field, kinds.kind(kind).layout());
            if (next.isEmpty() || one.isPresent() && !one.equals(next)) {
                return Optional.empty();
            }
            one = next;
        }
        return one;
    }

    private static Optional<FieldReader> reader(ScanColumn.Field field, PayloadLayout layout) {
        List<Field> known = layout.fields();
        for (int i = 0; i < known.size(); i++) {
            if (known.get(i).name().equals(field.name())) {
                FieldReader reader = layout.reader(i);
                // One that is made anew for each who asks would not be known again.
                boolean isLasting = reader.equals(layout.reader(i));
                return known.get(i).type() == field.type() && isLasting ? Optional.of(reader) : Optional.empty();
            }
        }
        return Optional.empty();
    }
}
