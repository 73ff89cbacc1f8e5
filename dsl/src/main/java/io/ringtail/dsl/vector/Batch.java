package io.ringtail.dsl.vector;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Some rows on their way through a query. A column is loaded or computed when it is first asked for, for these rows
 * alone. Valid only while it is being handed on: whoever keeps values copies vectors, which stay.
 *
 * <p><b>Threads:</b> one.
 */
public final class Batch {
    /** Loads the columns that stand in a block; {@code rows} of the batch say which rows are wanted. */
    public interface Source {
        Vector load(int slot, Batch batch);
    }

    private static final int[] NO_ROWS = {};

    private final Slots slots;
    private final @Nullable Source source;
    private final int[] rows;
    private final int size;
    private final @Nullable Vector[] loaded;

    private Batch(Slots slots, @Nullable Source source, int[] rows, int size, @Nullable Vector[] loaded) {
        this.slots = slots;
        this.source = source;
        this.rows = rows;
        this.size = size;
        this.loaded = loaded;
    }

    /** @param rows row numbers as the source counts them; may be longer than {@code size} */
    public static Batch of(Slots slots, Source source, int[] rows, int size) {
        return new Batch(slots, source, rows, size, new @Nullable Vector[slots.count()]);
    }

    public static Batch of(Slots slots, Map<Integer, Vector> columns, int size) {
        @Nullable Vector[] loaded = new @Nullable Vector[slots.count()];
        columns.forEach((slot, vector) -> loaded[slot] = vector);
        return new Batch(slots, null, NO_ROWS, size, loaded);
    }

    public int size() {
        return size;
    }

    /** Which rows of the source's block these are. */
    public int[] rows() {
        return rows;
    }

    public @Nullable Source source() {
        return source;
    }

    public Vector vector(int slot) {
        Vector known = loaded[slot];
        if (known == null) {
            known = fill(slot);
            loaded[slot] = known;
        }
        return known;
    }

    private Vector fill(int slot) {
        var definition = slots.definition(slot);
        if (definition.isPresent()) {
            return definition.get().evaluate(this);
        }
        if (source == null) {
            throw new IllegalStateException("nothing fills slot " + slot);
        }
        return source.load(slot, this);
    }

    /** The same rows with more columns. */
    public Batch with(Map<Integer, Vector> columns) {
        @Nullable Vector[] more = loaded.clone();
        columns.forEach((slot, vector) -> more[slot] = vector);
        return new Batch(slots, source, rows, size, more);
    }

    /** The rows at these places of this batch, ascending. */
    public Batch select(int[] places, int count) {
        @Nullable Vector[] selected = new @Nullable Vector[loaded.length];
        for (int slot = 0; slot < loaded.length; slot++) {
            Vector vector = loaded[slot];
            selected[slot] = vector == null ? null : vector.gather(places, count);
        }
        int[] selectedRows = NO_ROWS;
        if (source != null) {
            selectedRows = new int[count];
            for (int i = 0; i < count; i++) {
                selectedRows[i] = rows[places[i]];
            }
        }
        return new Batch(slots, source, selectedRows, count, selected);
    }

    /** The rows for which a bool vector is true. */
    public Batch where(Vector predicate) {
        int[] places = new int[size];
        int count = 0;
        for (int row = 0; row < size; row++) {
            places[count] = row;
            count += predicate.bits(row) != 0 && !predicate.isNull(row) ? 1 : 0;
        }
        return count == size ? this : select(places, count);
    }

    /** The first rows. */
    public Batch first(int count) {
        if (count >= size) {
            return this;
        }
        int[] places = new int[count];
        for (int i = 0; i < count; i++) {
            places[i] = i;
        }
        return select(places, count);
    }
}
