package io.ringtail.app.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.app.Command;
import io.ringtail.app.input.Selection;
import io.ringtail.app.record.RecordCommand;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Style;
import io.ringtail.dsl.result.Format;
import io.ringtail.etw.write.EtlOptions;
import io.ringtail.etw.write.EtlWriter;
import io.ringtail.etw.write.KernelEvent;
import io.ringtail.etw.write.KernelPayload;
import io.ringtail.etw.write.PayloadBuilder;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.ExtendedItems;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.event.Ticks;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextColumnsTest {
    private static final long START = Ticks.of(Instant.parse("2026-05-06T07:08:09Z"));
    private static final UUID PROVIDER = UUID.fromString("7d3a2c10-5b6e-4f7a-9a01-0123456789ab");
    private static final EventType USER =
            new EventType(HeaderKind.EVENT, 8, PROVIDER, 7, 0, 0, 4, 1, 1, 0, EventType.NO_TRACE_LOGGING);
    private static final int CPUS = 2;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Console console =
            new Console(new PrintWriter(out), new PrintWriter(err), 0, Style.PLAIN, false, () -> 0);

    /** Writes the events of a trace, each at its second. */
    private static final class Story implements AutoCloseable {
        private final EtlWriter writer;
        private final PayloadBuilder payload = new PayloadBuilder(8);
        private final EventRecord record = new EventRecord();

        Story(Path trace) throws IOException {
            writer = EtlWriter.create(trace, EtlOptions.of(EtlOptions.systemTime(START), CPUS));
        }

        void user(int second, int pid, int tid) throws IOException {
            payload.clear();
            write(second, 0, USER, pid, tid);
        }

        void stack(int second, int itemType, byte[] item) throws IOException {
            record.clear();
            record.extended.add(itemType, item, 0, item.length);
            record.timeTicks = START + second * Ticks.PER_SECOND;
            writer.write(USER, record);
        }

        void kernel(int second, int cpu, KernelEvent event, KernelPayload content) throws IOException {
            content.writeTo(payload.clear());
            EventType type = event.type(8);
            boolean tells = type.kind() != HeaderKind.PERFINFO;
            write(second, cpu, type, tells ? 4 : EventRecord.UNKNOWN_ID, tells ? 8 : EventRecord.UNKNOWN_ID);
        }

        private void write(int second, int cpu, EventType type, int pid, int tid) throws IOException {
            record.clear();
            record.timeTicks = START + second * Ticks.PER_SECOND;
            record.cpu = cpu;
            record.pid = pid;
            record.tid = tid;
            payload.into(record);
            writer.write(type, record);
        }

        @Override
        public void close() throws IOException {
            writer.close();
        }
    }

    @Test
    void anIdThatIsUsedAgainNamesTheProcessOfItsTime() throws IOException {
        Path trace = folder.resolve("reuse.etl");
        try (Story story = new Story(trace)) {
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

        assertThat(ask(
                        trace,
                        "events | where EventId == 7 | sort by Timestamp asc"
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
        try (Story story = new Story(trace)) {
            story.kernel(0, 0, KernelEvent.PROCESS_RUNDOWN_START, process(70, 4, "app.exe", "app"));
            story.kernel(0, 0, KernelEvent.THREAD_RUNDOWN_START, thread(70, 71));
            story.kernel(1, 0, KernelEvent.PROFILE_SAMPLE, new KernelPayload.Sample(1, 71, 1));
            story.kernel(2, 0, KernelEvent.CONTEXT_SWITCH, switchTo(71, 0));
            story.kernel(3, 0, KernelEvent.PROFILE_SAMPLE, new KernelPayload.Sample(1, 71, 1));
            story.kernel(3, 1, KernelEvent.PROFILE_SAMPLE, new KernelPayload.Sample(1, 0, 1));
            story.kernel(4, 0, KernelEvent.CONTEXT_SWITCH, switchTo(0, 71));
            story.kernel(5, 0, KernelEvent.PROFILE_SAMPLE, new KernelPayload.Sample(1, 0, 1));
        }

        String samples = "events | where EventName == 'PerfInfo/Sample'";
        assertThat(ask(trace, samples + " | project Cpu, ProcessId, ThreadId, ProcessName"))
                .containsExactly("Cpu,ProcessId,ThreadId,ProcessName", "0,,,", "0,70,71,app.exe", "1,,,", "0,0,0,");
        assertThat(ask(trace, samples + " | where ThreadId == 71 | where ProcessId == 70 | count"))
                .containsExactly("Count", "1");
        assertThat(ask(trace, samples + " | where ProcessName == 'app.exe' | count"))
                .containsExactly("Count", "1");
    }

    @Test
    void aMachineHasTheNameThatItsKernelTells() throws IOException {
        Path trace = folder.resolve("machine.etl");
        try (Story story = new Story(trace)) {
            story.user(0, 1, 2);
            story.kernel(1, 0, KernelEvent.CPU_CONFIG, new KernelPayload.CpuConfig(3000, CPUS, 1024, "WEB-7", "shop"));
        }

        assertThat(ask(trace, "events | where EventId == 7 | project Machine")).containsExactly("Machine", "WEB-7");
    }

    @Test
    void aStackIsTheAddressesThatWereRecordedWithTheEvent() throws IOException {
        Path trace = folder.resolve("stacks.etl");
        PayloadBuilder item = new PayloadBuilder(8);
        try (Story story = new Story(trace)) {
            story.stack(
                    0,
                    ExtendedItems.STACK64,
                    item.clear().int64(9).int64(0x7FF0_0000_1000L).int64(-1).toBytes());
            story.stack(
                    1,
                    ExtendedItems.STACK32,
                    item.clear().int64(9).int32(0x8000_0000).int32(2).toBytes());
            story.stack(2, ExtendedItems.STACK64, item.clear().int64(9).toBytes());
            story.user(3, 1, 2);
        }

        assertThat(ask(trace, "events | where EventId == 7 | project Stack"))
                .containsExactly("Stack", "\"[140668768882688,-1]\"", "\"[2147483648,2]\"", "[]", "");
    }

    /** Asks the trace and a journal of it, which must say the same. */
    private List<String> ask(Path trace, String query) throws IOException {
        Path journal = trace.resolveSibling(trace.getFileName() + ".journal");
        if (!journal.toFile().exists()) {
            run(new RecordCommand(journal, List.of(trace.toString())));
        }
        String onFile = ask(new Selection(Optional.empty(), List.of(trace)), query);
        assertThat(ask(new Selection(Optional.of(journal), List.of()), query)).isEqualTo(onFile);
        return onFile.lines().toList();
    }

    private String ask(Selection selection, String query) throws IOException {
        return run(new QueryCommand(query, selection, Format.CSV, ZoneOffset.UTC));
    }

    private String run(Command command) throws IOException {
        out.getBuffer().setLength(0);
        assertThat(command.run(console)).as(err.toString()).isEqualTo(ExitStatus.DONE);
        console.flush();
        return out.toString();
    }

    private static KernelPayload process(int pid, int parent, String image, String commandLine) {
        return new KernelPayload.ProcessFacts(
                0xFFFF_8000L, pid, parent, 0, 0, 0, 0, new byte[0], image, commandLine, "", "");
    }

    private static KernelPayload thread(int pid, int tid) {
        return new KernelPayload.ThreadFacts(pid, tid, 0, 0, 0, 0, 0, 0, 0, 0, 8);
    }

    private static KernelPayload switchTo(int newTid, int oldTid) {
        return new KernelPayload.ContextSwitch(newTid, oldTid, 8, 8, 0, 2, 0);
    }
}
