package io.ringtail.dsl.engine;

import io.ringtail.dsl.value.Values;
import io.ringtail.dsl.vector.Vector;
import io.ringtail.dsl.vector.VectorBuilder;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ScalarType;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The functions that know the rows before, each with its arguments in the order in which the query has them. */
public enum WindowFunction {
    /** {@code (first, restart)}. */
    ROW_NUMBER,
    /** {@code (term, restart)}. */
    ROW_CUMSUM,
    /** {@code (term, restart)}. */
    ROW_RANK_MIN,
    /** {@code (term, restart)}. */
    ROW_RANK_DENSE,
    /** {@code (time, most from the first, most between two, restart)}. */
    ROW_WINDOW_SESSION,
    /** {@code (value, offset, value where there is no such row)}. */
    PREV;

    /** What is known of the rows so far. One thread. */
    interface State {
        /** The results for rows that follow those before. */
        Vector next(Vector[] arguments, int size);
    }

    State start(ScalarType type) {
        return switch (this) {
            case ROW_NUMBER -> new RowNumber();
            case ROW_CUMSUM -> new Sum(type);
            case ROW_RANK_MIN -> new Rank(false);
            case ROW_RANK_DENSE -> new Rank(true);
            case ROW_WINDOW_SESSION -> new Session();
            case PREV -> new Previous(type);
        };
    }

    private static boolean isTrue(Vector condition, int row) {
        return !condition.isNull(row) && condition.bits(row) != 0;
    }

    private static final class RowNumber implements State {
        private long rows;

        @Override
        public Vector next(Vector[] arguments, int size) {
            long[] numbers = new long[size];
            for (int row = 0; row < size; row++) {
                rows = isTrue(arguments[1], row) ? 0 : rows;
                numbers[row] = arguments[0].bits(row) + rows++;
            }
            return Vector.ofBits(ScalarType.LONG, numbers, null, size);
        }
    }

    /** A null adds nothing. */
    private static final class Sum implements State {
        private final ScalarType type;
        private long whole;
        private double real;
        private BigDecimal decimal = BigDecimal.ZERO;

        Sum(ScalarType type) {
            this.type = type;
        }

        @Override
        public Vector next(Vector[] arguments, int size) {
            VectorBuilder sums = new VectorBuilder(type, size);
            for (int row = 0; row < size; row++) {
                if (isTrue(arguments[1], row)) {
                    whole = 0;
                    real = 0;
                    decimal = BigDecimal.ZERO;
                }
                add(arguments[0], row);
                sums.add(sum());
            }
            return sums.build();
        }

        private void add(Vector term, int row) {
            if (term.isNull(row)) {
                return;
            }
            if (type == ScalarType.REAL) {
                real += term.real(row);
            } else if (type == ScalarType.DECIMAL) {
                decimal = decimal.add((BigDecimal) Objects.requireNonNull(term.object(row)));
            } else {
                whole += term.bits(row);
            }
        }

        private Object sum() {
            return switch (type) {
                case REAL -> real;
                case DECIMAL -> decimal;
                case TIMESPAN -> new Cell.Timespan(whole);
                case INT -> (long) (int) whole;
                default -> whole;
            };
        }
    }

    private static final class Rank implements State {
        private final boolean dense;
        private long rank;
        private long rows;
        private @Nullable Object last;

        Rank(boolean dense) {
            this.dense = dense;
        }

        @Override
        public Vector next(Vector[] arguments, int size) {
            long[] ranks = new long[size];
            for (int row = 0; row < size; row++) {
                Object term = arguments[0].value(row);
                boolean restart = rows == 0 || isTrue(arguments[1], row);
                rows = restart ? 1 : rows + 1;
                if (restart) {
                    rank = 1;
                } else if (!same(term, last)) {
                    rank = dense ? rank + 1 : rows;
                }
                last = term;
                ranks[row] = rank;
            }
            return Vector.ofBits(ScalarType.LONG, ranks, null, size);
        }

        private static boolean same(@Nullable Object one, @Nullable Object other) {
            return one == null || other == null ? one == null && other == null : Values.areEqual(one, other);
        }
    }

    private static final class Session implements State {
        private boolean open;
        private long first;
        private long last;

        @Override
        public Vector next(Vector[] arguments, int size) {
            VectorBuilder starts = new VectorBuilder(ScalarType.DATETIME, size);
            for (int row = 0; row < size; row++) {
                if (arguments[0].isNull(row)) {
                    open = false;
                    starts.addNull();
                    continue;
                }
                long time = arguments[0].bits(row);
                if (!open
                        || time - first >= arguments[1].bits(row)
                        || time - last >= arguments[2].bits(row)
                        || isTrue(arguments[3], row)) {
                    first = time;
                }
                open = true;
                last = time;
                starts.addBits(first);
            }
            return starts.build();
        }
    }

    private static final class Previous implements State {
        private final ScalarType type;
        private @Nullable Object[] ring = {};
        private long rows;

        Previous(ScalarType type) {
            this.type = type;
        }

        @Override
        public Vector next(Vector[] arguments, int size) {
            VectorBuilder values = new VectorBuilder(type, size);
            for (int row = 0; row < size; row++) {
                int offset = (int) arguments[1].bits(row);
                if (ring.length == 0) {
                    ring = new @Nullable Object[offset + 1];
                }
                ring[(int) (rows % ring.length)] = arguments[0].value(row);
                Object value = rows < offset ? arguments[2].value(row) : ring[(int) ((rows - offset) % ring.length)];
                values.add(value);
                rows++;
            }
            return values.build();
        }
    }
}
