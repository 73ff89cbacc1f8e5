package io.ringtail.etw.file;

import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.Ticks;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What {@code stats} says of a trace, by the names of its JSON. Kept as text in a source's facts, so that a journal tells
 * the same as the file did; a fact that does not apply is absent.
 */
public final class FileFacts {
    public static final String FILE = "file";
    public static final String SIZE_BYTES = "sizeBytes";
    public static final String BUFFER_SIZE = "bufferSize";
    public static final String POINTER_SIZE = "pointerSize";
    public static final String LOG_FILE_MODE = "logFileMode";
    public static final String OS_VERSION = "osVersion";
    public static final String OS_BUILD = "osBuild";
    public static final String CPUS = "cpus";
    public static final String CLOCK = "clock";
    public static final String PERF_FREQ = "perfFreq";
    public static final String START_TIME = "startTime";
    public static final String END_TIME = "endTime";
    public static final String BOOT_TIME = "bootTime";
    public static final String EVENTS_LOST = "eventsLost";
    public static final String BUFFERS_LOST = "buffersLost";
    public static final String BUFFERS = "buffers";
    public static final String COMPRESSED_BUFFERS = "compressedBuffers";
    public static final String LOGGER_NAME = "loggerName";
    /** What the devices of its machine are called; not in {@code stats}. */
    public static final String VOLUMES = "volumes";

    private FileFacts() {}

    /** The facts of an opened trace, in the order in which {@code stats} lists them. */
    static Map<String, String> of(EtlFile file) {
        TraceHeader header = file.header();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(FILE, file.name());
        facts.put(SIZE_BYTES, Long.toString(file.sizeBytes()));
        if (!header.isLost()) {
            ofHeader(header, facts);
        }
        facts.put(BUFFERS, Integer.toString(file.plan().count()));
        facts.put(COMPRESSED_BUFFERS, Integer.toString(file.plan().compressedCount()));
        facts.put(LOGGER_NAME, header.loggerName());
        if (!file.volumes().isEmpty()) {
            facts.put(VOLUMES, file.volumes());
        }
        return facts;
    }

    private static void ofHeader(TraceHeader header, Map<String, String> facts) {
        facts.put(BUFFER_SIZE, Long.toString(header.bufferSize()));
        facts.put(POINTER_SIZE, Integer.toString(header.pointerSize()));
        facts.put(LOG_FILE_MODE, Long.toString(header.logFileMode()));
        facts.put(OS_VERSION, header.osVersion());
        facts.put(OS_BUILD, Long.toString(header.osBuild()));
        facts.put(CPUS, Long.toString(header.cpus()));
        Clock clock = header.clock();
        facts.put(CLOCK, clock.kind().label());
        facts.put(PERF_FREQ, Long.toString(header.perfFreq()));
        putTime(facts, START_TIME, header.startTicks());
        putTime(facts, END_TIME, header.endTicks());
        putTime(facts, BOOT_TIME, header.bootTicks());
        facts.put(EVENTS_LOST, Long.toString(header.eventsLost()));
        facts.put(BUFFERS_LOST, Long.toString(header.buffersLost()));
    }

    private static void putTime(Map<String, String> facts, String name, long ticks) {
        if (ticks > 0) {
            facts.put(name, Ticks.iso(ticks));
        }
    }
}
