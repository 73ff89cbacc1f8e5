package io.ringtail.dsl.engine;

import io.ringtail.dsl.vector.Batch;

/** Passes everything on, and ends the run when it is to stop. */
record Guard(Stage stage, Stop stop) implements Stage {
    @Override
    public void accept(Batch batch) {
        stop.check();
        stage.accept(batch);
    }

    @Override
    public boolean isDone() {
        stop.check();
        return stage.isDone();
    }

    @Override
    public void finish() {
        stage.finish();
    }
}
