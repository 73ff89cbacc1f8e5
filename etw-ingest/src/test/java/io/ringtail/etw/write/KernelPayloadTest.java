package io.ringtail.etw.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.etw.write.DecodedTrace.DecodedEvent;
import io.ringtail.etw.write.KernelPayload.ContextSwitch;
import io.ringtail.etw.write.KernelPayload.CpuConfig;
import io.ringtail.etw.write.KernelPayload.DiskTransfer;
import io.ringtail.etw.write.KernelPayload.FileName;
import io.ringtail.etw.write.KernelPayload.ImageFacts;
import io.ringtail.etw.write.KernelPayload.ProcessFacts;
import io.ringtail.etw.write.KernelPayload.ReadyThread;
import io.ringtail.etw.write.KernelPayload.Sample;
import io.ringtail.etw.write.KernelPayload.StackWalk;
import io.ringtail.etw.write.KernelPayload.TcpConnect;
import io.ringtail.etw.write.KernelPayload.TcpReceive;
import io.ringtail.etw.write.KernelPayload.TcpSend;
import io.ringtail.etw.write.KernelPayload.ThreadFacts;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.Ticks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelPayloadTest {
    private static final long START = Ticks.of(Instant.parse("2026-03-02T09:00:00Z"));

    @TempDir
    private Path folder;

    @Test
    void decodesToTheLastByteForEveryKernelEventAndPointerWidth() throws IOException {
        for (int pointerBytes : new int[] {4, 8}) {
            DecodedTrace trace = traceOfAll(pointerBytes);

            assertThat(trace.problems()).isEmpty();
            assertThat(trace.events()).hasSize(1 + KernelEvent.values().length);
            for (DecodedEvent event : trace.events()) {
                assertThat(event.problem())
                        .as("%s with pointers of %d bytes", event, pointerBytes)
                        .isEmpty();
                assertThat(event.name()).startsWith("Windows Kernel/");
            }
        }
    }

    private DecodedTrace traceOfAll(int pointerBytes) throws IOException {
        Path file = folder.resolve("kernel.etl");
        PayloadBuilder payload = new PayloadBuilder(pointerBytes);
        EventRecord record = new EventRecord().clear();
        try (EtlWriter writer = EtlWriter.create(file, EtlOptions.of(EtlOptions.systemTime(START), 1))) {
            for (KernelEvent event : KernelEvent.values()) {
                payloadOf(event).writeTo(payload.clear());
                payload.into(record);
                record.timeTicks = START + event.ordinal();
                writer.write(event.type(pointerBytes), record);
            }
        }
        return DecodedTrace.of(file);
    }

    private static KernelPayload payloadOf(KernelEvent event) {
        return switch (event) {
            case PROCESS_START, PROCESS_END, PROCESS_RUNDOWN_START, PROCESS_RUNDOWN_END ->
                new ProcessFacts(1, 2, 3, 0, 0, 4, 0, new byte[0], "a.exe", "a", "", "");
            case THREAD_START, THREAD_END, THREAD_RUNDOWN_START, THREAD_RUNDOWN_END ->
                new ThreadFacts(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 8);
            case IMAGE_LOAD, IMAGE_UNLOAD, IMAGE_RUNDOWN_START, IMAGE_RUNDOWN_END ->
                new ImageFacts(0x1000, 0x2000, 3, 4, 5, 0x1000, "\\a.dll");
            case CONTEXT_SWITCH -> new ContextSwitch(1, 2, 8, 8, 0, 5, 1);
            case READY_THREAD -> new ReadyThread(1, 1, 1);
            case DISK_READ, DISK_WRITE -> new DiskTransfer(0, 1, 4096, 8192, 5, 6, 7, 8);
            case FILE_CREATE_NAME, FILE_RUNDOWN_NAME -> new FileName(1, "\\a.txt");
            case TCP_SEND -> new TcpSend(1, 2, 0x0A000001, 0x0A000002, 80, 81, 3, 4, 5, 6);
            case TCP_RECEIVE -> new TcpReceive(1, 2, 0x0A000001, 0x0A000002, 80, 81, 3, 4);
            case TCP_CONNECT, TCP_ACCEPT -> new TcpConnect(1, 0x0A000001, 0x0A000002, 80, 81, 1460, 2, 3);
            case PROFILE_SAMPLE -> new Sample(1, 2, 1);
            case STACK -> new StackWalk(START, 1, 2, new long[] {3, 4});
            case CPU_CONFIG -> new CpuConfig(2400, 4, 1024, "HOST", "example");
        };
    }
}
