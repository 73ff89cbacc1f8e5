package io.ringtail.etw.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.etw.decode.WrittenTrace.Read;
import io.ringtail.etw.write.KernelClass;
import io.ringtail.etw.write.PayloadBuilder;
import io.ringtail.ring.payload.NamedNumber;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What TraceEvent shows of kernel events beside their payload, or in older versions. */
class KernelFieldsTest {
    private static final UUID MEMORY = KernelClass.PAGE_FAULT.guid();
    private static final UUID THREAD = KernelClass.THREAD.guid();
    private static final UUID FILE = KernelClass.FILE_IO.guid();
    private static final UUID REGISTRY = KernelClass.REGISTRY.guid();
    private static final UUID OBJECT = KernelClass.OBJECT.guid();
    private static final UUID BRANCHES = UUID.fromString("99134383-5248-43fc-834b-529454e75df3");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {4, 8})
    void tellsPagesOfFilesFromOthers(int pointerBytes) throws IOException {
        WrittenTrace trace = new WrittenTrace(pointerBytes);
        trace.kernel(FILE, 4, 36, 2, trace.payload().pointer(0x8000).utf16("\\a.txt"));
        trace.kernel(MEMORY, 2, 117, 2, trace.payload().int64(0x60).pointer(17).pointer(0x7003));
        trace.kernel(
                MEMORY,
                2,
                118,
                2,
                trace.payload().int64(0x21).pointer(18).pointer(0x8001).pointer(0x9000));
        trace.kernel(MEMORY, 2, 35, 2, trace.payload().int64(0x2F).pointer(19));

        List<Read> events = trace.read(folder);

        assertThat(events.get(1).name()).isEqualTo("Windows Kernel/Memory/InMemoryActive");
        assertThat(events.get(1).fields())
                .containsEntry("PageKind", new NamedNumber(0, "ProcessPrivate"))
                .containsEntry("PageList", new NamedNumber(6, "Active"))
                .containsEntry("PageFrameIndex", 17L)
                .containsEntry("VirtualAddress", 0x7000L)
                .doesNotContainKey("FileKey");
        assertThat(events.get(2).name()).isEqualTo("Windows Kernel/Memory/PageAccess");
        assertThat(events.get(2).fields())
                .containsEntry("PageKind", new NamedNumber(1, "File"))
                .containsEntry("PageList", new NamedNumber(2, "Standby"))
                .containsEntry("VirtualAddress", 0x9000L)
                .containsEntry("FileKey", 0x8000L)
                .containsEntry("FileName", "\\a.txt");
        assertThat(events.get(3).fields()).containsEntry("PageKind", 15L).doesNotContainKey("VirtualAddress");
        assertThat(events).allSatisfy(event -> assertThat(event.problem()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8})
    void namesFilesAndEndsOfMemory(int pointerBytes) throws IOException {
        WrittenTrace trace = new WrittenTrace(pointerBytes);
        trace.kernel(FILE, 4, 36, 2, trace.payload().pointer(0x8000).utf16("\\a.dll"));
        trace.kernel(
                MEMORY,
                2,
                105,
                2,
                trace.payload().pointer(0x8000).int32(1).int16(2).int16(3));
        trace.kernel(
                MEMORY,
                2,
                98,
                2,
                trace.payload().pointer(0x10000).pointer(0x2000).int32(4).int32(0x1000));
        trace.kernel(
                MEMORY,
                2,
                100,
                2,
                trace.payload().pointer(0x1000).int32(2).int32(4).int32(5));
        trace.kernel(
                FILE,
                4,
                37,
                3,
                trace.payload()
                        .pointer(0x10000)
                        .pointer(0x8000)
                        .int64(0)
                        .pointer(0x3000)
                        .int64(0)
                        .int32(4));

        List<Read> events = trace.read(folder);

        assertThat(events.get(1).fields()).containsEntry("FileName", "\\a.dll");
        assertThat(events.get(2).fields()).containsEntry("EndAddr", 0x12000L);
        assertThat(events.get(3).fields())
                .isEqualTo(Map.of(
                        "HeapHandle", 0x1000L, "HeapRangeFlags", 2L, "ProcessID", 4L, "HeapRangeRangeCount", 5L));
        assertThat(events.get(4).fields()).containsEntry("FileName", "\\a.dll");
        assertThat(events).allSatisfy(event -> assertThat(event.problem()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8})
    void readsBranchesAndQueues(int pointerBytes) throws IOException {
        WrittenTrace trace = new WrittenTrace(pointerBytes);
        PayloadBuilder branches =
                trace.payload().int64(5).int32(4).int32(8).int32(0x202).zeros(pointerBytes == 8 ? 4 : 0);
        branches.pointer(0x10)
                .pointer(0x20)
                .pointer(0)
                .pointer(0x30)
                .pointer(0x40)
                .pointer(0);
        trace.classic(BRANCHES, 32, 2, branches);
        trace.kernel(
                THREAD,
                5,
                63,
                2,
                trace.payload().int32(8).int32(2).pointer(0x100).pointer(0x200));

        List<Read> events = trace.read(folder);

        assertThat(events.get(0).name()).isEqualTo("Windows Kernel/LastBranchRecording/Sample");
        assertThat(events.get(0).fields())
                .containsEntry("ThreadID", 8L)
                .containsEntry("Filters", new NamedNumber(0x202, "FilterUser|CallstackEnable"))
                .containsEntry("NumBranches", 2L)
                .containsEntry(
                        "Branches",
                        List.of(
                                Map.of("FromAddress", 0x10L, "ToAddress", 0x20L, "Reserved", 0L),
                                Map.of("FromAddress", 0x30L, "ToAddress", 0x40L, "Reserved", 0L)));
        assertThat(events.get(1).fields())
                .isEqualTo(
                        Map.of("TThreadID", 8L, "Count", 2L, "Entries", List.of(0x100L, 0x200L), "FirstEntry", 0x100L));
        assertThat(events).allSatisfy(event -> assertThat(event.problem()).isEmpty());
    }

    @Test
    void namesWhyThreadsWaitAndWhoseTheyAre() throws IOException {
        WrittenTrace trace = new WrittenTrace(8);
        PayloadBuilder thread = trace.payload().int32(40).int32(80).zeros(7 * 8).int32(0);
        trace.kernel(THREAD, 5, 3, 3, thread.int32(8));
        PayloadBuilder wait =
                trace.payload().int32(0).int32(80).int8(0).int8(9).int8(3).int8(4);
        wait.int8(17).int8(1).int8(5).int8(2).int32(7);
        trace.kernel(THREAD, 5, 36, 1, wait);
        trace.kernel(THREAD, 5, 36, 2, wait.int32(0));
        trace.kernel(
                THREAD,
                5,
                50,
                2,
                trace.payload().int32(80).int8(1).int8(0).int8(3).int8(0));

        List<Read> events = trace.read(folder);

        for (Read event : events.subList(1, 3)) {
            assertThat(event.fields())
                    .containsEntry("NewThreadQuantum", 3L)
                    .containsEntry("OldThreadQuantum", 4L)
                    .containsEntry("OldThreadWaitReason", new NamedNumber(17, "WrLpcReply"))
                    .containsEntry("OldThreadState", new NamedNumber(5, "Wait"))
                    .containsEntry("OldProcessID", 40L)
                    .containsEntry("ProcessorNumber", 0L);
        }
        assertThat(events.get(3).fields())
                .containsEntry("AwakenedProcessID", 40L)
                .containsEntry("AdjustReason", new NamedNumber(1, "Unwait"))
                .containsEntry("Flags", new NamedNumber(3, "ReadiedFromDPC|KernelSwappedOut"));
        assertThat(events).allSatisfy(event -> assertThat(event.problem()).isEmpty());
    }

    /** Rundowns at the trace's end name what was there from its start. */
    @Test
    void namesObjectsAndTheirTypes() throws IOException {
        WrittenTrace trace = new WrittenTrace(8);
        trace.kernel(
                OBJECT, 0x11, 32, 2, trace.payload().pointer(0x5000).int32(88).int16(16));
        trace.kernel(
                OBJECT,
                0x11,
                34,
                2,
                trace.payload()
                        .pointer(0x5000)
                        .int32(88)
                        .int32(92)
                        .int32(4)
                        .int16(16)
                        .int32(8));
        trace.kernel(OBJECT, 0x11, 37, 2, trace.payload().int16(16).int16(0).utf16("Event"));
        trace.kernel(
                OBJECT,
                0x11,
                39,
                2,
                trace.payload().pointer(0x5000).int32(4).int32(88).int16(16).utf16("\\BaseNamedObjects\\Go"));

        List<Read> events = trace.read(folder);

        assertThat(events.get(0).fields())
                .isEqualTo(Map.of(
                        "Object",
                        0x5000L,
                        "Handle",
                        88L,
                        "ObjectType",
                        16L,
                        "ObjectName",
                        "\\BaseNamedObjects\\Go",
                        "ObjectTypeName",
                        "Event"));
        assertThat(events.get(1).fields())
                .containsEntry("ObjectName", "\\BaseNamedObjects\\Go")
                .containsEntry("ObjectTypeName", "Event");
        assertThat(events.get(3).fields()).containsEntry("ObjectTypeName", "Event");
        assertThat(events).allSatisfy(event -> assertThat(event.problem()).isEmpty());
    }

    @Test
    void namesKeysByTheirHandleWhereTheEventDoesNot() throws IOException {
        WrittenTrace trace = new WrittenTrace(8);
        trace.kernel(REGISTRY, 9, 24, 2, key(trace, 0x6000, "\\REGISTRY\\MACHINE\\X"));
        trace.kernel(REGISTRY, 9, 11, 2, key(trace, 0x6000, "Sub"));
        trace.kernel(REGISTRY, 9, 13, 2, key(trace, 0x6000, ""));
        trace.kernel(REGISTRY, 9, 16, 2, key(trace, 0x6000, "Start"));
        trace.kernel(
                REGISTRY,
                9,
                11,
                1,
                trace.payload().pointer(0).pointer(0x6000).int64(3).int32(4).utf16("Old"));

        List<Read> events = trace.read(folder);

        assertThat(events.get(1).fields()).containsEntry("KeyName", "Sub");
        assertThat(events.get(2).fields()).containsEntry("KeyName", "\\REGISTRY\\MACHINE\\X");
        assertThat(events.get(3).fields())
                .containsEntry("KeyName", "\\REGISTRY\\MACHINE\\X")
                .containsEntry("ValueName", "Start");
        assertThat(events.get(4).fields()).containsEntry("KeyName", "Old").containsEntry("Index", 4L);
        assertThat(events).allSatisfy(event -> assertThat(event.problem()).isEmpty());
    }

    @Test
    void namesHowFilesAreOpenedAndFoldersListed() throws IOException {
        WrittenTrace trace = new WrittenTrace(8);
        trace.kernel(FILE, 4, 36, 2, trace.payload().pointer(0x8000).utf16("\\folder"));
        PayloadBuilder opened = trace.payload().pointer(1).pointer(2).int32(3).int32(0x01000060);
        trace.kernel(FILE, 4, 64, 3, opened.int32(0x80).int32(3).utf16("\\a.txt"));
        PayloadBuilder listed =
                trace.payload().pointer(1).pointer(2).pointer(0x8000).int32(3);
        trace.kernel(FILE, 4, 72, 3, listed.int32(600).int32(37).int32(0).utf16("*.txt"));

        List<Read> events = trace.read(folder);

        assertThat(events.get(1).fields())
                .containsEntry("CreateOptions", 0x01000060L)
                .containsEntry("CreateDisposition", new NamedNumber(1, "OPEN_EXISTING"))
                .containsEntry("FileAttributes", new NamedNumber(0x80, "Normal"))
                .containsEntry("ShareAccess", new NamedNumber(3, "Read|Write"));
        assertThat(events.get(2).fields())
                .containsEntry("DirectoryName", "\\folder")
                .containsEntry("FileName", "*.txt");
        assertThat(events).allSatisfy(event -> assertThat(event.problem()).isEmpty());
    }

    /** Of Windows before Vista. */
    @Test
    void readsOldVersionsToTheirEnd() throws IOException {
        UUID tcp = KernelClass.TCP_IP.guid();
        UUID udp = KernelClass.UDP_IP.guid();
        UUID config = KernelClass.SYSTEM_CONFIG.guid();
        WrittenTrace trace = new WrittenTrace(4);
        trace.kernel(tcp, 6, 11, 0, ends(trace.payload()).int32(84).int32(4));
        trace.kernel(
                tcp,
                6,
                12,
                1,
                ends(trace.payload().int32(4).int32(84)).zeros(16).pointer(9).int32(1));
        trace.kernel(tcp, 6, 17, 1, trace.payload().int32(6));
        trace.kernel(udp, 8, 10, 1, ends(trace.payload().int32(4).int32(84)));
        trace.kernel(
                udp,
                8,
                10,
                0,
                trace.payload()
                        .pointer(1)
                        .int32(0x7F000001)
                        .int16(0)
                        .int16(84)
                        .int32(0)
                        .int16(0)
                        .int16(84));
        trace.kernel(config, 0xB, 10, 1, trace.payload().zeros(20 + 512 + 264).pointer(0));
        trace.kernel(config, 0xB, 15, 1, trace.payload().zeros(68 + 512 + 68).int32(4));
        trace.kernel(config, 0xB, 13, 0, trace.payload().zeros(512 + 8 + 16 + 12 * 4));

        List<Read> events = trace.read(folder);

        assertThat(events.get(0).fields())
                .containsEntry("size", 84L)
                .containsEntry("PID", 4L)
                .containsEntry("daddr", "10.0.0.1");
        assertThat(events.get(4).fields()).containsEntry("size", 84L).containsEntry("dsize", 84L);
        assertThat(events.get(6).fields()).containsEntry("ProcessID", 4L);
        assertThat(events).allSatisfy(event -> assertThat(event.problem()).isEmpty());
    }

    /** What merge tools write for each image whose build is reproducible. */
    @Test
    void readsImagesOfReproducibleBuilds() throws IOException {
        UUID imageId = UUID.fromString("b3e675d7-2554-4f18-830b-2762732560de");
        WrittenTrace trace = new WrittenTrace(8);
        trace.classic(imageId, 40, 1, trace.payload().pointer(0x10000).int32(4));

        assertThat(trace.read(folder))
                .containsExactly(new Read(
                        "KernelTraceControl/ImageID/DbgDeterm", Map.of("ImageBase", 0x10000L, "ProcessID", 4L), ""));
    }

    private static PayloadBuilder ends(PayloadBuilder payload) {
        return payload.int32(0x0100000A).int32(0x0200000A).int16BigEndian(80).int16BigEndian(81);
    }

    private static PayloadBuilder key(WrittenTrace trace, long handle, String name) {
        return trace.payload().int64(0).int32(0).int32(0).pointer(handle).utf16(name);
    }
}
