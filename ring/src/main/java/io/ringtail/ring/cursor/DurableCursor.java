package io.ringtail.ring.cursor;

import io.ringtail.ring.journal.Durable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * A named place in a journal with the state that was folded up to there. A reader resumes at {@link #position} with
 * {@link #state}, reads on, and saves both together from time to time: whenever it ends, each event is in the state of the
 * next run exactly once, for what was folded since the last {@link #save} is folded again onto the state of then.
 *
 * <p><b>Threads:</b> one. <b>Failure:</b> when {@code save} returns, the snapshot is there even after the power was cut;
 * if it throws, the one before is.
 */
public final class DurableCursor implements AutoCloseable {
    private static final byte[] NO_STATE = {};

    private final String name;
    private final SnapshotFile file;
    private final CursorLock lock;
    private final InstantSource clock;
    private Snapshot snapshot;
    private boolean closed;

    private DurableCursor(String name, SnapshotFile file, CursorLock lock, InstantSource clock, Snapshot snapshot) {
        this.name = name;
        this.file = file;
        this.lock = lock;
        this.clock = clock;
        this.snapshot = snapshot;
    }

    static DurableCursor open(Path folder, String name, InstantSource clock) throws IOException {
        Durable.createPrivateFolders(folder);
        CursorLock lock = CursorLock.take(folder, name);
        try {
            return open(new SnapshotFile(folder, name), lock, clock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static DurableCursor open(SnapshotFile file, CursorLock lock, InstantSource clock) throws IOException {
        boolean known = file.exists();
        Snapshot start = new Snapshot(0, clock.instant(), NO_STATE);
        Snapshot last = known
                ? file.read()
                        .orElseThrow(() -> new IOException("of the cursor '" + file.name()
                                + "' no snapshot is whole any more; start it over with 'ringtail journal cursors reset "
                                + file.name() + "'"))
                : start;
        if (!known) {
            file.write(start); // from now on what it has not read is kept
        }
        return new DurableCursor(file.name(), file, lock, clock, last);
    }

    public String name() {
        return name;
    }

    /** The next sequence to read, over both lanes. */
    public long position() {
        return snapshot.position();
    }

    /** What was stored with the position; empty of a cursor that was never saved. */
    public byte[] state() {
        return snapshot.state().clone();
    }

    /** Stores both as one. */
    public void save(long position, byte[] state) throws IOException {
        if (closed) {
            throw new IllegalStateException("the cursor '" + name + "' is closed");
        }
        Snapshot next = new Snapshot(position, clock.instant(), state.clone());
        file.write(next);
        snapshot = next;
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            lock.close();
        }
    }
}
