package io.ringtail.app.query;

import static io.ringtail.app.query.TraceStory.image;
import static io.ringtail.app.query.TraceStory.process;
import static io.ringtail.app.query.TraceStory.switchTo;
import static io.ringtail.app.query.TraceStory.thread;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.etw.write.EtlOptions;
import io.ringtail.etw.write.KernelClass;
import io.ringtail.etw.write.KernelEvent;
import io.ringtail.etw.write.KernelPayload;
import io.ringtail.etw.write.MergeRecord;
import io.ringtail.etw.write.PayloadBuilder;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComputedFieldsTest {
    private static final UUID REGISTRY_CLASS = UUID.fromString("ae53722e-c863-11d2-8659-00c04fa321a1");
    private static final EventType FILE_READ = KernelClass.FILE_IO.type(HeaderKind.PERFINFO, 8, 67, 3);
    private static final EventType FILE_OPEN = KernelClass.FILE_IO.type(HeaderKind.PERFINFO, 8, 64, 3);
    private static final EventType DEFERRED_CALL = KernelClass.PERF_INFO.type(HeaderKind.PERFINFO, 8, 68, 2);
    private static final String NAME = "\\Device\\HarddiskVolume2\\a.log";

    @TempDir
    Path folder;

    private static EventType registry(int opcode) {
        return new EventType(
                HeaderKind.PERFINFO, 8, REGISTRY_CLASS, opcode, 2, 0, 0, opcode, 9, 0, EventType.NO_TRACE_LOGGING);
    }

    @Test
    void devicesHaveTheNamesThatTheTraceTells() throws IOException {
        Path trace = folder.resolve("volumes.etl");
        try (TraceStory story = new TraceStory(trace)) {
            for (String path : new String[] {
                NAME,
                "\\device\\HARDDISKVOLUME2\\b",
                "\\Device\\HarddiskVolume21\\c",
                "\\SystemRoot\\d.sys",
                "\\Windows\\e.dll",
                "\\??\\C:\\f",
                "g.exe"
            }) {
                story.kernel(1, 0, KernelEvent.IMAGE_LOAD, image(70, 0x1000, 9, path));
            }
            mapping(story, "\\Device\\HarddiskVolume2\\", "C:\\");
            mapping(story, "\\SystemRoot\\", "C:\\Windows\\");
            mapping(story, "\\??\\", "");
        }

        Asked asked = new Asked(trace);
        assertThat(asked.rows("['Windows Kernel/Image/Load'] | project FileName"))
                .containsExactly(
                        "FileName",
                        "C:\\a.log",
                        "C:\\b",
                        "\\Device\\HarddiskVolume21\\c",
                        "C:\\Windows\\d.sys",
                        "C:\\Windows\\e.dll",
                        "C:\\f",
                        "g.exe");
        assertThat(asked.rows("['Windows Kernel/Image/Load'] | where FileName == @'C:\\b' | project Payload.FileName"))
                .containsExactly("Payload_FileName", "C:\\b");
    }

    @Test
    void aFileHasTheNameOfItsKeyAtThatTime() throws IOException {
        Path trace = folder.resolve("files.etl");
        try (TraceStory story = new TraceStory(trace)) {
            read(story, 1, 0x10, 0xA);
            story.kernel(2, 0, KernelEvent.FILE_CREATE_NAME, new KernelPayload.FileName(0xA, "new.log"));
            read(story, 3, 0x10, 0xA);
            story.kernel(4, 0, KernelEvent.DISK_READ, new KernelPayload.DiskTransfer(0, 0, 512, 0, 0xB, 2, 5_000, 71));
            story.kernel(
                    5,
                    0,
                    FILE_OPEN,
                    out -> out.pointer(1)
                            .pointer(0x20)
                            .int32(71)
                            .int32(0)
                            .int32(0)
                            .int32(0)
                            .utf16("opened.log"));
            read(story, 6, 0x20, 0xC);
            story.kernel(7, 0, KernelEvent.FILE_RUNDOWN_NAME, new KernelPayload.FileName(0xB, "old.log"));
        }

        assertThat(new Asked(trace)
                        .rows("events | where EventName in ('FileIO/Read', 'DiskIO/Read')"
                                + " | project EventName, FileName, ElapsedTimeMSec"))
                .containsExactly(
                        "EventName,FileName,ElapsedTimeMSec",
                        "FileIO/Read,,",
                        "FileIO/Read,new.log,",
                        "DiskIO/Read,old.log,0.5",
                        "FileIO/Read,opened.log,");
    }

    @Test
    void aSwitchNamesTheProcessesOfItsThreads() throws IOException {
        Path trace = folder.resolve("switches.etl");
        try (TraceStory story = new TraceStory(trace)) {
            story.kernel(0, 0, KernelEvent.PROCESS_RUNDOWN_START, process(70, 4, "app.exe", "app"));
            story.kernel(0, 0, KernelEvent.THREAD_RUNDOWN_START, thread(70, 71));
            story.kernel(1, 0, KernelEvent.CONTEXT_SWITCH, switchTo(71, 99));
            story.kernel(2, 0, KernelEvent.READY_THREAD, new KernelPayload.ReadyThread(71, 0, 0));
        }

        Asked asked = new Asked(trace);
        assertThat(asked.rows("['Windows Kernel/Thread/CSwitch'] | project OldProcessID, OldProcessName, NewProcessID,"
                        + " NewProcessName"))
                .containsExactly("OldProcessID,OldProcessName,NewProcessID,NewProcessName", ",,70,app.exe");
        assertThat(asked.rows("['Windows Kernel/Dispatcher/ReadyThread'] | project AwakenedProcessName"))
                .containsExactly("AwakenedProcessName", "app.exe");
    }

    @Test
    void whatTellsItsStartHasLastedSinceThen() throws IOException {
        Path trace = folder.resolve("elapsed.etl");
        try (TraceStory story = new TraceStory(trace, EtlOptions.qpc(500, TraceStory.START), 8)) {
            story.kernel(
                    3, 0, DEFERRED_CALL, out -> out.int64(story.raw(3) - 12_345).pointer(1));
        }

        assertThat(new Asked(trace).rows("['Windows Kernel/PerfInfo/DPC'] | project ElapsedTimeMSec"))
                .containsExactly("ElapsedTimeMSec", "1.2345");
    }

    @Test
    void aDiskServesOneTransferAfterTheOther() throws IOException {
        Path trace = folder.resolve("disks.etl");
        try (TraceStory story = new TraceStory(trace)) {
            int second = 10_000_000;
            transfer(story, 1, 0, 0x60000, second / 2);
            transfer(story, 2, 1, 0x20003, 2 * second);
            transfer(story, 3, 0, 0, 5 * second);
            transfer(story, 4, 0, 0, second / 4);
        }

        Asked asked = new Asked(trace);
        assertThat(asked.rows("['Windows Kernel/DiskIO/Read'] | project DiskNumber, ElapsedTimeMSec,"
                        + " DiskServiceTimeMSec, Priority, tolong(Priority)"))
                .containsExactly(
                        "DiskNumber,ElapsedTimeMSec,DiskServiceTimeMSec,Priority,Priority1",
                        "0,500.0,500.0,Normal,3",
                        "1,2000.0,2000.0,Verylow,1",
                        "0,5000.0,2000.0,Notset,0",
                        "0,250.0,250.0,Notset,0");
        assertThat(asked.rows("events | where DiskServiceTimeMSec < ElapsedTimeMSec | count"))
                .containsExactly("Count", "1");
    }

    private static void transfer(TraceStory story, int second, int disk, int flags, int ticks) throws IOException {
        story.kernel(
                second,
                0,
                KernelEvent.DISK_READ,
                new KernelPayload.DiskTransfer(disk, flags, 512, 0, 0xB, 2, ticks, 71));
    }

    @Test
    void aSampleTellsWhatItInterruptedAndAThreadWhoStartedIt() throws IOException {
        Path trace = folder.resolve("samples.etl");
        EventType sample = KernelClass.PERF_INFO.type(HeaderKind.PERFINFO, 8, 46, 2);
        try (TraceStory story = new TraceStory(trace)) {
            story.kernel(
                    1,
                    1,
                    sample,
                    out -> out.pointer(9).int32(71).int16(1).int8(0x71).int8(0));
            story.kernel(
                    2,
                    0,
                    sample,
                    out -> out.pointer(9).int32(71).int16(1).int8(0x42).int8(0));
            story.kernel(3, 0, sample, out -> out.pointer(9).int32(71));
            story.kernel(4, 0, KernelEvent.THREAD_START, thread(70, 71));
            story.kernel(5, 0, KernelEvent.THREAD_RUNDOWN_START, thread(70, 71));
        }

        Asked asked = new Asked(trace);
        assertThat(asked.rows("['Windows Kernel/PerfInfo/Sample']"
                        + " | project ProcessorNumber, Priority, ExecutingDPC, ExecutingISR"))
                .containsExactly(
                        "ProcessorNumber,Priority,ExecutingDPC,ExecutingISR",
                        "1,14,true,false",
                        "0,8,false,true",
                        "0,,,");
        assertThat(
                        asked.rows(
                                "events | where TaskName == 'Thread' | project EventName, Payload.ParentProcessID, ParentThreadID"))
                .containsExactly(
                        "EventName,Payload_ParentProcessID,ParentThreadID", "Thread/Start,4,8", "Thread/DCStart,,");
    }

    @Test
    void aRegistryKeyHasTheNameOfItsHandle() throws IOException {
        Path trace = folder.resolve("registry.etl");
        try (TraceStory story = new TraceStory(trace)) {
            story.kernel(1, 0, registry(16), out -> key(out, 0xE).utf16("Start"));
            story.kernel(2, 0, registry(25), out -> key(out, 0xE).utf16("\\REGISTRY\\MACHINE\\X"));
        }

        assertThat(new Asked(trace).rows("['Windows Kernel/Registry/QueryValue'] | project KeyName, ValueName"))
                .containsExactly("KeyName,ValueName", "\\REGISTRY\\MACHINE\\X,Start");
    }

    private static PayloadBuilder key(PayloadBuilder out, long handle) {
        return out.int64(0).int32(0).int32(0).pointer(handle);
    }

    private static void mapping(TraceStory story, String device, String drive) throws IOException {
        story.kernel(
                9,
                0,
                MergeRecord.VOLUME_MAPPING.type(8),
                out -> out.utf16(device).utf16(drive));
    }

    private static void read(TraceStory story, int second, long object, long key) throws IOException {
        story.kernel(
                second,
                0,
                FILE_READ,
                out -> out.int64(0)
                        .pointer(1)
                        .pointer(object)
                        .pointer(key)
                        .int32(71)
                        .int32(512)
                        .int32(0));
    }
}
