package io.ringtail.etw.write;

import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.event.Ticks;

/** The first record of a file: TRACE_LOGFILE_HEADER as the payload of kernel event 0 of group 0. */
record LogFileHeader(EtlOptions options, long endTicks, int buffersWritten, int eventsLost, int buffersLost) {
    private static final int VERSION = 2;
    private static final int NAME_CHARACTERS = 32;
    private static final int SYSTEMTIME_BYTES = 16;
    private static final long OTHER_CLOCKS_PERFORMANCE_FREQUENCY = 10_000_000L;

    EventType type() {
        return options.recordedHeader().map(RecordedHeader::type).orElseGet(this::madeType);
    }

    EventRecord record() {
        return options.recordedHeader().map(this::amended).orElseGet(this::madeRecord);
    }

    private EventRecord amended(RecordedHeader recorded) {
        return recorded.amended(
                options.buffers().bufferBytes(), logFileMode(), endTicks, buffersWritten, eventsLost, buffersLost);
    }

    private EventType madeType() {
        return KernelClass.EVENT_TRACE.type(HeaderKind.SYSTEM, options.host().pointerBytes(), 0, VERSION);
    }

    private EventRecord madeRecord() {
        EventRecord record = new EventRecord().clear();
        record.pid = 0;
        record.tid = 0;
        PayloadBuilder payload = new PayloadBuilder(options.host().pointerBytes());
        addSizesAndCounts(payload);
        payload.pointer(0).pointer(0);
        addTimeZone(payload);
        addTimes(payload);
        payload.utf16(options.session().loggerName()).utf16(options.session().logFileName());
        payload.into(record);
        return record;
    }

    private void addSizesAndCounts(PayloadBuilder payload) {
        HostFacts host = options.host();
        SessionFacts session = options.session();
        payload.int32(options.buffers().bufferBytes());
        payload.int8(host.osMajor())
                .int8(host.osMinor())
                .int8(session.layoutMajor())
                .int8(session.layoutMinor());
        payload.int32(host.osBuild()).int32(options.buffers().cpus());
        payload.int64(endTicks == 0 ? 0 : Ticks.toFiletime(endTicks));
        payload.int32(session.timerResolution())
                .int32(session.maximumFileSize())
                .int32(logFileMode());
        payload.int32(buffersWritten).int32(session.startBuffers());
        payload.int32(host.pointerBytes()).int32(eventsLost).int32(host.cpuMegahertz());
    }

    private int logFileMode() {
        int mode = options.session().logFileMode();
        return options.buffers().compressed() ? mode | SessionFacts.COMPRESSED : mode;
    }

    private void addTimeZone(PayloadBuilder payload) {
        HostFacts.ZoneFacts zone = options.host().zone();
        payload.int32(zone.biasMinutes());
        addName(payload, zone.standardName());
        payload.zeros(SYSTEMTIME_BYTES).int32(0);
        addName(payload, zone.daylightName());
        payload.zeros(SYSTEMTIME_BYTES).int32(zone.daylightBiasMinutes());
        payload.zeros(Integer.BYTES);
    }

    private static void addName(PayloadBuilder payload, String name) {
        payload.utf16Unterminated(name).zeros(2 * (NAME_CHARACTERS - name.length()));
    }

    private void addTimes(PayloadBuilder payload) {
        Clock clock = options.clock();
        payload.int64(Ticks.toFiletime(options.host().bootTicks()));
        payload.int64(clock.kind() == Clock.Kind.QPC ? clock.frequency() : OTHER_CLOCKS_PERFORMANCE_FREQUENCY);
        payload.int64(Ticks.toFiletime(clock.startTicks()));
        payload.int32(clockType(clock.kind())).int32(buffersLost);
    }

    private static int clockType(Clock.Kind kind) {
        return switch (kind) {
            case QPC -> 1;
            case SYSTEM_TIME -> 2;
            case CPU_CYCLE -> 3;
        };
    }
}
