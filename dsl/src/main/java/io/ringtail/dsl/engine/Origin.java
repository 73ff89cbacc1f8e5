package io.ringtail.dsl.engine;

import java.io.IOException;

/** Where rows come from. Immutable: it can be run again and again. */
public interface Origin {
    /** Pushes all rows into a stage, until the stage has enough; does not finish the stage. */
    void run(Stage first, RunContext context) throws IOException;
}
