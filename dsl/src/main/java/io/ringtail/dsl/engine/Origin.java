package io.ringtail.dsl.engine;

import java.io.IOException;
import java.util.List;

/** Where rows come from. Immutable: it can be run again and again. */
public interface Origin {
    /** Pushes all rows into a stage, until the stage has enough; does not finish the stage. */
    void run(Stage first, RunContext context) throws IOException;

    /**
     * Origins that together have the rows of this one, in this order, and that different threads can run; this one alone
     * if it cannot be parted or has too little for that.
     */
    default List<Origin> parts(int most, RunContext context) throws IOException {
        return List.of(this);
    }
}
