package io.ringtail.etw.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.etw.decode.WrittenTrace.Read;
import io.ringtail.etw.merge.KernelClasses;
import io.ringtail.etw.write.PayloadBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups of kernel events that TraceEvent does not name, and what merge tools add on newer Windows. */
class KernelGroupsTest {
    private static final int DISK = 0x01;
    private static final int THREAD = 0x05;
    private static final int JOB = 0x07;
    private static final int CONFIG = 0x0B;
    private static final int POOL = 0x0E;
    private static final int PERF_INFO = 0x0F;
    private static final int HEAP = 0x10;
    private static final int POWER = 0x12;
    private static final int IMAGE = 0x14;
    private static final int CACHE = 0x16;
    private static final int THREAD_POOL = 0x1C;
    private static final UUID IMAGE_ID = UUID.fromString("b3e675d7-2554-4f18-830b-2762732560de");
    private static final UUID SYS_CONFIG = UUID.fromString("9b79ee91-b5fd-41c0-a243-4248e266e9d0");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {4, 8})
    void readsPoolPowerCacheAndJobs(int pointerBytes) throws IOException {
        WrittenTrace trace = new WrittenTrace(pointerBytes);
        kernel(
                trace,
                POOL,
                32,
                trace.payload().int32(1).int32(0x7366744E).pointer(0x200).pointer(0x8000));
        kernel(trace, POWER, 0x35, trace.payload().int32(2).int32(1).int64(0b11));
        kernel(trace, POWER, 0x3D, trace.payload().int32(1).int32(2).int32(7).int32(8));
        kernel(
                trace,
                CACHE,
                6,
                trace.payload().pointer(0x8000).pointer(10).pointer(20).int32(4096));
        kernel(
                trace,
                JOB,
                0x23,
                trace.payload().guid(SYS_CONFIG).int32(8).int32(4711).int32(0));

        List<Read> events = trace.read(folder);

        assertThat(events)
                .extracting(Read::name)
                .containsExactly(
                        "MSNT_SystemTrace/PoolTrace/PoolAllocation",
                        "MSNT_SystemTrace/PowerEvents/ProcessorIdleStateChange",
                        "MSNT_SystemTrace/PowerEvents/IdleProcessorSelection",
                        "MSNT_SystemTrace/Cc/CanIWriteFail",
                        "MSNT_SystemTrace/Job/AssignProcess");
        assertThat(events.get(0).fields()).containsEntry("Tag", "Ntfs").containsEntry("NumberOfBytes", 0x200L);
        assertThat(events.get(2).fields()).containsEntry("VetoReason", List.of(7L, 8L));
        assertThat(events.get(3).fields()).containsEntry("BytesToWrite", 4096L);
        assertThat(events.get(4).fields()).containsEntry("ProcessID", 4711L);
        assertThat(events).allSatisfy(event -> assertThat(event.problem()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8})
    void readsClocksTimersAndTheLoader(int pointerBytes) throws IOException {
        WrittenTrace trace = new WrittenTrace(pointerBytes);
        kernel(trace, PERF_INFO, 0x4F, trace.payload().int64(5).int16(1).zeros(6));
        kernel(trace, PERF_INFO, 0x53, timer(trace.payload()));
        kernel(trace, PERF_INFO, 0x65, trace.payload().pointer(0x8000).pointer(3));
        kernel(
                trace,
                IMAGE,
                0xA8,
                trace.payload().int64(0x10000).int8(0).int8(0).utf16("a.dll"));

        List<Read> events = trace.read(folder);

        assertThat(events)
                .extracting(Read::name)
                .containsExactly(
                        "MSNT_SystemTrace/PerfInfo/ClockInterrupt",
                        "MSNT_SystemTrace/PerfInfo/TimerSetOneShot",
                        "MSNT_SystemTrace/PerfInfo/DPCExecution",
                        "MSNT_SystemTrace/Image/LoadingStart");
        assertThat(events.get(1).fields()).containsEntry("Period", 15L);
        assertThat(events.get(3).fields()).containsEntry("String", "a.dll");
        assertThat(events).allSatisfy(event -> assertThat(event.problem()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8})
    void readsQueuesHeapsAndThreadPools(int pointerBytes) throws IOException {
        WrittenTrace trace = new WrittenTrace(pointerBytes);
        kernel(trace, THREAD, 62, trace.payload().pointer(0x8000).int32(71).zeros(pointerBytes - 4));
        kernel(trace, HEAP, 47, heap(trace).pointer(0x1000).pointer(0x20));
        kernel(trace, HEAP, 58, heap(trace).int32(3).zeros(pointerBytes - 4));
        kernel(
                trace,
                THREAD_POOL,
                48,
                trace.payload().int64(9).pointer(1).pointer(2).int32(10).int32(11));

        List<Read> events = trace.read(folder);

        assertThat(events)
                .extracting(Read::name)
                .containsExactly(
                        "Windows Kernel/Thread/Enqueue",
                        "HeapTraceProvider/HeapTrace/SubsegmentAlloc",
                        "HeapTraceProvider/HeapTrace/SubsegmentReuseThresholdActivated",
                        "ThreadPool/ThreadPoolTrace/TimerExpiration");
        assertThat(events.get(0).fields()).containsEntry("TThreadID", 71L);
        assertThat(events.get(2).fields()).containsEntry("BucketIndex", 3L);
        assertThat(events.get(3).fields()).containsEntry("WindowLength", 11L);
        assertThat(events).allSatisfy(event -> assertThat(event.problem()).isEmpty());
    }

    /** Windows 7 has one text more than the version before. */
    @Test
    void readsDevicesAndTransfersOfOlderWindows() throws IOException {
        WrittenTrace trace = new WrittenTrace(4);
        UUID config = KernelClasses.of(CONFIG, 22);
        trace.kernel(config, CONFIG, 22, 3, device(trace).utf16("\\Device\\1"));
        trace.kernel(config, CONFIG, 22, 3, device(trace));
        PayloadBuilder transfer =
                trace.payload().int32(0).int32(0).int32(512).int32(7).int64(0);
        trace.kernel(
                KernelClasses.of(DISK, 10),
                DISK,
                10,
                1,
                transfer.pointer(0x8000).int64(99));
        kernel(trace, DISK, 16, trace.payload().pointer(1).pointer(0x8000));

        List<Read> events = trace.read(folder);

        assertThat(events.get(0).fields()).containsEntry("PdoName", "\\Device\\1");
        assertThat(events.get(1).fields()).containsEntry("FriendlyName", "c").containsEntry("PdoName", "");
        assertThat(events.get(2).fields())
                .containsEntry("TransferSize", 512L)
                .containsEntry("HighResResponseTime", 99L);
        assertThat(events.get(3).name()).isEqualTo("Windows Kernel/DiskIO/Opcode(16)");
        assertThat(events.get(3).fields()).containsEntry("FileKey", 0x8000L);
        assertThat(events).allSatisfy(event -> assertThat(event.problem()).isEmpty());
    }

    /** The kernel logs its structures with the bytes that fill them up. */
    @Test
    void takesTheFillBytesOfStructures() throws IOException {
        WrittenTrace trace = new WrittenTrace(8);
        kernel(trace, PERF_INFO, 58, trace.payload().int8(0));
        trace.kernel(KernelClasses.of(THREAD, 1), THREAD, 1, 1, trace.payload().zeros(8 + 6 * 8 + 1 + 3));
        kernel(trace, THREAD, 0x29, trace.payload().zeros(2 * 8 + 2 * 8 + 4 * 4 + 4 + 4));
        kernel(trace, THREAD, 0x44, trace.payload().pointer(1).int32(71).zeros(4));

        List<Read> events = trace.read(folder);

        assertThat(events)
                .hasSize(4)
                .allSatisfy(event -> assertThat(event.problem()).isEmpty());
    }

    @Test
    void readsNodesAndDefragmentation() throws IOException {
        WrittenTrace trace = new WrittenTrace(8);
        kernel(
                trace,
                CONFIG,
                24,
                trace.payload().int32(1).pointer(0xFFFFF).int16(0).zeros(6));
        kernel(trace, CONFIG, 31, trace.payload().zeros(112 + 92 + 16).utf16("C:\\"));
        kernel(trace, CONFIG, 19, trace.payload().zeros(8));

        List<Read> events = trace.read(folder);

        assertThat(events.get(0).name()).isEqualTo("MSNT_SystemTrace/SystemConfig/NUMANode");
        assertThat(events.get(0).problem()).isEmpty();
        assertThat(events.get(1).fields()).containsEntry("VolumePathNames", "C:\\");
        assertThat(events.get(1).problem()).isEmpty();
        assertThat(events.get(2).name()).isEqualTo("MSNT_SystemTrace/SystemConfig/PhyDiskEx");
    }

    /** As xperf and WPR of Windows 11 write them. */
    @Test
    void readsWhatMergeToolsAdd() throws IOException {
        WrittenTrace trace = new WrittenTrace(8);
        trace.classic(
                IMAGE_ID,
                34,
                2,
                image(trace).int32(0x612365).int32(9).int32(0x60D000).utf16("a.dbg"));
        trace.classic(
                IMAGE_ID,
                39,
                1,
                image(trace).int16(0x100).int16(0x100).guid(SYS_CONFIG).int32(1));
        trace.classic(IMAGE_ID, 41, 1, trace.payload().utf16("a.sys failure: CreateFile"));
        PayloadBuilder row = trace.payload().int64(6).int32(7).guid(SYS_CONFIG);
        int name = row.length();
        row.utf16("WLAN");
        row.zeros(514 - (row.length() - name)).zeros(514 + 4 + 64).int32(1500);
        trace.classic(SYS_CONFIG, 36, 0, row.zeros(1352 - row.length()));

        List<Read> events = trace.read(folder);

        assertThat(events.get(0).name()).isEqualTo("KernelTraceControl/ImageID/Opcode(34)");
        assertThat(events.get(0).fields()).containsEntry("DbgFileName", "a.dbg").containsEntry("ImageSize", 0x60D000L);
        assertThat(events.get(1).name()).isEqualTo("KernelTraceControl/ImageID/Opcode(39)");
        assertThat(events.get(1).fields()).containsEntry("Age", 1L);
        assertThat(events.get(2).fields()).containsEntry("Message", "a.sys failure: CreateFile");
        assertThat(events.get(3).name()).isEqualTo("Windows Kernel/SysConfig/NetworkInterface");
        assertThat(events.get(3).fields()).containsEntry("Alias", "WLAN").containsEntry("Mtu", 1500L);
        assertThat(events).allSatisfy(event -> assertThat(event.problem()).isEmpty());
    }

    private static PayloadBuilder image(WrittenTrace trace) {
        return trace.payload().pointer(0x10000).int32(4);
    }

    private static PayloadBuilder heap(WrittenTrace trace) {
        return trace.payload().pointer(0x8000).pointer(0x9000);
    }

    private static PayloadBuilder device(WrittenTrace trace) {
        return trace.payload().int32(2).int32(2).int32(2).utf16("a").utf16("b").utf16("c");
    }

    private static PayloadBuilder timer(PayloadBuilder payload) {
        return payload.int64(100)
                .pointer(0x8000)
                .int16(0)
                .int8(1)
                .int8(0)
                .int32(15)
                .zeros(4);
    }

    private static void kernel(WrittenTrace trace, int group, int opcode, PayloadBuilder payload) {
        trace.kernel(KernelClasses.of(group, opcode), group, opcode, 2, payload);
    }
}
