package io.ringtail.app.query;

import io.ringtail.etw.write.EtlOptions;
import io.ringtail.etw.write.EtlWriter;
import io.ringtail.etw.write.HostFacts;
import io.ringtail.etw.write.KernelEvent;
import io.ringtail.etw.write.KernelPayload;
import io.ringtail.etw.write.PayloadBuilder;
import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.event.Ticks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;

/** Writes the events of a trace, each at its second. */
final class TraceStory implements AutoCloseable {
    static final long START = Ticks.of(Instant.parse("2026-05-06T07:08:09Z"));
    static final int CPUS = 2;
    static final UUID PROVIDER = UUID.fromString("7d3a2c10-5b6e-4f7a-9a01-0123456789ab");
    static final EventType USER = manifest(PROVIDER, 7, 1, 1);

    private final EtlWriter writer;
    private final Clock clock;
    private final int pointerBytes;
    private final PayloadBuilder payload;
    private final EventRecord record = new EventRecord();

    TraceStory(Path trace) throws IOException {
        this(trace, EtlOptions.systemTime(START), 8);
    }

    TraceStory(Path trace, Clock clock, int pointerBytes) throws IOException {
        EtlOptions options = EtlOptions.of(clock, CPUS);
        writer = EtlWriter.create(trace, options.withHost(host(options.host(), pointerBytes)));
        this.clock = clock;
        this.pointerBytes = pointerBytes;
        payload = new PayloadBuilder(pointerBytes);
    }

    private static HostFacts host(HostFacts common, int pointerBytes) {
        return new HostFacts(
                pointerBytes,
                common.osMajor(),
                common.osMinor(),
                common.osBuild(),
                common.cpuMegahertz(),
                common.bootTicks(),
                common.zone());
    }

    static EventType manifest(UUID provider, int id, int opcode, int task) {
        return new EventType(HeaderKind.EVENT, 8, provider, id, 0, 0, 4, opcode, task, 0, EventType.NO_TRACE_LOGGING);
    }

    /** What the session's clock shows at a second. */
    long raw(int second) {
        return clock.raw0() + second * clock.frequency();
    }

    void user(int second, int pid, int tid) throws IOException {
        event(second, 0, USER, pid, tid, content -> {});
    }

    /** An event of id 7 with one extended item. */
    void item(int second, int pid, int tid, int itemType, byte[] item) throws IOException {
        item(second, USER, pid, tid, itemType, item);
    }

    void item(int second, EventType type, int pid, int tid, int itemType, byte[] item) throws IOException {
        record.clear();
        record.extended.add(itemType, item, 0, item.length);
        record.pid = pid;
        record.tid = tid;
        writer.write(type, raw(second), record);
    }

    void kernel(int second, int cpu, KernelEvent event, KernelPayload content) throws IOException {
        kernel(second, cpu, event.type(pointerBytes), content::writeTo);
    }

    void kernel(int second, int cpu, EventType type, Consumer<PayloadBuilder> content) throws IOException {
        boolean tells = type.kind() != HeaderKind.PERFINFO;
        event(second, cpu, type, tells ? 4 : EventRecord.UNKNOWN_ID, tells ? 8 : EventRecord.UNKNOWN_ID, content);
    }

    void event(int second, int cpu, EventType type, int pid, int tid, Consumer<PayloadBuilder> content)
            throws IOException {
        at(raw(second), cpu, type, pid, tid, content);
    }

    /** At a raw value of the clock. */
    void at(long rawTime, int cpu, EventType type, int pid, int tid, Consumer<PayloadBuilder> content)
            throws IOException {
        record.clear();
        record.cpu = cpu;
        record.pid = pid;
        record.tid = tid;
        content.accept(payload.clear());
        payload.into(record);
        writer.write(type, rawTime, record);
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }

    static KernelPayload process(int pid, int parent, String image, String commandLine) {
        return new KernelPayload.ProcessFacts(
                0xFFFF_8000L, pid, parent, 0, 0, 0, 0, new byte[0], image, commandLine, "", "");
    }

    static KernelPayload thread(int pid, int tid) {
        return new KernelPayload.ThreadFacts(pid, tid, 0, 0, 0, 0, 0, 0, 0, 0, 8);
    }

    static KernelPayload switchTo(int newTid, int oldTid) {
        return new KernelPayload.ContextSwitch(newTid, oldTid, 8, 8, 0, 2, 0);
    }

    static KernelPayload image(int pid, long base, long size, String path) {
        return new KernelPayload.ImageFacts(base, size, pid, 0, 0, base, path);
    }
}
