package io.ringtail.app.query;

import static io.ringtail.app.query.TraceStory.image;
import static io.ringtail.app.query.TraceStory.process;
import static io.ringtail.app.query.TraceStory.switchTo;
import static io.ringtail.app.query.TraceStory.thread;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.app.export.ExportCommand;
import io.ringtail.app.export.ExportFormat;
import io.ringtail.app.export.Times;
import io.ringtail.app.input.Selection;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Style;
import io.ringtail.etw.write.KernelClass;
import io.ringtail.etw.write.KernelEvent;
import io.ringtail.etw.write.KernelPayload;
import io.ringtail.etw.write.MergeRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cut-out brings what its events need to be read as before, and of that no more than it needs. */
class CutOutTest {
    private static final EventType PAGE_FAULT = KernelClass.PAGE_FAULT.type(HeaderKind.PERFINFO, 8, 11, 2);
    private static final String COLUMNS = " | project Timestamp, ProcessId, ThreadId, ProcessName, CommandLine,"
            + " ParentProcessId, Stack, file = column_ifexists('FileName', ''), Payload";

    @TempDir
    Path folder;

    private Path trace = Path.of("");

    @BeforeEach
    void write() throws IOException {
        trace = folder.resolve("story.etl");
        try (TraceStory story = new TraceStory(trace)) {
            story.kernel(0, 0, KernelEvent.PROCESS_RUNDOWN_START, process(70, 4, "app.exe", "app 1"));
            story.kernel(0, 0, KernelEvent.PROCESS_RUNDOWN_START, process(80, 4, "other.exe", "other"));
            story.kernel(0, 0, KernelEvent.THREAD_RUNDOWN_START, thread(70, 71));
            story.kernel(0, 0, KernelEvent.THREAD_RUNDOWN_START, thread(80, 81));
            story.kernel(0, 0, KernelEvent.IMAGE_LOAD, image(70, 0x1000, 0x1000, "app.exe"));
            story.kernel(0, 0, KernelEvent.IMAGE_LOAD, image(80, 0x1000, 0x1000, "other.exe"));
            story.kernel(1, 1, KernelEvent.CONTEXT_SWITCH, switchTo(81, 0));
            story.kernel(2, 1, KernelEvent.CONTEXT_SWITCH, switchTo(71, 81));
            story.kernel(3, 1, PAGE_FAULT, out -> out.pointer(9).pointer(0x1010));
            stack(story, 3, 70, 71, 0x1010);
            story.kernel(4, 1, KernelEvent.CONTEXT_SWITCH, switchTo(81, 71));
            story.kernel(5, 1, PAGE_FAULT, out -> out.pointer(9).pointer(0x1020));
            stack(story, 5, 80, 81, 0x1020);
            story.kernel(6, 0, KernelEvent.DISK_READ, new KernelPayload.DiskTransfer(0, 0, 512, 0, 0xB, 2, 5_000, 71));
            story.kernel(7, 0, KernelEvent.FILE_RUNDOWN_NAME, new KernelPayload.FileName(0xA, "\\Device\\V\\a.log"));
            story.kernel(7, 0, KernelEvent.FILE_RUNDOWN_NAME, new KernelPayload.FileName(0xB, "\\Device\\V\\b.log"));
            story.kernel(
                    9,
                    0,
                    MergeRecord.VOLUME_MAPPING.type(8),
                    out -> out.utf16("\\Device\\V\\").utf16("C:\\"));
        }
    }

    private static void stack(TraceStory story, int second, int pid, int tid, long address) throws IOException {
        story.kernel(second, 1, KernelEvent.STACK, new KernelPayload.StackWalk(story.raw(second), pid, tid, new long[] {
            address
        }));
    }

    @Test
    void anEventWithoutIdsKeepsItsThreadAndItsStack() throws IOException {
        String where = "['Windows Kernel/Memory/DemandZeroFault'] | where ProcessId == 70";

        Path cut = readsAsBefore(where, "app.exe+0x10", "app 1");

        assertThat(new Asked(cut).rows("events | summarize n = count() by EventName | sort by EventName asc"))
                .containsExactly(
                        "EventName,n",
                        "EventTrace,1",
                        "Image/Load,1",
                        "Memory/DemandZeroFault,1",
                        "Process/DCStart,2",
                        "StackWalk/Stack,1",
                        "SysConfig/VolumeMapping,1",
                        "Thread/CSwitch,1",
                        "Thread/DCStart,2");
    }

    @Test
    void aFileKeepsItsName() throws IOException {
        Path cut = readsAsBefore("['Windows Kernel/DiskIO/Read']", "C:\\b.log", "app.exe");

        assertThat(new Asked(cut).rows("['Windows Kernel/FileIO/FileRundown'] | project FileName"))
                .containsExactly("FileName", "C:\\b.log");
    }

    @Test
    void aStackKeepsTheNamesOfItsMethodsAndOfNoOthers() throws IOException {
        trace = folder.resolve("methods.etl");
        try (TraceStory story = new TraceStory(trace)) {
            story.kernel(0, 0, KernelEvent.PROCESS_RUNDOWN_START, process(70, 4, "app.exe", "app 1"));
            story.event(
                    1, 0, DotNetEvents.METHOD_LOAD, 70, 71, DotNetEvents.method(7, 0x1000, 0x20, "Shop.Cart", "Add"));
            story.event(
                    1, 0, DotNetEvents.METHOD_LOAD, 70, 71, DotNetEvents.method(8, 0x1020, 0x20, "Shop.Cart", "Pay"));
            story.event(1, 0, DotNetEvents.METHOD_LOAD, 80, 81, DotNetEvents.method(7, 0x1000, 0x20, "No", "Other"));
            story.kernel(3, 1, PAGE_FAULT, out -> out.pointer(9).pointer(0x1010));
            stack(story, 3, 70, 71, 0x1010);
            story.event(8, 0, DotNetEvents.MODULE_RUNDOWN, 70, 71, DotNetEvents.module(7, "C:\\shop\\Shop.Web.dll"));
            story.event(8, 0, DotNetEvents.MODULE_RUNDOWN, 70, 71, DotNetEvents.module(8, "C:\\shop\\Shop.Pay.dll"));
            story.event(8, 0, DotNetEvents.MODULE_RUNDOWN, 80, 81, DotNetEvents.module(7, "C:\\other.dll"));
        }

        Path cut = readsAsBefore("['Windows Kernel/Memory/DemandZeroFault']", "Shop.Web!Shop.Cart.Add+0x10");

        assertThat(new Asked(cut)
                        .rows("events | where Provider startswith 'Microsoft-Windows-DotNET'"
                                + " | project EventName, Payload.MethodName, Payload.ModuleILPath"))
                .containsExactly(
                        "EventName,Payload_MethodName,Payload_ModuleILPath",
                        "Method/LoadVerbose,Add,",
                        "Loader/ModuleDCStop,,C:\\shop\\Shop.Web.dll");
    }

    private Path readsAsBefore(String where, String... wanted) throws IOException {
        Path cut = Files.createTempDirectory(folder, "cut").resolve("cut.etl");
        List<String> before = new Asked(trace).rows(where + COLUMNS);
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out);
        Console console = new Console(writer, writer, 0, Style.PLAIN, false, () -> 0);
        ExitStatus status = new ExportCommand(
                        new Selection(Optional.empty(), List.of(trace)), ExportFormat.ETL, cut, where, Times.ALL, false)
                .run(console);
        console.flush();

        assertThat(status).as(out.toString()).isEqualTo(ExitStatus.DONE);
        assertThat(out.toString())
                .matches("(?s)wrote .*: 1 event, [0-9]+ others that name their processes, modules and files, .*");
        assertThat(before).hasSize(2);
        assertThat(before.get(1)).contains(wanted);
        assertThat(new Asked(cut).rows(where + COLUMNS)).isEqualTo(before);
        return cut;
    }
}
