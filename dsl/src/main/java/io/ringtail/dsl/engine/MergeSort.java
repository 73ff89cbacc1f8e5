package io.ringtail.dsl.engine;

/** Sorts row numbers without boxing them; equal rows keep their order. */
record MergeSort(Order order) {
    private static final int RUN = 8;

    /** Less than 0 if row {@code a} comes before row {@code b}. */
    interface Order {
        int compare(int a, int b);
    }

    void sort(int[] rows) {
        int[] spare = rows.clone();
        sort(spare, rows, 0, rows.length);
    }

    /** Sorts what stands, the same, in both arrays, into {@code to}. */
    private void sort(int[] from, int[] to, int start, int end) {
        if (end - start <= RUN) {
            insert(to, start, end);
            return;
        }
        int middle = start + end >>> 1;
        sort(to, from, start, middle);
        sort(to, from, middle, end);
        int left = start;
        int right = middle;
        for (int i = start; i < end; i++) {
            boolean takeLeft = right >= end || left < middle && order.compare(from[left], from[right]) <= 0;
            to[i] = takeLeft ? from[left++] : from[right++];
        }
    }

    private void insert(int[] rows, int start, int end) {
        for (int i = start + 1; i < end; i++) {
            int row = rows[i];
            int at = i;
            while (at > start && order.compare(rows[at - 1], row) > 0) {
                rows[at] = rows[at - 1];
                at--;
            }
            rows[at] = row;
        }
    }
}
