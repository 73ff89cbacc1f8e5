package io.ringtail.etw.context;

import io.ringtail.ring.event.EventType;
import java.util.UUID;

/** Events that describe a machine, and those that trace merge tools add to describe its images. */
final class MachineEvents {
    private static final UUID SYSTEM_CONFIG = UUID.fromString("01853a65-418f-4f36-aefc-dc0f1d2fd235");
    /** Drives, folders and the build of Windows. */
    private static final UUID SYSTEM_CONFIG_EX = UUID.fromString("9b79ee91-b5fd-41c0-a243-4248e266e9d0");

    private static final UUID IMAGE_ID = UUID.fromString("b3e675d7-2554-4f18-830b-2762732560de");
    private static final int CPU = 10;

    private MachineEvents() {}

    static boolean describesMachine(EventType type) {
        return type.kind().isClassic()
                && (type.provider().equals(SYSTEM_CONFIG_EX)
                        || type.provider().equals(SYSTEM_CONFIG) && type.id() == CPU);
    }

    /** What its symbols are found by. */
    static boolean describesImage(EventType type) {
        return type.kind().isClassic() && type.provider().equals(IMAGE_ID);
    }
}
