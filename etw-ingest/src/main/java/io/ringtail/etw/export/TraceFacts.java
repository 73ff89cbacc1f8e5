package io.ringtail.etw.export;

import io.ringtail.etw.file.FileFacts;
import io.ringtail.etw.write.BufferOptions;
import io.ringtail.etw.write.EtlOptions;
import io.ringtail.etw.write.HostFacts;
import io.ringtail.etw.write.RecordedHeader;
import io.ringtail.etw.write.SessionFacts;
import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.Source;
import io.ringtail.ring.event.Ticks;
import java.io.IOException;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** What a recording knows of the traces that it came from, as a new file's header has to tell it. */
final class TraceFacts {
    /** Any record fits: 64 KiB and a header more. */
    private static final int MIN_BUFFER_BYTES = 1 << 17;

    private static final int MAX_BUFFER_BYTES = 1 << 20;
    private static final int COMMON_MEGAHERTZ = 2400;
    private static final long HERTZ_PER_MEGAHERTZ = 1_000_000L;
    private static final int KEPT_MODES = SessionFacts.SYSTEM_LOGGER | SessionFacts.INDEPENDENT;

    /** What the recorded sessions say they lost. */
    record Lost(int events, int buffers) {}

    private TraceFacts() {}

    static EtlOptions options(Source source, Optional<RecordedHeader> header) {
        int bufferBytes = Math.clamp(number(source, FileFacts.BUFFER_SIZE), MIN_BUFFER_BYTES, MAX_BUFFER_BYTES) & -8;
        int cpus = Math.clamp(number(source, FileFacts.CPUS), 1, 1 << 10);
        BufferOptions buffers = new BufferOptions(bufferBytes, cpus, false, true);
        EtlOptions made = new EtlOptions(buffers, clock(source.clock(), source), host(source), session(source));
        return header.map(made::withRecordedHeader).orElse(made);
    }

    /** The log-file header event of a source; empty if the recording does not hold it any more. */
    static Optional<RecordedHeader> header(Recording recording, int source) throws IOException {
        Catalog catalog = recording.catalog();
        boolean isThere = false;
        for (int type = 0; type < catalog.typeCount(); type++) {
            isThere |= RecordedHeader.isHeader(catalog.type(type));
        }
        return isThere ? findHeader(recording, source) : Optional.empty();
    }

    private static Optional<RecordedHeader> findHeader(Recording recording, int source) throws IOException {
        EventCopy event = new EventCopy();
        Scan scan = Scan.ALL_EVENTS.withBlocks(block -> mayHoldHeader(recording.catalog(), block, source));
        try (BlockCursor cursor = recording.scan(scan)) {
            while (cursor.next()) {
                Block block = cursor.block();
                for (int row = 0; row < block.count(); row++) {
                    EventType type = recording.catalog().type(block.type(row));
                    if (block.source(row) == source && RecordedHeader.isHeader(type)) {
                        event.copy(block, row);
                        return RecordedHeader.of(type, event.record());
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static boolean mayHoldHeader(Catalog catalog, Block block, int source) {
        boolean isOfSource = false;
        for (int i = 0; i < block.sourceEntries(); i++) {
            isOfSource |= block.sourceEntry(i) == source;
        }
        boolean holdsHeader = false;
        for (int i = 0; i < block.typeEntries(); i++) {
            holdsHeader |= RecordedHeader.isHeader(catalog.type(block.typeEntry(i)));
        }
        return isOfSource && holdsHeader;
    }

    static Lost lost(Catalog catalog, Collection<Integer> sources) {
        long events = 0;
        long buffers = 0;
        for (int source : sources) {
            events += number(catalog.source(source), FileFacts.EVENTS_LOST);
            buffers += number(catalog.source(source), FileFacts.BUFFERS_LOST);
        }
        return new Lost((int) Math.min(events, Integer.MAX_VALUE), (int) Math.min(buffers, Integer.MAX_VALUE));
    }

    /** A source and its clock, for people. */
    static String clock(Source source) {
        String booted = source.bootTicks() == 0 ? "at an unknown time" : Ticks.iso(source.bootTicks());
        return String.format(
                Locale.ROOT,
                "'%s' (session '%s', clock %s at %,d Hz of a machine started %s)",
                source.name(),
                source.session(),
                source.clock().kind().label(),
                source.clock().frequency(),
                booted);
    }

    /** A system-time clock counts from year 1601, and the header wants the session's start. */
    private static Clock clock(Clock clock, Source source) {
        if (clock.kind() != Clock.Kind.SYSTEM_TIME) {
            return clock;
        }
        long start = ticks(source, FileFacts.START_TIME, clock.startTicks());
        return EtlOptions.systemTime(Math.max(start, Ticks.AT_FILETIME_ZERO));
    }

    private static HostFacts host(Source source) {
        String[] version = source.facts().getOrDefault(FileFacts.OS_VERSION, "").split("\\.", -1);
        boolean isCycles = source.clock().kind() == Clock.Kind.CPU_CYCLE;
        return new HostFacts(
                number(source, FileFacts.POINTER_SIZE) == Integer.BYTES ? Integer.BYTES : Long.BYTES,
                part(version, 0, 10),
                part(version, 1, 0),
                (int) number(source, FileFacts.OS_BUILD),
                isCycles ? (int) (source.clock().frequency() / HERTZ_PER_MEGAHERTZ) : COMMON_MEGAHERTZ,
                Math.max(source.bootTicks(), Ticks.AT_FILETIME_ZERO),
                new HostFacts.ZoneFacts(source.biasMinutes(), "", "", 0));
    }

    private static SessionFacts session(Source source) {
        String name = source.session().replace("\0", "");
        int kept = (int) number(source, FileFacts.LOG_FILE_MODE) & KEPT_MODES;
        return SessionFacts.named(name, "").withMode(SessionFacts.SEQUENTIAL | SessionFacts.RELOG | kept);
    }

    private static int part(String[] version, int n, int otherwise) {
        return n < version.length && version[n].matches("[0-9]{1,2}") ? Integer.parseInt(version[n]) : otherwise;
    }

    private static long number(Source source, String fact) {
        String text = source.facts().getOrDefault(fact, "");
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    private static long ticks(Source source, String fact, long otherwise) {
        String text = source.facts().getOrDefault(fact, "");
        return text.isEmpty() ? otherwise : Ticks.of(java.time.Instant.parse(text));
    }
}
