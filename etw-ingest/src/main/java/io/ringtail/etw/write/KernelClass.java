package io.ringtail.etw.write;

import io.ringtail.etw.merge.KernelClasses;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import java.util.UUID;

/** The kernel's event classes that a writer needs: in a file a group number, to everyone else a GUID. */
public enum KernelClass {
    EVENT_TRACE(0x00),
    DISK_IO(0x01),
    PAGE_FAULT(0x02),
    PROCESS(0x03),
    FILE_IO(0x04),
    THREAD(0x05),
    TCP_IP(0x06),
    UDP_IP(0x08),
    REGISTRY(0x09),
    SYSTEM_CONFIG(0x0B),
    PERF_INFO(0x0F),
    OBJECT(0x11),
    IMAGE(0x14),
    STACK_WALK(0x18),
    ALPC(0x1A);

    private static final int IMAGE_LOAD = 0x0A;

    private final int group;
    private final UUID guid;

    KernelClass(int group) {
        this.group = group;
        this.guid = KernelClasses.of(group, 0);
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
