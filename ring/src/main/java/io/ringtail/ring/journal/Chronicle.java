package io.ringtail.ring.journal;

import java.io.IOException;
import java.nio.file.Path;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.onoes.NullExceptionHandler;

/** Keeps the Chronicle library quiet, and puts what it throws into words that help. */
final class Chronicle {
    static {
        System.setProperty("chronicle.announcer.disable", "true");
        System.setProperty("chronicle.analytics.disable", "true");
        System.setProperty("chronicle.disk.monitor.disable", "true");
        NullExceptionHandler silent = NullExceptionHandler.NOTHING;
        Jvm.setExceptionHandlers(silent, silent, silent, silent);
    }

    private Chronicle() {}

    /** Settings take effect once, before the first queue is opened. */
    static void prepare() {
        // the static initialiser does it
    }

    /** What a failure of the library means for who runs Ringtail. */
    static IOException explained(Path folder, RuntimeException failure) {
        return new IOException(
                "cannot write to " + folder + ": " + failure
                        + "; if the disk has room and the folder may be written, check that the JVM was started with the"
                        + " options of ringtail.jvmopts",
                failure);
    }
}
