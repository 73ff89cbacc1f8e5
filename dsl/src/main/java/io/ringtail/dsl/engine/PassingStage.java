package io.ringtail.dsl.engine;

/** A stage that keeps nothing back: it is done, and ends, when the next one is and does. */
abstract class PassingStage implements Stage {
    private final Stage next;

    PassingStage(Stage next) {
        this.next = next;
    }

    @Override
    public final boolean isDone() {
        return next.isDone();
    }

    @Override
    public final void finish() {
        next.finish();
    }
}
