package io.ringtail.app.terminal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a command that goes on until it is told to stop (Ctrl-C, SIGTERM) in order and with its own exit status. The JVM ends
 * by itself after a signal, with 130; so its last act is made to be the command's. <b>Threads:</b> {@link #isAsked} any.
 */
public final class Interrupt implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 10;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook;
    private volatile boolean asked;
    private volatile ExitStatus status = ExitStatus.DONE;

    private Interrupt(Console console) {
        hook = new Thread(() -> end(console), "interrupt");
    }

    /** From now on a signal asks the command to end. */
    public static Interrupt install(Console console) {
        Interrupt interrupt = new Interrupt(console);
        Runtime.getRuntime().addShutdownHook(interrupt.hook);
        return interrupt;
    }

    public boolean isAsked() {
        return asked;
    }

    /** What the process says when it was interrupted and has ended in order. */
    public void endWith(ExitStatus newStatus) {
        status = newStatus;
    }

    /** The command has printed all that it will. */
    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending: the hook runs, and has waited for this.
        }
    }

    private void end(Console console) {
        asked = true;
        try {
            if (ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                console.flush();
                Runtime.getRuntime().halt(status.code());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
