package io.ringtail.ring.bus;

import io.ringtail.ring.journal.StorageOptions;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Does for a bus what is due from time to time, beside the journaler: brings what was committed to the disk, and deletes
 * what need not be kept. There is no thread if nothing is due.
 *
 * <p><b>Threads:</b> one of its own; closed by any. <b>Failure:</b> handed to {@code failed}, and the task ends.
 */
final class Housekeeper implements AutoCloseable {
    /** A task of the housekeeper's. */
    @FunctionalInterface
    interface Task {
        void run() throws Exception;
    }

    /** Hears that a task failed. */
    @FunctionalInterface
    interface Failed {
        void with(Throwable cause);
    }

    /** Files are complete every few minutes, and a disk fills within seconds: a look at the lanes costs little. */
    private static final Duration RETENTION_INTERVAL = Duration.ofSeconds(1);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "ringtail-housekeeper");
        made.setDaemon(true);
        return made;
    });
    private final Failed failed;

    private Housekeeper(Failed failed) {
        this.failed = failed;
    }

    static Housekeeper start(StorageOptions storage, Task sync, Task retain, Failed failed) {
        Housekeeper housekeeper = new Housekeeper(failed);
        if (storage.syncInterval().isPositive()) {
            housekeeper.repeat(storage.syncInterval(), sync);
        }
        if (!storage.retention().isEmpty()) {
            housekeeper.repeat(RETENTION_INTERVAL, retain);
        }
        return housekeeper;
    }

    /** Returns when no task runs any more. */
    @Override
    public void close() {
        thread.close();
    }

    private void repeat(Duration interval, Task task) {
        long nanos = interval.toNanos();
        var unused = thread.scheduleWithFixedDelay(() -> run(task), nanos, nanos, TimeUnit.NANOSECONDS);
    }

    private void run(Task task) {
        try {
            task.run();
        } catch (Throwable e) { // whatever it is, nobody would hear of it otherwise
            failed.with(e);
            throw new IllegalStateException("the housekeeper's task failed", e);
        }
    }
}
