package io.ringtail.app.query;

import io.ringtail.etw.write.PayloadBuilder;
import io.ringtail.ring.event.EventType;
import java.util.UUID;
import java.util.function.Consumer;

/** What the .NET runtime tells of its methods and modules, as its first versions do. */
final class DotNetEvents {
    static final UUID RUNTIME = UUID.fromString("e13c0d23-ccbc-4e12-931b-d9cc2eee27e4");
    private static final UUID RUNDOWN = UUID.fromString("a669021c-c450-4609-a035-5af59af4df18");
    static final EventType METHOD_LOAD = TraceStory.manifest(RUNTIME, 143, 37, 9);
    static final EventType METHOD_UNLOAD = TraceStory.manifest(RUNTIME, 144, 38, 9);
    static final EventType METHOD_RUNDOWN = TraceStory.manifest(RUNDOWN, 144, 40, 1);
    static final EventType MODULE_RUNDOWN = TraceStory.manifest(RUNDOWN, 154, 36, 2);

    private DotNetEvents() {}

    static Consumer<PayloadBuilder> method(long module, long start, int size, String type, String name) {
        return out -> out.int64(1)
                .int64(module)
                .int64(start)
                .int32(size)
                .int32(0)
                .int32(0)
                .utf16(type)
                .utf16(name)
                .utf16("void ()");
    }

    static Consumer<PayloadBuilder> module(long id, String file) {
        return out -> out.int64(id).int64(1).int32(0).int32(0).utf16(file).utf16("");
    }
}
