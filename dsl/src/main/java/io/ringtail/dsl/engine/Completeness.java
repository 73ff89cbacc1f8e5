package io.ringtail.dsl.engine;

/** What a run finds out about its own result. One thread. */
public final class Completeness {
    private long late;
    private boolean partial;

    /** An event came after what it would have changed was settled. */
    void addLate() {
        late++;
    }

    /** Something was not settled when the recording ended. */
    void leaveOpen() {
        partial = true;
    }

    public long late() {
        return late;
    }

    public boolean isPartial() {
        return partial;
    }
}
