package io.ringtail.etw.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.payload.NamedNumber;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BuiltInTest {
    private static final UUID PROCESS = UUID.fromString("3d6fa8d0-fe05-11d0-9dda-00c04fd7ba7c");
    private static final UUID THREAD = UUID.fromString("3d6fa8d1-fe05-11d0-9dda-00c04fd7ba7c");
    private static final UUID DISK = UUID.fromString("3d6fa8d4-fe05-11d0-9dda-00c04fd7ba7c");
    private static final UUID TCP = UUID.fromString("9a280ac0-c8e0-11d1-84e2-00c04fb998a2");
    private static final UUID STACK = UUID.fromString("def2fe46-7bd6-4b80-bd94-f57fe20d0ce3");
    private static final UUID FILE = UUID.fromString("90cbdc39-4a3e-11d1-84f4-0000f80464e3");
    private static final UUID SYS_CONFIG = UUID.fromString("9b79ee91-b5fd-41c0-a243-4248e266e9d0");
    private static final UUID MEMORY = UUID.fromString("3d6fa8d3-fe05-11d0-9dda-00c04fd7ba7c");
    private static final UUID WIN_SAT = UUID.fromString("ed54dff8-c409-4cf6-bf83-05e1e61a09c4");
    private static final UUID RUNTIME = UUID.fromString("e13c0d23-ccbc-4e12-931b-d9cc2eee27e4");

    static List<UUID> classes() {
        return List.of(PROCESS, THREAD, DISK, TCP, STACK, FILE);
    }

    static Stream<Arguments> names() {
        return Stream.of(
                arguments(PROCESS, 1, "Windows Kernel", "Process/Start", "Process", "Start"),
                arguments(PROCESS, 11, "MSNT_SystemTrace", "Process/Terminate", "Process", "Terminate"),
                arguments(THREAD, 50, "Windows Kernel", "Dispatcher/ReadyThread", "Dispatcher", "ReadyThread"),
                arguments(FILE, 0, "Windows Kernel", "FileIO", "FileIO", "Name"),
                arguments(SYS_CONFIG, 37, "Windows Kernel", "SysConfig/Opcode(37)", "SysConfig", "Opcode(37)"),
                arguments(RUNTIME, 37, "e13c0d23-ccbc-4e12-931b-d9cc2eee27e4", "EventID(37)", "", ""));
    }

    @ParameterizedTest
    @MethodSource
    void names(UUID eventClass, int opcode, String provider, String event, String task, String opcodeName) {
        EtwLayout layout = Recorded.layout(Recorded.kernel(eventClass, opcode, 2, 8));

        assertThat(layout.provider()).isEqualTo(provider);
        assertThat(layout.eventName()).isEqualTo(event);
        assertThat(layout.taskName()).isEqualTo(task);
        assertThat(layout.opcodeName()).isEqualTo(opcodeName);
    }

    @Test
    void decodesUserWrittenEventsOfKernelClassesTheSameWay() {
        EventType classic = new EventType(HeaderKind.FULL, 4, PROCESS, 1, 1, 0, 0, 1, 0, 0, EventType.NO_TRACE_LOGGING);
        byte[] payload = Bytes.of()
                .u32(0x1000)
                .u32(4)
                .u32(0)
                .u32(-1)
                .u32(259)
                .u32(0)
                .utf8("System")
                .bytes();

        EtwLayout layout = Recorded.layout(classic);

        assertThat(layout.payload(Recorded.event(payload)))
                .isEqualTo(Map.of(
                        "PageDirectoryBase",
                        0x1000L,
                        "ProcessID",
                        4L,
                        "ParentID",
                        0L,
                        "SessionID",
                        -1L,
                        "ExitStatus",
                        259L,
                        "ImageFileName",
                        "System"));
        assertThat(layout.problem(Recorded.event(payload))).isEmpty();
    }

    @Test
    void readsProcessesWithTheirUser() {
        byte[] payload = Bytes.of()
                .u64(0xFFFFFA8300CFB380L)
                .u32(3676)
                .u32(3508)
                .u32(1)
                .u32(259)
                .u64(0x558FB000L)
                .u32(2)
                .u64(0xFFFFFFFFL)
                .u64(0)
                .raw(Bytes.hex("010100000000000512000000"))
                .utf8("Test.exe")
                .utf16("Test.exe -x")
                .utf16("")
                .utf16("App")
                .bytes();
        EtwLayout layout = Recorded.layout(Recorded.kernel(PROCESS, 1, 4, 8));

        assertThat(layout.payload(Recorded.event(payload)))
                .containsEntry("UniqueProcessKey", 0xFFFFFA8300CFB380L)
                .containsEntry("UserSID", "S-1-5-18")
                .containsEntry("ImageFileName", "Test.exe")
                .containsEntry("CommandLine", "Test.exe -x")
                .containsEntry("PackageFullName", "")
                .containsEntry("ApplicationID", "App");
        assertThat(layout.problem(Recorded.event(payload))).isEmpty();
    }

    @Test
    void readsThreadsWithAndWithoutTheirName() {
        Bytes payload = Bytes.of().u32(1).u32(2);
        for (int i = 0; i < 7; i++) {
            payload.u64(i);
        }
        payload.u32(5).u8(8).u8(5).u8(2).u8(0);
        EtwLayout layout = Recorded.layout(Recorded.kernel(THREAD, 3, 3, 8));

        assertThat(layout.problem(Recorded.event(payload.bytes()))).isEmpty();
        assertThat(layout.payload(Recorded.event(payload.bytes()))).containsEntry("ThreadName", "");
        payload.utf16("worker");
        assertThat(layout.problem(Recorded.event(payload.bytes()))).isEmpty();
        assertThat(layout.payload(Recorded.event(payload.bytes()))).containsEntry("ThreadName", "worker");
    }

    @Test
    void readsConnectionsWithTheirAddresses() {
        byte[] payload = Bytes.of()
                .u32(4)
                .u32(84)
                .raw(Bytes.hex("0a800075 effffffa"))
                .raw(Bytes.hex("01bb 076c"))
                .u64(0)
                .u32(0)
                .bytes();
        EtwLayout layout = Recorded.layout(Recorded.kernel(TCP, 11, 2, 8));

        assertThat(layout.payload(Recorded.event(payload)))
                .containsEntry("daddr", "10.128.0.117")
                .containsEntry("saddr", "239.255.255.250")
                .containsEntry("dport", 443L)
                .containsEntry("sport", 1900L);
        assertThat(layout.problem(Recorded.event(payload))).isEmpty();
    }

    @Test
    void namesTheValuesOfBuiltInMaps() {
        EtwLayout layout = Recorded.layout(Recorded.kernel(DISK, 10, 3, 8));

        assertThat(layout.fields().get(1).name()).isEqualTo("IrpFlags");
        assertThat(layout.payload(Recorded.event(Bytes.of().u32(7).u32(3).bytes())))
                .isEqualTo(Map.of("DiskNumber", 7L, "IrpFlags", new NamedNumber(3, "Nocache|MountCompletion")));
        assertThat(layout.payload(Recorded.event(Bytes.of().u32(7).u32(0).bytes())))
                .containsEntry("IrpFlags", new NamedNumber(0, "None"));
    }

    @Test
    void readsStacksToTheEnd() {
        byte[] payload =
                Bytes.of().u64(77).u32(4).u32(8).u32(0x1000).u32(0x2000).bytes();
        EtwLayout narrow = Recorded.layout(Recorded.kernel(STACK, 32, 2, 4));

        assertThat(narrow.payload(Recorded.event(payload))).containsEntry("Stack", List.of(0x1000L, 0x2000L));
        assertThat(narrow.problem(Recorded.event(payload))).isEmpty();
        assertThat(narrow.problem(Recorded.event(java.util.Arrays.copyOf(payload, payload.length - 1))))
                .isEqualTo("payload has 3 bytes beyond its schema");
    }

    @Test
    void readsRangesOfMemoryThatWereThereBeforeTheTrace() {
        Bytes payload = Bytes.of().u64(0x7FFE0000L).u64(4096).u32(4).u32(0x3000);
        Map<String, Object> expected = Map.of(
                "BaseAddr",
                0x7FFE0000L,
                "Length",
                4096L,
                "ProcessID",
                4L,
                "Flags",
                new NamedNumber(0x3000, "MEM_COMMIT|MEM_RESERVE"));
        for (int opcode : List.of(128, 129)) {
            EtwLayout layout = Recorded.layout(Recorded.kernel(MEMORY, opcode, 2, 8));

            assertThat(layout.payload(Recorded.event(payload.bytes()))).containsAllEntriesOf(expected);
            assertThat(layout.problem(Recorded.event(payload.bytes()))).isEmpty();
        }
        EtwLayout later = Recorded.layout(Recorded.kernel(MEMORY, 128, 2, 8));
        byte[] longer = payload.u64(8192).bytes();
        assertThat(later.payload(Recorded.event(longer))).containsEntry("CommitSizeInBytes", List.of(8192L));
        assertThat(later.problem(Recorded.event(longer))).isEmpty();
    }

    /** Payloads as long as Windows' own list of classes says they are. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            68fdd900-4a3e-11d1-84f4-0000f80464e3, 64,  MSNT_SystemTrace, EventTrace/DbgIdRSDS,              21, 21
            68fdd900-4a3e-11d1-84f4-0000f80464e3, 66,  MSNT_SystemTrace, EventTrace/BuildLab,               1,  1
            68fdd900-4a3e-11d1-84f4-0000f80464e3, 80,  MSNT_SystemTrace, EventTrace/PartitionInfoExtension, 48, 48
            3d6fa8d4-fe05-11d0-9dda-00c04fd7ba7c, 55,  MSNT_SystemTrace, DiskIO/OpticalRead,                44, 52
            3d6fa8d4-fe05-11d0-9dda-00c04fd7ba7c, 56,  MSNT_SystemTrace, DiskIO/OpticalWrite,               44, 52
            3d6fa8d4-fe05-11d0-9dda-00c04fd7ba7c, 57,  MSNT_SystemTrace, DiskIO/OpticalFlushBuffers,        24, 28
            3d6fa8d4-fe05-11d0-9dda-00c04fd7ba7c, 58,  MSNT_SystemTrace, DiskIO/OpticalReadInit,            8,  12
            3d6fa8d3-fe05-11d0-9dda-00c04fd7ba7c, 112, Windows Kernel,   Memory/SystemMemInfo,              88, 176
            3d6fa8d1-fe05-11d0-9dda-00c04fd7ba7c, 53,  MSNT_SystemTrace, Thread/ThreadAffinity,             12, 16
            3d6fa8d1-fe05-11d0-9dda-00c04fd7ba7c, 41,  MSNT_SystemTrace, Thread/SpinLock,                   44, 52
            3d6fa8d1-fe05-11d0-9dda-00c04fd7ba7c, 66,  MSNT_SystemTrace, Thread/AutoBoostSetFloor,          12, 16
            01853a65-418f-4f36-aefc-dc0f1d2fd235, 24,  MSNT_SystemTrace, SystemConfig/NUMANode,             4,  4
            01853a65-418f-4f36-aefc-dc0f1d2fd235, 26,  MSNT_SystemTrace, SystemConfig/ProcessorGroup,       4,  4
            01853a65-418f-4f36-aefc-dc0f1d2fd235, 27,  MSNT_SystemTrace, SystemConfig/ProcessorNumber,      4,  4
            01853a65-418f-4f36-aefc-dc0f1d2fd235, 35,  MSNT_SystemTrace, SystemConfig/Processors,           428, 428
            ae53722e-c863-11d2-8659-00c04fa321a1, 34,  MSNT_SystemTrace, Registry/Counters,                 88, 88
            ce1dbfb4-137e-4da6-87b0-3f59aa102cbc, 104, MSNT_SystemTrace, PerfInfo/SetKTimer2,               37, 49""")
    void readsRarerEventsToTheirEnd(
            UUID eventClass, int opcode, String provider, String name, int bytes32, int bytes64) {
        EtwLayout narrow = Recorded.layout(Recorded.kernel(eventClass, opcode, 3, 4));
        EtwLayout wide = Recorded.layout(Recorded.kernel(eventClass, opcode, 3, 8));

        assertThat(wide.provider() + " " + wide.eventName()).isEqualTo(provider + " " + name);
        assertThat(narrow.problem(Recorded.event(new byte[bytes32]))).isEmpty();
        assertThat(wide.problem(Recorded.event(new byte[bytes64]))).isEmpty();
        assertThat(wide.problem(Recorded.event(new byte[bytes64 - 1]))).startsWith("payload ends inside field");
    }

    @Test
    void unpacksTheXmlOfMergeTools() {
        byte[] text = "<a>abcabcabcabc</a>".getBytes(StandardCharsets.UTF_16LE);
        Bytes payload = Bytes.of()
                .u32(1)
                .u32(text.length)
                .u16(0x3000 | text.length - 1)
                .raw(text)
                .u16(0);
        EtwLayout layout = Recorded.layout(Recorded.kernel(WIN_SAT, 33, 0, 8));

        assertThat(layout.eventName()).isEqualTo("WinSat/WinSPR");
        assertThat(Recorded.read(layout, "Xml", Recorded.event(payload.bytes())))
                .isEqualTo("<a>abcabcabcabc</a>");
    }

    @Test
    void readsTheImagesAndProcessesThatSawbuckWrote() throws IOException {
        RealTraces.assumeThere();
        JsonNode expected = new ObjectMapper()
                .readTree(RealTraces.FOLDER.resolve("sawbuck-expected.json").toFile());

        for (JsonNode file : expected.get("image_data").get("files")) {
            assertThat(images(file.asText()))
                    .isEqualTo(expectedImages(expected.get("image_data").get("modules")));
        }
        assertThat(processes("process_data_32_v2.etl"))
                .isEqualTo(expectedProcesses(expected.get("process_data").get("processes")));
    }

    private static List<String> images(String file) throws IOException {
        List<String> images = new ArrayList<>();
        RealTraces.visit(file, (event, type, layout) -> {
            if (layout.eventName().startsWith("Image/")) {
                Map<String, Object> payload = layout.payload(event);
                assertThat(layout.problem(event)).isEmpty();
                images.add(type.opcode() + " " + payload.get("ImageBase") + " " + payload.get("ImageSize") + " "
                        + payload.get("FileName"));
            }
        });
        return images;
    }

    private static List<String> expectedImages(JsonNode modules) {
        List<String> images = new ArrayList<>();
        modules.forEach(module -> images.add("3 " + image(module)));
        images.add("2 " + image(modules.get(0)));
        images.add("10 " + image(modules.get(0)));
        return images;
    }

    private static String image(JsonNode module) {
        return Long.decode(module.get("base").asText()) + " "
                + Long.decode(module.get("size").asText()) + " "
                + module.get("file").asText();
    }

    private static List<String> processes(String file) throws IOException {
        List<String> processes = new ArrayList<>();
        RealTraces.visit(file, (event, type, layout) -> {
            if (type.opcode() == 3 || type.opcode() == 1) {
                Map<String, Object> payload = layout.payload(event);
                assertThat(layout.problem(event)).isEmpty();
                processes.add(payload.get("ProcessID") + " " + payload.get("ParentID") + " " + payload.get("SessionID")
                        + " " + payload.get("ImageFileName") + " " + payload.get("CommandLine"));
            }
        });
        return processes;
    }

    private static List<String> expectedProcesses(JsonNode expected) {
        List<String> processes = new ArrayList<>();
        expected.forEach(process -> processes.add(process.get("pid").asText() + " "
                + process.get("parent").asText() + " "
                + (int) process.get("session").asLong() + " "
                + process.get("image").asText() + " "
                + process.get("command_line").asText()));
        return processes;
    }
}
