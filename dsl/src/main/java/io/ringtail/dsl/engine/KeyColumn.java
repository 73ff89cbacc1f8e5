package io.ringtail.dsl.engine;

import io.ringtail.dsl.vector.Vector;
import io.ringtail.dsl.vector.VectorBuilder;
import io.ringtail.ring.payload.ScalarType;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One column of a grouping key: numbers its different values from 0, in the order in which they first come. */
final class KeyColumn {
    private static final int UNKNOWN = -1;
    /** Ids of processors, processes and threads are below it, as a rule; their codes take 512 KiB at most. */
    private static final int SMALL_NUMBERS = 1 << 17;

    private final ScalarType type;
    private final LongIds numbers = new LongIds();
    private int[] codeOfNumber = new int[16];
    /** Code + 1 by small number, as far as such have come; 0 for those that have not. */
    private int[] codeOfSmall = {};

    private final Map<Object, Integer> objects = new HashMap<>();
    private final VectorBuilder values;
    private int nullCode = UNKNOWN;
    private @Nullable Object @Nullable [] dictionary;
    private int[] codeOfEntry = {};

    KeyColumn(ScalarType type) {
        this.type = type;
        values = new VectorBuilder(type, 16);
    }

    /** The values, by code. */
    VectorBuilder values() {
        return values;
    }

    void encode(Vector column, int[] into, int size) {
        int[] codes = column.codes();
        if (Vector.isBits(type)) {
            encodeBits(column, into, size);
        } else if (type == ScalarType.REAL) {
            encodeReals(column, into, size);
        } else if (codes != null) {
            encodeEntries(column, codes, into, size);
        } else {
            for (int row = 0; row < size; row++) {
                into[row] = ofObject(column.object(row));
            }
        }
    }

    /** The numbers of values that may not be there; -1 for those that are not. */
    void find(Vector column, int[] into, int size) {
        for (int row = 0; row < size; row++) {
            into[row] = column.isNull(row) ? nullCode : find(column, row);
        }
    }

    private int find(Vector column, int row) {
        if (Vector.isBits(type) || type == ScalarType.REAL) {
            long key = type == ScalarType.REAL ? Double.doubleToLongBits(column.real(row) + 0.0) : column.bits(row);
            int id = numbers.find(key);
            return id < 0 ? UNKNOWN : codeOfNumber[id];
        }
        Object value = column.object(row);
        Integer code = objects.get(value instanceof BigDecimal decimal ? canonical(decimal) : value);
        return code == null ? UNKNOWN : code;
    }

    private void encodeBits(Vector column, int[] into, int size) {
        boolean mayBeNull = column.mayBeNull();
        for (int row = 0; row < size; row++) {
            into[row] = mayBeNull && column.isNull(row) ? ofNull() : ofNumber(column.bits(row), column, row);
        }
    }

    private void encodeReals(Vector column, int[] into, int size) {
        for (int row = 0; row < size; row++) {
            into[row] = column.isNull(row)
                    ? ofNull()
                    : ofNumber(Double.doubleToLongBits(column.real(row) + 0.0), column, row);
        }
    }

    /** Each entry of the dictionary is looked up once; scans use the same dictionary for all their batches. */
    @SuppressWarnings("ReferenceEquality") // the same array is the same dictionary, and that is all that matters here
    private void encodeEntries(Vector column, int[] codes, int[] into, int size) {
        if (dictionary != column.dictionary()) {
            dictionary = column.dictionary();
            codeOfEntry = new int[column.dictionary().length];
            Arrays.fill(codeOfEntry, UNKNOWN);
        }
        for (int row = 0; row < size; row++) {
            int entry = codes[row];
            if (codeOfEntry[entry] == UNKNOWN) {
                codeOfEntry[entry] = ofObject(column.dictionary()[entry]);
            }
            into[row] = codeOfEntry[entry];
        }
    }

    private int ofNumber(long key, Vector column, int row) {
        return key >= 0 && key < SMALL_NUMBERS ? ofSmall((int) key, column, row) : ofAny(key, column, row);
    }

    private int ofSmall(int key, Vector column, int row) {
        if (key >= codeOfSmall.length) {
            codeOfSmall = Arrays.copyOf(codeOfSmall, Math.max(64, 2 * Integer.highestOneBit(key)));
        }
        if (codeOfSmall[key] == 0) {
            codeOfSmall[key] = ofAny(key, column, row) + 1;
        }
        return codeOfSmall[key] - 1;
    }

    private int ofAny(long key, Vector column, int row) {
        int known = numbers.size();
        int id = numbers.idOf(key);
        if (id == known) {
            if (id == codeOfNumber.length) {
                codeOfNumber = Arrays.copyOf(codeOfNumber, 2 * id);
            }
            codeOfNumber[id] = values.size();
            values.add(column, row);
        }
        return codeOfNumber[id];
    }

    private int ofObject(@Nullable Object value) {
        if (value == null) {
            return ofNull();
        }
        Object key = value instanceof BigDecimal decimal ? canonical(decimal) : value;
        Integer known = objects.get(key);
        if (known != null) {
            return known;
        }
        objects.put(key, values.size());
        values.addObject(value);
        return values.size() - 1;
    }

    /** Equal numbers are one key, also where a field is a decimal in some events and a long in others. */
    private static Object canonical(BigDecimal decimal) {
        BigDecimal stripped = decimal.stripTrailingZeros();
        boolean isLong = stripped.scale() <= 0
                && stripped.precision() - stripped.scale() <= 19 // no long has more digits, and not all of 19 are one
                && stripped.toBigInteger().bitLength() < Long.SIZE;
        return isLong ? (Object) stripped.longValueExact() : stripped;
    }

    private int ofNull() {
        if (nullCode == UNKNOWN) {
            nullCode = values.size();
            values.addNull();
        }
        return nullCode;
    }
}
