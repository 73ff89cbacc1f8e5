package io.ringtail.etw.file;

import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.Ticks;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * TRACE_LOGFILE_HEADER, the payload of a trace's first record. Times are {@link Ticks}, 0 where the header has none.
 *
 * @param osVersion major, minor and the two layout bytes: {@code 10.0.1.5}
 * @param osBuild ProviderVersion
 * @param clockType 1 QPC, 2 system time, 3 CPU cycles; other values as they stand
 * @param perfFreq QPC units a second
 * @param firstRawTime the raw clock at {@code startTicks}: the time stamp of the record itself
 */
public record TraceHeader(
        long bufferSize,
        String osVersion,
        long osBuild,
        long cpus,
        long endTicks,
        long timerResolution,
        long maximumFileSize,
        long logFileMode,
        long buffersWritten,
        int pointerSize,
        long eventsLost,
        long cpuSpeedMegahertz,
        int biasMinutes,
        long bootTicks,
        long perfFreq,
        long startTicks,
        long clockType,
        long buffersLost,
        String loggerName,
        String logFileName,
        long firstRawTime) {

    /** LogFileMode: the file was given its full size at first. */
    static final int MODE_PREALLOCATE = 0x20;

    private static final int MODE_CIRCULAR = 0x2;
    private static final int MODE_APPEND = 0x4;
    private static final int MODE_NEW_FILE = 0x8;
    private static final int MODE_REAL_TIME = 0x100;
    /** With any of these, the buffers of the session and those of the file are not the same. */
    private static final int MODES_OF_PARTS = MODE_CIRCULAR | MODE_APPEND | MODE_NEW_FILE | MODE_REAL_TIME;

    private static final int PERF_FREQ_WHEN_UNKNOWN = 10_000_000;
    private static final long MAX_FREQUENCY = Long.MAX_VALUE / Ticks.PER_SECOND;
    private static final int HERTZ_PER_MEGAHERTZ = 1_000_000;
    private static final int SYSTEM_TIME = 2;
    private static final int CPU_CYCLES = 3;
    private static final int TIME_ZONE_BYTES = 176;

    public TraceHeader {
        Objects.requireNonNull(osVersion);
        Objects.requireNonNull(loggerName);
        Objects.requireNonNull(logFileName);
    }

    /** What is assumed of a trace whose header is lost: a 10 MHz clock whose zero is that of FILETIME. */
    static TraceHeader lost() {
        return new TraceHeader(
                0,
                "",
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                8,
                0,
                0,
                0,
                0,
                PERF_FREQ_WHEN_UNKNOWN,
                Ticks.AT_FILETIME_ZERO,
                1,
                0,
                "",
                "",
                0);
    }

    boolean isLost() {
        return osVersion.isEmpty();
    }

    /** Reads the header out of a buffer's data, if its first record is one. */
    static Optional<TraceHeader> read(byte[] data, int length) {
        RecordScanner records = new RecordScanner().wrap(data, length);
        if (!records.next() || records.at() != 0) {
            return Optional.empty();
        }
        RecordLayout layout = records.layout();
        boolean isHeader = layout == RecordLayout.SYSTEM32 || layout == RecordLayout.SYSTEM64;
        int wide = layout.pointerBytes() == 8 ? 8 : 0;
        int namesAt = layout.headerBytes() + 272 + wide;
        if (!isHeader || LittleEndian.unsignedShort(data, 6) != 0 || records.recordBytes() < namesAt) {
            return Optional.empty();
        }
        return Optional.of(read(data, layout.headerBytes(), wide, namesAt, records));
    }

    private static TraceHeader read(byte[] data, int at, int wide, int namesAt, RecordScanner records) {
        int zoneAt = at + 64 + wide;
        int timesAt = zoneAt + TIME_ZONE_BYTES;
        int end = records.recordBytes();
        String loggerName = text(data, namesAt, end);
        int fileNameAt = Math.min(end, namesAt + 2 * loggerName.length() + 2);
        return new TraceHeader(
                LittleEndian.unsignedInt(data, at),
                version(data, at + 4),
                LittleEndian.unsignedInt(data, at + 8),
                LittleEndian.unsignedInt(data, at + 12),
                ticks(LittleEndian.getLong(data, at + 16)),
                LittleEndian.unsignedInt(data, at + 24),
                LittleEndian.unsignedInt(data, at + 28),
                LittleEndian.unsignedInt(data, at + 32),
                LittleEndian.unsignedInt(data, at + 36),
                LittleEndian.getInt(data, at + 44),
                LittleEndian.unsignedInt(data, at + 48),
                LittleEndian.unsignedInt(data, at + 52),
                LittleEndian.getInt(data, zoneAt),
                ticks(LittleEndian.getLong(data, timesAt)),
                LittleEndian.getLong(data, timesAt + 8),
                // Without one times count from 1601, as they do without a header.
                Ticks.ofFiletime(Math.max(0, LittleEndian.getLong(data, timesAt + 16))),
                LittleEndian.unsignedInt(data, timesAt + 24),
                LittleEndian.unsignedInt(data, timesAt + 28),
                loggerName,
                text(data, fileNameAt, end),
                records.rawTime());
    }

    /** Whether the session was closed, and all that it wrote should be in this one file. */
    boolean tellsBuffersOfFile() {
        return endTicks != 0 && (logFileMode & MODES_OF_PARTS) == 0;
    }

    /** The clock of the events' raw times. */
    public Clock clock() {
        if (clockType == SYSTEM_TIME) {
            return new Clock(Clock.Kind.SYSTEM_TIME, 0, Ticks.AT_FILETIME_ZERO, Ticks.PER_SECOND);
        }
        return clockType == CPU_CYCLES
                ? new Clock(
                        Clock.Kind.CPU_CYCLE, firstRawTime, startTicks, sane(cpuSpeedMegahertz * HERTZ_PER_MEGAHERTZ))
                : new Clock(Clock.Kind.QPC, firstRawTime, startTicks, sane(perfFreq));
    }

    /** Whether raw times of both can be compared: both clocks ran on one machine since one start. */
    boolean sharesClockWith(TraceHeader other) {
        Clock mine = clock();
        Clock theirs = other.clock();
        return mine.kind() == theirs.kind()
                && mine.frequency() == theirs.frequency()
                && bootTicks != 0
                && bootTicks == other.bootTicks;
    }

    /** Why the clock is not to be trusted; empty if it is. */
    Optional<String> clockProblem() {
        if (clockType < 1 || clockType > CPU_CYCLES) {
            return Optional.of("the trace header names clock type " + clockType
                    + ", which is none of 1 (QPC), 2 (system time) and 3 (CPU cycles); times are read as QPC");
        }
        long frequency = clockType == CPU_CYCLES ? cpuSpeedMegahertz : perfFreq;
        if (clockType != SYSTEM_TIME && (frequency <= 0 || frequency > MAX_FREQUENCY)) {
            return Optional.of("the trace header gives its clock a frequency of " + frequency
                    + "; times are read as if it were 10 MHz");
        }
        return Optional.empty();
    }

    private static long sane(long frequency) {
        return frequency > 0 && frequency <= MAX_FREQUENCY ? frequency : PERF_FREQ_WHEN_UNKNOWN;
    }

    private static String version(byte[] data, int at) {
        return LittleEndian.unsignedByte(data, at) + "." + LittleEndian.unsignedByte(data, at + 1) + "."
                + LittleEndian.unsignedByte(data, at + 2) + "." + LittleEndian.unsignedByte(data, at + 3);
    }

    private static long ticks(long filetime) {
        return filetime <= 0 ? 0 : Ticks.ofFiletime(filetime);
    }

    private static String text(byte[] data, int from, int end) {
        int to = from;
        while (to + 1 < end && LittleEndian.unsignedShort(data, to) != 0) {
            to += 2;
        }
        return new String(data, from, to - from, StandardCharsets.UTF_16LE);
    }
}
