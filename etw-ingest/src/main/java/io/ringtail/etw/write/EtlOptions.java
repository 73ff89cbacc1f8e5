package io.ringtail.etw.write;

import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.Ticks;
import java.util.Objects;
import java.util.Optional;

/**
 * What a file is like before it has events: its buffers, its clock, and what its log-file header tells.
 *
 * @param clock {@code raw0} becomes the header record's time stamp and {@code startTicks} the start time
 * @param recordedHeader a header that tells of host and session in their place, as far as the file does not differ
 */
public record EtlOptions(
        BufferOptions buffers,
        Clock clock,
        HostFacts host,
        SessionFacts session,
        Optional<RecordedHeader> recordedHeader) {
    private static final long HERTZ_PER_MEGAHERTZ = 1_000_000L;
    private static final int COMMON_MEGAHERTZ = 2400;
    private static final long COMMON_UPTIME_TICKS = Ticks.PER_DAY;

    public EtlOptions(BufferOptions buffers, Clock clock, HostFacts host, SessionFacts session) {
        this(buffers, clock, host, session, Optional.empty());
    }

    public EtlOptions {
        Objects.requireNonNull(buffers);
        Objects.requireNonNull(clock);
        Objects.requireNonNull(host);
        Objects.requireNonNull(session);
        Objects.requireNonNull(recordedHeader);
        switch (clock.kind()) {
            case QPC -> {}
            case SYSTEM_TIME -> checkSystemTime(clock);
            case CPU_CYCLE -> checkCycles(clock, host);
        }
    }

    /** A 64-bit Windows Server 2022 with uncompressed buffers of 64 KiB, which runs since a day. */
    public static EtlOptions of(Clock clock, int cpus) {
        int megahertz = clock.kind() == Clock.Kind.CPU_CYCLE
                ? (int) (clock.frequency() / HERTZ_PER_MEGAHERTZ)
                : COMMON_MEGAHERTZ;
        return new EtlOptions(
                new BufferOptions(1 << 16, cpus, false, true),
                clock,
                new HostFacts(
                        8, 10, 0, 20348, megahertz, clock.startTicks() - COMMON_UPTIME_TICKS, HostFacts.ZoneFacts.UTC),
                SessionFacts.named("Ringtail", "ringtail.etl"));
    }

    /** A QPC clock of 10 MHz that shows {@code raw0} at {@code startTicks}. */
    public static Clock qpc(long raw0, long startTicks) {
        return new Clock(Clock.Kind.QPC, raw0, startTicks, Ticks.PER_SECOND);
    }

    /** The clock whose raw values are FILETIMEs, for a session that starts at {@code startTicks}. */
    public static Clock systemTime(long startTicks) {
        return new Clock(Clock.Kind.SYSTEM_TIME, Ticks.toFiletime(startTicks), startTicks, Ticks.PER_SECOND);
    }

    public EtlOptions withBuffers(BufferOptions newBuffers) {
        return new EtlOptions(newBuffers, clock, host, session, recordedHeader);
    }

    public EtlOptions withHost(HostFacts newHost) {
        return new EtlOptions(buffers, clock, newHost, session, recordedHeader);
    }

    public EtlOptions withSession(SessionFacts newSession) {
        return new EtlOptions(buffers, clock, host, newSession, recordedHeader);
    }

    public EtlOptions withRecordedHeader(RecordedHeader newHeader) {
        return new EtlOptions(buffers, clock, host, session, Optional.of(newHeader));
    }

    private static void checkSystemTime(Clock clock) {
        long filetime = Ticks.toFiletime(clock.startTicks());
        if (clock.raw0() != filetime || clock.frequency() != Ticks.PER_SECOND) {
            throw new IllegalArgumentException("the system time clock counts FILETIMEs: raw0 must be " + filetime
                    + " and the frequency " + Ticks.PER_SECOND + ", not " + clock.raw0() + " and "
                    + clock.frequency());
        }
    }

    private static void checkCycles(Clock clock, HostFacts host) {
        if (clock.frequency() != host.cpuMegahertz() * HERTZ_PER_MEGAHERTZ) {
            throw new IllegalArgumentException("the CPU cycle clock runs at the CPU's speed: the frequency must be "
                    + host.cpuMegahertz() * HERTZ_PER_MEGAHERTZ + ", not " + clock.frequency());
        }
    }
}
