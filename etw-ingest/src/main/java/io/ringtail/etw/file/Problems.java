package io.ringtail.etw.file;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;

/**
 * The problems of one trace: the first {@value #MAX_LISTED} in full, the rest as a number. Buffers are read more than
 * once, by several cursors; what a buffer's first reading says is kept and not repeated.
 *
 * <p><b>Threads:</b> any.
 */
public final class Problems {
    /** So that a file of nothing but damage cannot fill the memory. */
    public static final int MAX_LISTED = 1000;

    /** Hears of damage inside one buffer's data. */
    interface Listener {
        void damaged(int at, String what);
    }

    private static final Listener DEAF = (at, what) -> {};

    private final String file;
    private final List<Problem> listed = new ArrayList<>();
    private final BitSet readBuffers = new BitSet();
    private long count;

    Problems(String file) {
        this.file = file;
    }

    /** The problems found by now, in the order in which they were found. */
    public synchronized List<Problem> listed() {
        return List.copyOf(listed);
    }

    /** All problems, listed or not. */
    public synchronized long count() {
        return count;
    }

    synchronized void add(long offset, int buffer, OptionalInt at, String what) {
        count++;
        if (listed.size() < MAX_LISTED) {
            listed.add(new Problem(file, offset, buffer, at, what));
        }
    }

    /** A problem of the file as a whole. */
    public void addToFile(String what) {
        add(0, 0, OptionalInt.empty(), what);
    }

    /** Whoever is about to read a buffer's data tells its problems here. */
    synchronized Listener listener(long offset, int buffer) {
        if (readBuffers.get(buffer)) {
            return DEAF;
        }
        readBuffers.set(buffer);
        return (at, what) -> add(offset, buffer, at < 0 ? OptionalInt.empty() : OptionalInt.of(at), what);
    }
}
