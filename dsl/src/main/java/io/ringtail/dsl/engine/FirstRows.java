package io.ringtail.dsl.engine;

import java.util.Arrays;

/** The first so many of the rows that are offered, by an order in which no two rows are equal. One thread. */
final class FirstRows {
    private final MergeSort.Order order;
    /** A heap: no row comes before those below it, so that the last of all stands on top. */
    private final int[] rows;

    private int size;

    /** @param most at least 1 */
    FirstRows(int most, MergeSort.Order order) {
        this.order = order;
        rows = new int[most];
    }

    void offer(int row) {
        if (size < rows.length) {
            rise(row);
        } else if (order.compare(row, rows[0]) < 0) {
            sink(row);
        }
    }

    /** The rows that are left, by their numbers. */
    int[] ascending() {
        int[] left = Arrays.copyOf(rows, size);
        Arrays.sort(left);
        return left;
    }

    private void rise(int row) {
        int at = size++;
        while (at > 0 && order.compare(rows[at - 1 >>> 1], row) < 0) {
            rows[at] = rows[at - 1 >>> 1];
            at = at - 1 >>> 1;
        }
        rows[at] = row;
    }

    /** Puts a row in the place of the top one. */
    private void sink(int row) {
        int at = 0;
        while (2 * at + 1 < size) {
            int below = 2 * at + 1;
            if (below + 1 < size && order.compare(rows[below], rows[below + 1]) < 0) {
                below++;
            }
            if (order.compare(row, rows[below]) >= 0) {
                break;
            }
            rows[at] = rows[below];
            at = below;
        }
        rows[at] = row;
    }
}
