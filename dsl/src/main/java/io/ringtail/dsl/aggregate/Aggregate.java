package io.ringtail.dsl.aggregate;

import io.ringtail.dsl.vector.Vector;

/**
 * The state of one aggregate for all groups. Groups are numbered from 0, densely, as they appear.
 *
 * <p><b>Threads:</b> one; two threads that scan different blocks have a state each and {@link #merge} them.
 */
public interface Aggregate {
    /**
     * Takes rows in.
     *
     * @param groups each row's group
     * @param groupCount how many groups there are by now
     */
    void add(int[] groups, Vector[] arguments, int size, int groupCount);

    /**
     * Takes the state of a later part of the rows in.
     *
     * @param groupOf which group here each group there is
     */
    void merge(Aggregate later, int[] groupOf, int groupCount);

    /** Whether merging gives the same, to the last bit, as taking all rows in one after the other. */
    default boolean mergesExactly() {
        return true;
    }

    /** What it keeps by now besides a few numbers per group, roughly; the query's memory limit counts it. */
    default long memoryBytes() {
        return 0;
    }

    /** One value per group; nearly all aggregates have one column, numbered 0. */
    Vector result(int column, int groupCount);
}
