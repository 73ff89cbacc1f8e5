package io.ringtail.app.query;

import static io.ringtail.app.query.TraceStory.manifest;
import static io.ringtail.app.query.TraceStory.process;
import static io.ringtail.app.query.TraceStory.switchTo;
import static io.ringtail.app.query.TraceStory.thread;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.etw.write.KernelClass;
import io.ringtail.etw.write.KernelEvent;
import io.ringtail.etw.write.KernelPayload;
import io.ringtail.etw.write.PayloadBuilder;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks every question of {@code docs/questions.md} of a trace whose answers are known. */
class QuestionsTest {
    private static final Pattern QUESTION =
            Pattern.compile("## ([^\n]*)\n(?:(?!\n## ).)*?```kusto\n(.*?)```", Pattern.DOTALL);
    private static final UUID IMAGE_ID = UUID.fromString("b3e675d7-2554-4f18-830b-2762732560de");
    private static final EventType FILE_VERSION =
            new EventType(HeaderKind.FULL, 8, IMAGE_ID, 64, 0, 0, 0, 64, 0, 0, EventType.NO_TRACE_LOGGING);
    private static final EventType FILE_OPEN = KernelClass.FILE_IO.type(HeaderKind.PERFINFO, 8, 64, 3);
    private static final EventType FILE_DONE = KernelClass.FILE_IO.type(HeaderKind.PERFINFO, 8, 76, 3);
    private static final EventType HARD_FAULT = KernelClass.PAGE_FAULT.type(HeaderKind.PERFINFO, 8, 32, 2);
    private static final EventType RETRANSMIT = KernelClass.TCP_IP.type(HeaderKind.PERFINFO, 8, 14, 2);
    private static final EventType SUSPEND = manifest(DotNetEvents.RUNTIME, 9, 10, 1);
    private static final EventType RESTARTED = manifest(DotNetEvents.RUNTIME, 3, 132, 1);
    private static final EventType THROWN =
            new EventType(HeaderKind.EVENT, 8, DotNetEvents.RUNTIME, 80, 1, 0, 2, 1, 7, 0, EventType.NO_TRACE_LOGGING);
    private static final KernelPayload.DiskTransfer TRANSFER =
            new KernelPayload.DiskTransfer(0, 0, 2048, 0, 0xA, 0x100, 5_000, 71);

    @TempDir
    Path folder;

    @Test
    void everyQuestionHasItsAnswer() throws IOException {
        Asked asked = new Asked(trace());
        Map<String, List<String>> answers = new LinkedHashMap<>();
        for (Map.Entry<String, String> question : questions().entrySet()) {
            List<String> rows = asked.rows(question.getValue());
            answers.put(question.getKey(), rows.subList(1, rows.size()));
        }

        assertThat(answers).containsExactlyEntriesOf(expected());
    }

    private static Map<String, List<String>> expected() {
        Map<String, List<String>> expected = new LinkedHashMap<>();
        expected.put("Which processes burned CPU?", List.of("web.exe,70,2,66.7", "System,4,1,33.3"));
        expected.put("In which functions?", List.of("web.exe+0x10,2"));
        expected.put("How long was each process on a processor?", List.of("web.exe,00:00:03,2", "System,00:00:02,1"));
        expected.put(
                "What was started, what ended, and with which exit code?",
                List.of("70,web.exe,2026-05-06T07:08:10.0000000Z,2026-05-06T07:08:49.0000000Z,c0000005,web --port 80"));
        expected.put("Which modules did a process load, in which versions?", List.of("C:\\web.exe,1.2.3.4,Contoso"));
        expected.put("Which files were slow on disk?", List.of("DiskIO/Read,C:\\web.log,web.exe,2,4,1.0,0.5"));
        expected.put(
                "Who opened this file, and with what result?",
                List.of(
                        "2026-05-06T07:08:22.0000000Z,web.exe,70,C:\\web.config,0",
                        "2026-05-06T07:08:23.0000000Z,web.exe,70,C:\\missing.config,c0000034"));
        expected.put("Which page faults waited for a disk?", List.of("web.exe,C:\\web.log,1,4,1000.0"));
        expected.put("Which connections retransmitted?", List.of("web.exe,10.0.0.1 443,2,1"));
        expected.put(
                "How long did the garbage collector stop each process?", List.of("web.exe,70,2,00:00:03,00:00:02"));
        expected.put(
                "Which exceptions were thrown?",
                List.of("web.exe,System.IO.IOException,the disk is full,1,2026-05-06T07:08:45.0000000Z"));
        return expected;
    }

    private static Map<String, String> questions() throws IOException {
        String page = Files.readString(Path.of(System.getProperty("ringtail.root"), "docs", "questions.md"));
        Map<String, String> questions = new LinkedHashMap<>();
        QUESTION.matcher(page).results().forEach(found -> questions.put(found.group(1), found.group(2)));
        return questions;
    }

    private Path trace() throws IOException {
        Path trace = folder.resolve("questions.etl");
        try (TraceStory story = new TraceStory(trace)) {
            processes(story);
            samples(story);
            files(story);
            connections(story);
            dotNet(story);
            story.kernel(40, 0, KernelEvent.PROCESS_END, ended(70, 0xC000_0005));
        }
        return trace;
    }

    private static void processes(TraceStory story) throws IOException {
        story.kernel(0, 0, KernelEvent.PROCESS_RUNDOWN_START, process(4, 0, "System", ""));
        story.kernel(0, 0, KernelEvent.THREAD_RUNDOWN_START, thread(4, 8));
        story.kernel(1, 0, KernelEvent.PROCESS_START, process(70, 4, "web.exe", "web --port 80"));
        story.kernel(1, 0, KernelEvent.THREAD_START, thread(70, 71));
        KernelPayload image = new KernelPayload.ImageFacts(0x10000, 0x1000, 70, 0, 1234, 0x10000, "C:\\web.exe");
        story.kernel(1, 0, KernelEvent.IMAGE_RUNDOWN_END, image);
        story.kernel(1, 0, FILE_VERSION, QuestionsTest::version);
    }

    private static void samples(TraceStory story) throws IOException {
        story.kernel(2, 0, KernelEvent.CONTEXT_SWITCH, switchTo(71, 8));
        for (int second : new int[] {3, 4}) {
            story.kernel(second, 0, KernelEvent.PROFILE_SAMPLE, new KernelPayload.Sample(0x10010, 71, 1));
            long[] stack = {0x10010, 0x10200};
            story.kernel(second, 0, KernelEvent.STACK, new KernelPayload.StackWalk(story.raw(second), 70, 71, stack));
        }
        story.kernel(5, 0, KernelEvent.CONTEXT_SWITCH, switchTo(8, 71));
        story.kernel(6, 0, KernelEvent.PROFILE_SAMPLE, new KernelPayload.Sample(0x50000, 8, 1));
        story.kernel(7, 0, KernelEvent.CONTEXT_SWITCH, switchTo(71, 8));
    }

    private static void files(TraceStory story) throws IOException {
        story.kernel(10, 0, KernelEvent.FILE_CREATE_NAME, new KernelPayload.FileName(0xA, "C:\\web.log"));
        story.kernel(11, 0, KernelEvent.DISK_READ, TRANSFER);
        story.kernel(12, 0, KernelEvent.DISK_READ, TRANSFER);
        open(story, 13, 0x200, "C:\\web.config", 0);
        open(story, 14, 0x200, "C:\\missing.config", 0xC000_0034);
        open(story, 15, 0x300, "C:\\other.txt", 0);
        story.kernel(17, 0, HARD_FAULT, fault(story.raw(16)));
    }

    private static void connections(TraceStory story) throws IOException {
        for (int second : new int[] {20, 21}) {
            KernelPayload sent = new KernelPayload.TcpSend(70, 9, 0x0A000001, 0x0A000002, 443, 50_000, 0, 0, 1, 7);
            story.kernel(second, 0, KernelEvent.TCP_SEND, sent);
        }
        KernelPayload again = new KernelPayload.TcpReceive(70, 9, 0x0A000001, 0x0A000002, 443, 50_000, 1, 7);
        story.kernel(22, 0, RETRANSMIT, again::writeTo);
    }

    private static void dotNet(TraceStory story) throws IOException {
        stopped(story, 30, 31);
        stopped(story, 33, 35);
        story.event(36, 0, THROWN, 70, 71, QuestionsTest::exception);
    }

    private static void stopped(TraceStory story, int from, int to) throws IOException {
        story.event(from, 0, SUSPEND, 70, 71, content -> content.int16(1));
        story.event(to, 0, RESTARTED, 70, 71, content -> {});
    }

    private static void open(TraceStory story, int second, long irp, String file, int status) throws IOException {
        story.kernel(
                second,
                0,
                FILE_OPEN,
                content -> content.pointer(irp)
                        .pointer(0xB)
                        .int32(71)
                        .int32(0)
                        .int32(0)
                        .int32(0)
                        .utf16(file));
        story.kernel(
                second, 0, FILE_DONE, content -> content.pointer(irp).pointer(0).int32(status));
    }

    private static Consumer<PayloadBuilder> fault(long since) {
        return content -> content.int64(since)
                .int64(0)
                .pointer(0x20000)
                .pointer(0xA)
                .int32(71)
                .int32(4096);
    }

    private static KernelPayload ended(int pid, int exitStatus) {
        return new KernelPayload.ProcessFacts(
                0, pid, 4, 0, exitStatus, 0, 0, new byte[0], "web.exe", "web --port 80", "", "");
    }

    private static void version(PayloadBuilder content) {
        content.int32(0x1000)
                .int32(1234)
                .utf16("web.exe")
                .utf16("Web")
                .utf16("1.2.3.4")
                .utf16("1.2.3.4");
        content.utf16("English")
                .utf16("Web")
                .utf16("Contoso")
                .utf16("1.2")
                .utf16("")
                .utf16("");
    }

    private static void exception(PayloadBuilder content) {
        content.utf16("System.IO.IOException")
                .utf16("the disk is full")
                .pointer(0)
                .int32(0x80070070)
                .int16(0)
                .int16(1);
    }
}
