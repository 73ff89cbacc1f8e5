package io.ringtail.app.query;

import static io.ringtail.app.query.TraceStory.process;
import static io.ringtail.app.query.TraceStory.switchTo;
import static io.ringtail.app.query.TraceStory.thread;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.etw.write.KernelClass;
import io.ringtail.etw.write.KernelEvent;
import io.ringtail.etw.write.KernelPayload;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextColumnsTest {
    private static final EventType SYSTEM_CALL = KernelClass.PERF_INFO.type(HeaderKind.PERFINFO, 8, 51, 2);
    private static final EventType THREAD_NAMED = KernelClass.THREAD.type(HeaderKind.PERFINFO, 8, 72, 2);
    private static final UUID MEMORY_CLASS = UUID.fromString("3d6fa8d3-fe05-11d0-9dda-00c04fd7ba7c");
    private static final EventType MEMORY_ALLOCATED =
            new EventType(HeaderKind.PERFINFO, 8, MEMORY_CLASS, 98, 2, 0, 0, 98, 2, 0, EventType.NO_TRACE_LOGGING);

    @TempDir
    Path folder;

    @Test
    void anIdThatIsUsedAgainNamesTheProcessOfItsTime() throws IOException {
        Path trace = folder.resolve("reuse.etl");
        try (TraceStory story = new TraceStory(trace)) {
            story.user(1, 70, 71);
            story.kernel(2, 0, KernelEvent.PROCESS_END, process(70, 4, "old.exe", "old --run"));
            story.user(3, 70, 71);
            story.kernel(4, 0, KernelEvent.PROCESS_START, process(70, 9, "new.exe", "new --run"));
            story.user(5, 70, 71);
            story.user(6, 80, 81);
            story.kernel(7, 0, KernelEvent.PROCESS_START, process(80, 9, "late.exe", "late"));
            story.kernel(8, 0, KernelEvent.PROCESS_RUNDOWN_END, process(90, 1, "service.exe", ""));
            story.user(0, 90, 91);
        }

        assertThat(new Asked(trace)
                        .rows("events | where EventId == 7 | sort by Timestamp asc"
                                + " | project ProcessId, ProcessName, CommandLine, ParentProcessId"))
                .containsExactly(
                        "ProcessId,ProcessName,CommandLine,ParentProcessId",
                        "90,service.exe,,1",
                        "70,old.exe,old --run,4",
                        "70,old.exe,old --run,4",
                        "70,new.exe,new --run,9",
                        "80,,,");
    }

    @Test
    void aRecordWithoutIdsHasThoseOfTheThreadOnItsProcessor() throws IOException {
        Path trace = folder.resolve("switches.etl");
        try (TraceStory story = new TraceStory(trace)) {
            story.kernel(0, 0, KernelEvent.PROCESS_RUNDOWN_START, process(70, 4, "app.exe", "app"));
            story.kernel(0, 0, KernelEvent.THREAD_RUNDOWN_START, thread(70, 71));
            story.kernel(1, 0, SYSTEM_CALL, content -> content.pointer(1));
            story.kernel(2, 0, KernelEvent.CONTEXT_SWITCH, switchTo(71, 0));
            story.kernel(3, 0, SYSTEM_CALL, content -> content.pointer(1));
            story.kernel(3, 1, SYSTEM_CALL, content -> content.pointer(1));
            story.kernel(4, 0, KernelEvent.CONTEXT_SWITCH, switchTo(0, 71));
            story.kernel(5, 0, SYSTEM_CALL, content -> content.pointer(1));
        }

        Asked asked = new Asked(trace);
        String calls = "events | where EventName == 'PerfInfo/SysClEnter'";
        assertThat(asked.rows(calls + " | project Cpu, ProcessId, ThreadId, ProcessName"))
                .containsExactly("Cpu,ProcessId,ThreadId,ProcessName", "0,,,", "0,70,71,app.exe", "1,,,", "0,0,0,");
        assertThat(asked.rows(calls + " | where ThreadId == 71 | where ProcessId == 70 | count"))
                .containsExactly("Count", "1");
        assertThat(asked.rows(calls + " | where ProcessId != 70 | count")).containsExactly("Count", "3");
        assertThat(asked.rows(calls + " | where ProcessName == 'app.exe' | count"))
                .containsExactly("Count", "1");
    }

    /** As in a trace that has images and connections, and of processes and threads nothing. */
    @Test
    void aPayloadTellsIdsAlsoWhereNothingElseIsSaidOfItsMachine() throws IOException {
        Path trace = folder.resolve("alone.etl");
        try (TraceStory story = new TraceStory(trace)) {
            story.kernel(1, 0, KernelEvent.TCP_RECEIVE, new KernelPayload.TcpReceive(70, 9, 1, 2, 3, 4, 5, 6));
            story.kernel(2, 0, KernelEvent.DISK_READ, new KernelPayload.DiskTransfer(0, 0, 512, 0, 1, 2, 3, 71));
        }

        assertThat(new Asked(trace)
                        .rows("['Windows Kernel'] | where EventName != 'EventTrace' | project ProcessId, ThreadId"))
                .containsExactly("ProcessId,ThreadId", "70,", ",71");
    }

    @Test
    void aRecordWithoutIdsHasThoseThatItsPayloadTells() throws IOException {
        Path trace = folder.resolve("payloads.etl");
        try (TraceStory story = new TraceStory(trace)) {
            story.kernel(0, 0, KernelEvent.PROCESS_RUNDOWN_START, process(70, 4, "app.exe", "app"));
            story.kernel(0, 0, KernelEvent.THREAD_RUNDOWN_START, thread(70, 71));
            story.kernel(1, 0, KernelEvent.PROFILE_SAMPLE, new KernelPayload.Sample(1, 71, 1));
            story.kernel(2, 0, KernelEvent.DISK_READ, new KernelPayload.DiskTransfer(0, 0, 512, 0, 1, 2, 3, 71));
            story.kernel(3, 0, KernelEvent.TCP_RECEIVE, new KernelPayload.TcpReceive(70, 9, 1, 2, 3, 4, 5, 6));
            story.kernel(
                    4,
                    0,
                    MEMORY_ALLOCATED,
                    content -> content.pointer(1).pointer(2).int32(70).int32(0));
            story.kernel(5, 0, SYSTEM_CALL, content -> content.pointer(1));
            story.kernel(6, 0, KernelEvent.PROFILE_SAMPLE, new KernelPayload.Sample(1, 0, 1));
        }

        assertThat(new Asked(trace)
                        .rows(
                                "events | where HeaderKind == 'perfinfo64' and Timestamp > datetime(2026-05-06 07:08:09.5)"
                                        + " | project EventName, ProcessId, ThreadId, ProcessName"))
                .containsExactly(
                        "EventName,ProcessId,ThreadId,ProcessName",
                        "PerfInfo/Sample,70,71,app.exe",
                        "DiskIO/Read,70,71,app.exe",
                        "TcpIp/Recv,70,,app.exe",
                        "VirtualMem/Alloc,70,,app.exe",
                        "PerfInfo/SysClEnter,,,",
                        "PerfInfo/Sample,0,0,");
    }

    @Test
    void aThreadHasTheNameOfItsTime() throws IOException {
        Path trace = folder.resolve("names.etl");
        try (TraceStory story = new TraceStory(trace)) {
            story.user(1, 70, 71);
            story.kernel(
                    2, 0, THREAD_NAMED, content -> content.int32(70).int32(71).utf16("early"));
            story.user(3, 70, 71);
            story.kernel(
                    4, 0, THREAD_NAMED, content -> content.int32(70).int32(71).utf16("late"));
            story.user(5, 70, 71);
            story.user(5, 70, 72);
            story.kernel(6, 0, KernelEvent.THREAD_START, thread(80, 71));
            story.user(8, 80, 71);
        }

        assertThat(new Asked(trace).rows("events | where EventId == 7 | project ThreadId, ThreadName"))
                .containsExactly("ThreadId,ThreadName", "71,early", "71,early", "71,late", "72,", "71,");
    }

    @Test
    void aMachineHasTheNameThatItsKernelTells() throws IOException {
        Path trace = folder.resolve("machine.etl");
        try (TraceStory story = new TraceStory(trace)) {
            story.user(0, 1, 2);
            story.kernel(
                    1,
                    0,
                    KernelEvent.CPU_CONFIG,
                    new KernelPayload.CpuConfig(3000, TraceStory.CPUS, 1024, "WEB-7", "shop"));
        }

        assertThat(new Asked(trace).rows("events | where EventId == 7 | project Machine"))
                .containsExactly("Machine", "WEB-7");
    }

    @Test
    void tracesOfOneStartOfAMachineShareItsProcesses() throws IOException {
        Path kernel = folder.resolve("kernel.etl");
        Path user = folder.resolve("user.etl");
        try (TraceStory story = new TraceStory(kernel)) {
            story.kernel(0, 0, KernelEvent.PROCESS_RUNDOWN_START, process(70, 4, "app.exe", "app"));
        }
        try (TraceStory story = new TraceStory(user)) {
            story.user(1, 70, 71);
        }

        assertThat(new Asked(kernel, user).rows("events | where EventId == 7 | project ProcessName"))
                .containsExactly("ProcessName", "app.exe");
    }
}
