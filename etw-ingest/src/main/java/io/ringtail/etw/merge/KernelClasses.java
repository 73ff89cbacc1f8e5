package io.ringtail.etw.merge;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The event classes of the kernel's own records, which carry a group and no GUID.
 *
 * <p>A group without a known class has a GUID that ETW does not use: {@code 6b65726e-656c-0000-0000-0000000000gg}, which is
 * "kernel" in ASCII and the group.
 */
public final class KernelClasses {
    /** Of images, whose load events stand in the group of processes. */
    public static final UUID IMAGE = UUID.fromString("2cb15d1d-5fc1-11d2-abe1-00a0c911f518");

    private static final long UNKNOWN_GROUP = 0x6B65726E_656C_0000L;
    private static final int PROCESS_GROUP = 0x03;
    private static final int IMAGE_LOAD = 0x0A;
    private static final @Nullable UUID[] BY_GROUP = new UUID[256];

    static {
        put(0x00, "68fdd900-4a3e-11d1-84f4-0000f80464e3"); // EventTraceEvent: the log file header
        put(0x01, "3d6fa8d4-fe05-11d0-9dda-00c04fd7ba7c"); // DiskIo
        put(0x02, "3d6fa8d3-fe05-11d0-9dda-00c04fd7ba7c"); // PageFault
        put(0x03, "3d6fa8d0-fe05-11d0-9dda-00c04fd7ba7c"); // Process
        put(0x04, "90cbdc39-4a3e-11d1-84f4-0000f80464e3"); // FileIo
        put(0x05, "3d6fa8d1-fe05-11d0-9dda-00c04fd7ba7c"); // Thread
        put(0x06, "9a280ac0-c8e0-11d1-84e2-00c04fb998a2"); // TcpIp
        put(0x07, "3282fc76-feed-498e-8aa7-e70f459d430e"); // Job
        put(0x08, "bf3a50c5-a9c9-4988-a005-2df0b7c80f80"); // UdpIp
        put(0x09, "ae53722e-c863-11d2-8659-00c04fa321a1"); // Registry
        put(0x0A, "13976d09-a327-438c-950b-7f03192815c7"); // DbgPrint
        put(0x0B, "01853a65-418f-4f36-aefc-dc0f1d2fd235"); // HWConfig
        put(0x0D, "42695762-ea50-497a-9068-5cbbb35e0b95"); // Wnf
        put(0x0E, "0268a8b6-74fd-4302-9dd0-6e8f1795c0cf"); // Pool
        put(0x0F, "ce1dbfb4-137e-4da6-87b0-3f59aa102cbc"); // PerfInfo
        put(0x10, "222962ab-6180-4b88-a825-346b75f2a24a"); // Heap, of a process
        put(0x11, "89497f50-effe-4440-8cf2-ce6b1cdcaca7"); // ObTrace
        put(0x12, "e43445e0-0903-48c3-b878-ff0fccebdd04"); // Power
        BY_GROUP[0x14] = IMAGE;
        put(0x16, "7687a439-f752-45b8-b741-321aec0f8df9"); // Cc: the cache manager
        put(0x17, "3ac66736-cc59-4cff-8115-8df50e39816b"); // CritSec
        put(0x18, "def2fe46-7bd6-4b80-bd94-f57fe20d0ce3"); // StackWalk
        put(0x19, "9aec974b-5b8e-4118-9b92-3186d8002ce5"); // Ums
        put(0x1A, "45d8cccd-539f-4b72-a8b7-5c683142609a"); // ALPC
        put(0x1B, "d837ca92-12b9-44a5-ad6a-3a65b3578aa8"); // SplitIo
        put(0x1C, "c861d0e2-a2c1-4d36-9f9c-970bab943a12"); // ThreadPool
    }

    private KernelClasses() {}

    /** The class that a kernel record of this group and opcode belongs to. */
    public static UUID of(int group, int opcode) {
        if (group == PROCESS_GROUP && opcode == IMAGE_LOAD) {
            return IMAGE;
        }
        UUID known = BY_GROUP[group];
        return known != null ? known : new UUID(UNKNOWN_GROUP, group);
    }

    private static void put(int group, String guid) {
        BY_GROUP[group] = UUID.fromString(guid);
    }
}
