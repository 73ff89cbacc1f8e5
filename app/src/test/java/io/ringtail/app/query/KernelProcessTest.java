package io.ringtail.app.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.etw.schema.SchemaFiles;
import io.ringtail.etw.write.PayloadBuilder;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.ExtendedItems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session without the kernel's own events, but with those of Microsoft-Windows-Kernel-Process. */
class KernelProcessTest {
    private static final UUID PROVIDER = UUID.fromString("22fb2cd6-0e7b-422b-a0c7-2fad1fd0e716");
    private static final String MANIFEST = """
            <instrumentationManifest>
              <provider name="Microsoft-Windows-Kernel-Process" guid="{22fb2cd6-0e7b-422b-a0c7-2fad1fd0e716}">
                <templates>
                  <template tid="process">
                    <data name="ProcessID" inType="win:UInt32"/>
                    <data name="CreateTime" inType="win:FILETIME"/>
                    <data name="ParentProcessID" inType="win:UInt32"/>
                    <data name="ImageName" inType="win:UnicodeString"/>
                  </template>
                  <template tid="thread">
                    <data name="ProcessID" inType="win:UInt32"/>
                    <data name="ThreadID" inType="win:UInt32"/>
                  </template>
                  <template tid="image">
                    <data name="ImageBase" inType="win:Pointer"/>
                    <data name="ImageSize" inType="win:Pointer"/>
                    <data name="ProcessID" inType="win:UInt32"/>
                    <data name="ImageName" inType="win:UnicodeString"/>
                  </template>
                </templates>
                <events>
                  <event value="1" template="process"/>
                  <event value="3" template="thread"/>
                  <event value="5" template="image"/>
                  <event value="6" template="image"/>
                  <event value="15" template="process"/>
                </events>
              </provider>
            </instrumentationManifest>
            """;
    private static final int PID = 70;
    private static final int TID = 71;
    private static final long BASE = 0x7FF0_0000_0000L;

    @TempDir
    Path folder;

    @Test
    void namesProcessesAndModules() throws IOException {
        Path manifest = Files.writeString(folder.resolve("process.man"), MANIFEST);
        Path trace = folder.resolve("process.etl");
        try (TraceStory story = new TraceStory(trace)) {
            stack(story, 0);
            told(
                    story,
                    1,
                    5,
                    out -> out.pointer(BASE).pointer(0x1000).int32(PID).utf16("\\Device\\HarddiskVolume1\\one.dll"));
            stack(story, 2);
            told(
                    story,
                    3,
                    6,
                    out -> out.pointer(BASE).pointer(0x1000).int32(PID).utf16("\\Device\\HarddiskVolume1\\one.dll"));
            stack(story, 4);
            told(story, 5, 15, out -> process(out, PID, 9, "\\Device\\HarddiskVolume1\\app.exe"));
            told(story, 6, 1, out -> process(out, PID, 10, "\\Device\\HarddiskVolume1\\next.exe"));
            stack(story, 8);
        }

        assertThat(new Asked(catalog -> SchemaFiles.read(List.of(manifest)), trace)
                        .json("events | where EventId == 7 | project ProcessName, ParentProcessId, Stack"))
                .containsExactly(
                        "{\"ProcessName\":\"app.exe\",\"ParentProcessId\":9,\"Stack\":[\"0x7ff000000010\"]}",
                        "{\"ProcessName\":\"app.exe\",\"ParentProcessId\":9,\"Stack\":[\"one.dll+0x10\"]}",
                        "{\"ProcessName\":\"app.exe\",\"ParentProcessId\":9,\"Stack\":[\"0x7ff000000010\"]}",
                        "{\"ProcessName\":\"next.exe\",\"ParentProcessId\":10,\"Stack\":[\"0x7ff000000010\"]}");
    }

    private static void told(TraceStory story, int second, int id, Consumer<PayloadBuilder> content)
            throws IOException {
        EventType type = TraceStory.manifest(PROVIDER, id, 0, 0);
        story.event(second, 0, type, 4, 8, content);
    }

    private static void process(PayloadBuilder out, int pid, int parent, String image) {
        out.int32(pid).int64(0).int32(parent).utf16(image);
    }

    private static void stack(TraceStory story, int second) throws IOException {
        byte[] item = new PayloadBuilder(8).clear().int64(0).int64(BASE + 0x10).toBytes();
        story.item(second, PID, TID, ExtendedItems.STACK64, item);
    }
}
