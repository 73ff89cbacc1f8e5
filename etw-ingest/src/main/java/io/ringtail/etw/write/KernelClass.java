package io.ringtail.etw.write;

import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import java.util.UUID;

/** The kernel's event classes: in a file a group number, to everyone else a GUID. */
public enum KernelClass {
    EVENT_TRACE(0x00, "68fdd900-4a3e-11d1-84f4-0000f80464e3"),
    DISK_IO(0x01, "3d6fa8d4-fe05-11d0-9dda-00c04fd7ba7c"),
    PAGE_FAULT(0x02, "3d6fa8d3-fe05-11d0-9dda-00c04fd7ba7c"),
    PROCESS(0x03, "3d6fa8d0-fe05-11d0-9dda-00c04fd7ba7c"),
    FILE_IO(0x04, "90cbdc39-4a3e-11d1-84f4-0000f80464e3"),
    THREAD(0x05, "3d6fa8d1-fe05-11d0-9dda-00c04fd7ba7c"),
    TCP_IP(0x06, "9a280ac0-c8e0-11d1-84e2-00c04fb998a2"),
    UDP_IP(0x08, "bf3a50c5-a9c9-4988-a005-2df0b7c80f80"),
    REGISTRY(0x09, "ae53722e-c863-11d2-8659-00c04fa321a1"),
    SYSTEM_CONFIG(0x0B, "01853a65-418f-4f36-aefc-dc0f1d2fd235"),
    PERF_INFO(0x0F, "ce1dbfb4-137e-4da6-87b0-3f59aa102cbc"),
    OBJECT(0x11, "89497f50-effe-4440-8cf2-ce6b1cdcaca7"),
    IMAGE(0x14, "2cb15d1d-5fc1-11d2-abe1-00a0c911f518"),
    STACK_WALK(0x18, "def2fe46-7bd6-4b80-bd94-f57fe20d0ce3"),
    ALPC(0x1A, "45d8cccd-539f-4b72-a8b7-5c683142609a");

    private static final int IMAGE_LOAD = 0x0A;

    private final int group;
    private final UUID guid;

    KernelClass(int group, String guid) {
        this.group = group;
        this.guid = UUID.fromString(guid);
    }

    public UUID guid() {
        return guid;
    }

    /** The type of a kernel event of this class. An image's load is recorded in the group of processes. */
    public EventType type(HeaderKind kind, int pointerBytes, int opcode, int version) {
        if (!kind.isKernel()) {
            throw new IllegalArgumentException("a kernel event has a kernel header, not " + kind);
        }
        int recordedGroup = this == IMAGE && opcode == IMAGE_LOAD ? PROCESS.group : group;
        return new EventType(
                kind, pointerBytes, guid, opcode, version, 0, 0, opcode, recordedGroup, 0, EventType.NO_TRACE_LOGGING);
    }
}
