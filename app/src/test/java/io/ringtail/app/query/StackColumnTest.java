package io.ringtail.app.query;

import static io.ringtail.app.query.TraceStory.image;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.etw.write.EtlOptions;
import io.ringtail.etw.write.KernelClass;
import io.ringtail.etw.write.KernelEvent;
import io.ringtail.etw.write.KernelPayload;
import io.ringtail.etw.write.PayloadBuilder;
import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.ExtendedItems;
import io.ringtail.ring.event.HeaderKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackColumnTest {
    private static final EventType SYSTEM_CALL = KernelClass.PERF_INFO.type(HeaderKind.PERFINFO, 8, 51, 2);
    private static final EventType KEY_RUNDOWN = KernelClass.STACK_WALK.type(HeaderKind.PERFINFO, 8, 36, 2);
    private static final EventType KERNEL_KEY = KernelClass.STACK_WALK.type(HeaderKind.PERFINFO, 8, 37, 2);
    private static final EventType USER_KEY = KernelClass.STACK_WALK.type(HeaderKind.PERFINFO, 8, 38, 2);
    private static final UUID EVENT_TRACING = UUID.fromString("b675ec37-bdb6-4648-bc92-f3fdc74d3ca2");
    private static final EventType STACK_ON_EXIT = TraceStory.manifest(EVENT_TRACING, 18, 24, 18);
    private static final UUID DOTNET = UUID.fromString("e13c0d23-ccbc-4e12-931b-d9cc2eee27e4");
    private static final EventType COLLECTION = TraceStory.manifest(DOTNET, 1, 1, 1);
    private static final EventType DOTNET_STACK = TraceStory.manifest(DOTNET, 82, 0, 11);
    private static final int PID = 70;
    private static final int TID = 71;
    private static final long KERNEL = 0xFFFF_F800_0000_1000L;
    private static final long USER = 0x7FF0_0000_1000L;

    @TempDir
    Path folder;

    private final PayloadBuilder item = new PayloadBuilder(8);

    @Test
    void aStackIsTheAddressesThatWereRecordedWithTheEvent() throws IOException {
        Path trace = folder.resolve("items.etl");
        try (TraceStory story = new TraceStory(trace)) {
            story.item(
                    0,
                    1,
                    2,
                    ExtendedItems.STACK64,
                    bytes(out -> out.int64(9).int64(USER).int64(-1)));
            story.item(
                    1,
                    1,
                    2,
                    ExtendedItems.STACK32,
                    bytes(out -> out.int64(9).int32(0x8000_0000).int32(2)));
            story.item(2, 1, 2, ExtendedItems.STACK64, bytes(out -> out.int64(9)));
            story.user(3, 1, 2);
        }

        assertThat(new Asked(trace).json("events | where EventId == 7 | project Stack"))
                .containsExactly(
                        "{\"Stack\":[\"0x7ff000001000\",\"0xffffffffffffffff\"]}",
                        "{\"Stack\":[\"0x80000000\",\"0x2\"]}",
                        "{\"Stack\":[]}",
                        "{\"Stack\":null}");
    }

    @Test
    void aStackWalkBelongsToTheEventOfItsTimeAndThread() throws IOException {
        Path trace = folder.resolve("walks.etl");
        try (TraceStory story = new TraceStory(trace)) {
            story.event(1, 0, TraceStory.USER, PID, TID, content -> {});
            story.event(1, 1, TraceStory.USER, PID, 99, content -> {});
            story.kernel(1, 1, SYSTEM_CALL, content -> content.pointer(1));
            walk(story, 2, 0, 1, PID, TID, USER, USER + 1);
            walk(story, 2, 1, 1, PID, 98, USER + 2);
            walk(story, 3, 0, 2, PID, TID, USER + 3);
            story.user(4, PID, TID);
        }

        assertThat(new Asked(trace).json("events | where EventId in (7, 51) | project Cpu, ThreadId, Stack"))
                .containsExactly(
                        "{\"Cpu\":0,\"ThreadId\":71,\"Stack\":[\"0x7ff000001000\",\"0x7ff000001001\"]}",
                        "{\"Cpu\":1,\"ThreadId\":99,\"Stack\":null}",
                        "{\"Cpu\":1,\"ThreadId\":null,\"Stack\":[\"0x7ff000001002\"]}",
                        "{\"Cpu\":0,\"ThreadId\":71,\"Stack\":null}");
    }

    @Test
    void theProcessesPartComesWhenTheThreadLeavesTheKernelAndIsThatOfAllThatWait() throws IOException {
        Path trace = folder.resolve("parts.etl");
        try (TraceStory story = new TraceStory(trace)) {
            story.user(1, PID, TID);
            walk(story, 1, 0, 1, PID, TID, KERNEL);
            story.user(2, PID, TID);
            walk(story, 2, 0, 2, PID, TID, KERNEL + 1);
            story.user(3, 4, 8);
            walk(story, 3, 0, 3, 4, 8, KERNEL + 2);
            walk(story, 4, 0, 2, PID, TID, USER, USER + 1);
            walk(story, 5, 0, 3, 4, 8, USER + 9);
            story.user(6, PID, TID);
            walk(story, 6, 0, 6, PID, TID, KERNEL + 3);
        }

        assertThat(new Asked(trace).json("events | where EventId == 7 | project Stack"))
                .containsExactly(
                        "{\"Stack\":[\"0xfffff80000001000\",\"0x7ff000001000\",\"0x7ff000001001\"]}",
                        "{\"Stack\":[\"0xfffff80000001001\",\"0x7ff000001000\",\"0x7ff000001001\"]}",
                        "{\"Stack\":[\"0xfffff80000001002\",\"0x7ff000001009\"]}",
                        "{\"Stack\":[\"0xfffff80000001003\"]}");
    }

    @Test
    void aKeyStandsForTheAddressesThatAreToldWhenItIsLetGo() throws IOException {
        Path trace = folder.resolve("keys.etl");
        try (TraceStory story = new TraceStory(trace)) {
            for (int second = 1; second <= 2; second++) {
                story.user(second, PID, TID);
                key(story, second, KERNEL_KEY, second, 0xAA);
                key(story, second, USER_KEY, second, 0xBB);
            }
            story.kernel(3, 0, KEY_RUNDOWN, out -> out.pointer(0xBB).pointer(USER));
            story.kernel(3, 0, KEY_RUNDOWN, out -> out.pointer(0xAA).pointer(KERNEL));
            story.user(4, PID, TID);
            key(story, 4, USER_KEY, 4, 0xBB);
            story.item(
                    4,
                    PID,
                    TID,
                    ExtendedItems.STACK_KEY64,
                    bytes(out -> out.int64(0).int64(0xBB).int64(0)));
            story.kernel(5, 0, KEY_RUNDOWN, out -> out.pointer(0xBB).pointer(USER + 1));
            story.user(6, PID, TID);
            key(story, 6, USER_KEY, 6, 0xCC);
        }

        assertThat(new Asked(trace).json("events | where EventId == 7 | project Stack"))
                .containsExactly(
                        "{\"Stack\":[\"0xfffff80000001000\",\"0x7ff000001000\"]}",
                        "{\"Stack\":[\"0xfffff80000001000\",\"0x7ff000001000\"]}",
                        "{\"Stack\":[\"0x7ff000001001\"]}",
                        "{\"Stack\":[\"0x7ff000001001\"]}",
                        "{\"Stack\":null}");
    }

    @Test
    void stacksOfTheRuntimeAndOfTheWayOutOfTheKernelBelongToEventsBefore() throws IOException {
        Path trace = folder.resolve("others.etl");
        try (TraceStory story = new TraceStory(trace)) {
            story.item(
                    1,
                    PID,
                    TID,
                    ExtendedItems.STACK64,
                    bytes(out -> out.int64(5).int64(KERNEL)));
            story.item(
                    2,
                    STACK_ON_EXIT,
                    PID,
                    TID,
                    ExtendedItems.STACK64,
                    bytes(out -> out.int64(5).int64(USER)));
            story.event(3, 0, COLLECTION, PID, TID, out -> {});
            story.event(3, 0, COLLECTION, PID, 99, out -> {});
            story.event(
                    4,
                    0,
                    DOTNET_STACK,
                    PID,
                    TID,
                    out -> out.int16(1).int16(0).int32(1).pointer(USER + 1));
        }

        assertThat(new Asked(trace).json("events | where EventId in (1, 7) | project Stack"))
                .containsExactly(
                        "{\"Stack\":[\"0xfffff80000001000\",\"0x7ff000001000\"]}",
                        "{\"Stack\":[\"0x7ff000001001\"]}",
                        "{\"Stack\":null}");
    }

    @Test
    void aFrameIsInTheModuleThatStoodThereAtItsTime() throws IOException {
        Path trace = folder.resolve("modules.etl");
        try (TraceStory story = new TraceStory(trace)) {
            stack(story, 0);
            story.kernel(1, 0, KernelEvent.IMAGE_RUNDOWN_START, image(0, KERNEL, 0x100, "\\SystemRoot\\ntoskrnl.exe"));
            story.kernel(1, 0, KernelEvent.IMAGE_LOAD, image(PID, USER, 0x100, "\\Device\\HarddiskVolume1\\one.dll"));
            story.kernel(1, 0, KernelEvent.IMAGE_LOAD, image(99, USER, 0x100, "other.dll"));
            stack(story, 2);
            story.kernel(3, 0, KernelEvent.IMAGE_UNLOAD, image(PID, USER, 0x100, "\\Device\\HarddiskVolume1\\one.dll"));
            stack(story, 4);
            story.kernel(5, 0, KernelEvent.IMAGE_RUNDOWN_END, image(PID, USER - 0x800, 0x1000, "two.dll"));
        }

        assertThat(new Asked(trace).json("events | where EventId == 7 | project Stack"))
                .containsExactly(
                        "{\"Stack\":[\"ntoskrnl.exe+0x10\",\"two.dll+0x810\"]}",
                        "{\"Stack\":[\"ntoskrnl.exe+0x10\",\"one.dll+0x10\"]}",
                        "{\"Stack\":[\"ntoskrnl.exe+0x10\",\"two.dll+0x810\"]}");
    }

    @Test
    void aFastClockTellsEventsOfOneTickApart() throws IOException {
        Path trace = folder.resolve("fast.etl");
        Clock clock = new Clock(Clock.Kind.QPC, 1_000_000, TraceStory.START, 3_000_000_000L);
        try (TraceStory story = new TraceStory(trace, clock, 8)) {
            long raw = story.raw(1);
            story.at(raw, 0, TraceStory.USER, PID, TID, out -> {});
            story.at(raw + 1, 0, TraceStory.USER, PID, TID, out -> {});
            story.at(
                    raw + 9,
                    0,
                    KernelEvent.STACK.type(8),
                    EventRecord.UNKNOWN_ID,
                    EventRecord.UNKNOWN_ID,
                    out -> new KernelPayload.StackWalk(raw, PID, TID, new long[] {USER}).writeTo(out));
        }

        assertThat(new Asked(trace).json("events | where EventId == 7 | project Stack"))
                .containsExactly("{\"Stack\":[\"0x7ff000001000\"]}", "{\"Stack\":null}");
    }

    @Test
    void aKernelOf32BitsHasTheUpperHalf() throws IOException {
        Path trace = folder.resolve("narrow.etl");
        EventType call = KernelClass.PERF_INFO.type(HeaderKind.PERFINFO, 4, 51, 2);
        try (TraceStory story = new TraceStory(trace, EtlOptions.systemTime(TraceStory.START), 4)) {
            story.kernel(1, 0, call, out -> out.pointer(1));
            walk(story, 1, 0, 1, PID, TID, 0x8000_1000L);
            walk(story, 2, 0, 1, PID, TID, 0x7000_1000L);
        }

        assertThat(new Asked(trace).json("events | where EventId == 51 | project Stack"))
                .containsExactly("{\"Stack\":[\"0x80001000\",\"0x70001000\"]}");
    }

    private void stack(TraceStory story, int second) throws IOException {
        story.user(second, PID, TID);
        walk(story, second, 0, second, PID, TID, KERNEL + 0x10, USER + 0x10);
    }

    /** What the runtime compiled is named as long as it stands there, and above the image in which it may lie. */
    @Test
    void compiledMethodsOfDotNetAreNamed() throws IOException {
        Path trace = folder.resolve("methods.etl");
        try (TraceStory story = new TraceStory(trace)) {
            story.kernel(0, 0, KernelEvent.IMAGE_LOAD, image(PID, USER - 0x100, 0x1000, "app.ni.dll"));
            calls(story, 1);
            story.event(
                    2, 0, DotNetEvents.METHOD_LOAD, PID, TID, DotNetEvents.method(7, USER, 0x20, "Shop.Cart", "Add"));
            calls(story, 3);
            story.event(
                    4, 0, DotNetEvents.METHOD_UNLOAD, PID, TID, DotNetEvents.method(7, USER, 0x20, "Shop.Cart", "Add"));
            story.event(
                    5,
                    0,
                    DotNetEvents.METHOD_LOAD,
                    PID,
                    TID,
                    DotNetEvents.method(0, USER, 0x20, "dynamicClass", "IL_STUB_PInvoke"));
            calls(story, 6);
            story.event(
                    8, 0, DotNetEvents.METHOD_RUNDOWN, PID, TID, DotNetEvents.method(7, USER + 0x20, 0x10, "", "Main"));
            story.event(
                    8,
                    0,
                    DotNetEvents.METHOD_RUNDOWN,
                    99,
                    TID,
                    DotNetEvents.method(7, USER + 0x30, 0x10, "Not.Of", "ThisProcess"));
            story.event(8, 0, DotNetEvents.MODULE_RUNDOWN, PID, TID, DotNetEvents.module(7, "C:\\shop\\Shop.Web.dll"));
            story.event(8, 0, DotNetEvents.MODULE_RUNDOWN, PID, TID, DotNetEvents.module(0, ""));
        }

        assertThat(new Asked(trace).json("events | where EventId == 7 | project Stack"))
                .containsExactly(
                        stack("app.ni.dll+0x101", "Shop.Web!Main+0x1", "app.ni.dll+0x131"),
                        stack("Shop.Web!Shop.Cart.Add+0x1", "Shop.Web!Main+0x1", "app.ni.dll+0x131"),
                        stack("?!dynamicClass.IL_STUB_PInvoke+0x1", "Shop.Web!Main+0x1", "app.ni.dll+0x131"));
    }

    private void calls(TraceStory story, int second) throws IOException {
        story.item(
                second,
                PID,
                TID,
                ExtendedItems.STACK64,
                bytes(out -> out.int64(0).int64(USER + 1).int64(USER + 0x21).int64(USER + 0x31)));
    }

    private static String stack(String... frames) {
        return "{\"Stack\":[\"" + String.join("\",\"", frames) + "\"]}";
    }

    private static void walk(TraceStory story, int second, int cpu, int of, int pid, int tid, long... frames)
            throws IOException {
        story.kernel(second, cpu, KernelEvent.STACK, new KernelPayload.StackWalk(story.raw(of), pid, tid, frames));
    }

    private static void key(TraceStory story, int second, EventType type, int of, long key) throws IOException {
        story.kernel(
                second,
                0,
                type,
                out -> out.int64(story.raw(of)).int32(PID).int32(TID).pointer(key));
    }

    private byte[] bytes(Consumer<PayloadBuilder> content) {
        content.accept(item.clear());
        return item.toBytes();
    }
}
