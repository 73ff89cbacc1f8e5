package io.ringtail.etw.write;

/**
 * The logging session of which a log-file header tells.
 *
 * @param logFileMode the mode bits, see the constants; {@link #COMPRESSED} is set by the writer where it applies
 * @param layoutMajor with {@code layoutMinor} 1.4 (Vista), 1.5 (since Windows 7) or 2.0 (compressed or large buffers)
 * @param timerResolution in 100 ns
 * @param endTicks when the session ended, in {@link io.ringtail.ring.event.Ticks}; 0 takes the last event's time
 */
public record SessionFacts(
        String loggerName,
        String logFileName,
        int logFileMode,
        int layoutMajor,
        int layoutMinor,
        int timerResolution,
        int maximumFileSize,
        int startBuffers,
        int loggerId,
        long endTicks) {

    public static final int SEQUENTIAL = 0x1;
    public static final int CIRCULAR = 0x2;
    public static final int PREALLOCATE = 0x20;
    public static final int PRIVATE = 0x800;
    public static final int RELOG = 0x10000;
    public static final int SYSTEM_LOGGER = 0x2000000;
    public static final int COMPRESSED = 0x4000000;
    public static final int INDEPENDENT = 0x8000000;
    /** One stream for all processors: every record goes to CPU 0's, whichever it names. */
    public static final int NO_PER_PROCESSOR_BUFFERING = 0x10000000;

    private static final int DEFAULT_TIMER_RESOLUTION = 156_250;

    public SessionFacts {
        checkByte("major", layoutMajor);
        checkByte("minor", layoutMinor);
        if (loggerName.indexOf('\0') >= 0 || logFileName.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a logger's or log file's name holds no zero character");
        }
    }

    /** A sequential file's session, of layout 1.5. */
    public static SessionFacts named(String loggerName, String logFileName) {
        return new SessionFacts(loggerName, logFileName, SEQUENTIAL, 1, 5, DEFAULT_TIMER_RESOLUTION, 0, 1, 0, 0);
    }

    public SessionFacts withMode(int newMode) {
        return new SessionFacts(
                loggerName,
                logFileName,
                newMode,
                layoutMajor,
                layoutMinor,
                timerResolution,
                maximumFileSize,
                startBuffers,
                loggerId,
                endTicks);
    }

    public SessionFacts withLayout(int major, int minor) {
        return new SessionFacts(
                loggerName,
                logFileName,
                logFileMode,
                major,
                minor,
                timerResolution,
                maximumFileSize,
                startBuffers,
                loggerId,
                endTicks);
    }

    public SessionFacts withEnd(long newEndTicks) {
        return new SessionFacts(
                loggerName,
                logFileName,
                logFileMode,
                layoutMajor,
                layoutMinor,
                timerResolution,
                maximumFileSize,
                startBuffers,
                loggerId,
                newEndTicks);
    }

    private static void checkByte(String what, int value) {
        if (value < 0 || value > 0xFF) {
            throw new IllegalArgumentException("a layout's " + what + " version is 0 to 255, not " + value);
        }
    }
}
