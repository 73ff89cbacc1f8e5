package io.ringtail.etw.write;

import static io.ringtail.etw.write.KernelClass.DISK_IO;
import static io.ringtail.etw.write.KernelClass.FILE_IO;
import static io.ringtail.etw.write.KernelClass.IMAGE;
import static io.ringtail.etw.write.KernelClass.PERF_INFO;
import static io.ringtail.etw.write.KernelClass.PROCESS;
import static io.ringtail.etw.write.KernelClass.STACK_WALK;
import static io.ringtail.etw.write.KernelClass.SYSTEM_CONFIG;
import static io.ringtail.etw.write.KernelClass.TCP_IP;
import static io.ringtail.etw.write.KernelClass.THREAD;
import static io.ringtail.ring.event.HeaderKind.COMPACT;
import static io.ringtail.ring.event.HeaderKind.PERFINFO;
import static io.ringtail.ring.event.HeaderKind.SYSTEM;

import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;

/**
 * Kernel events with the header and version under which current Windows versions write them, for the payloads of
 * {@link KernelPayload}.
 */
public enum KernelEvent {
    PROCESS_START(PROCESS, SYSTEM, 1, 4),
    PROCESS_END(PROCESS, SYSTEM, 2, 4),
    PROCESS_RUNDOWN_START(PROCESS, PERFINFO, 3, 4),
    PROCESS_RUNDOWN_END(PROCESS, PERFINFO, 4, 4),
    THREAD_START(THREAD, SYSTEM, 1, 3),
    THREAD_END(THREAD, SYSTEM, 2, 3),
    THREAD_RUNDOWN_START(THREAD, SYSTEM, 3, 3),
    THREAD_RUNDOWN_END(THREAD, SYSTEM, 4, 3),
    CONTEXT_SWITCH(THREAD, PERFINFO, 0x24, 2),
    READY_THREAD(THREAD, COMPACT, 0x32, 2),
    IMAGE_LOAD(IMAGE, SYSTEM, 0x0A, 3),
    IMAGE_UNLOAD(IMAGE, SYSTEM, 0x02, 3),
    IMAGE_RUNDOWN_START(IMAGE, PERFINFO, 0x03, 3),
    IMAGE_RUNDOWN_END(IMAGE, PERFINFO, 0x04, 3),
    DISK_READ(DISK_IO, PERFINFO, 0x0A, 3),
    DISK_WRITE(DISK_IO, PERFINFO, 0x0B, 3),
    FILE_CREATE_NAME(FILE_IO, PERFINFO, 0x20, 2),
    FILE_RUNDOWN_NAME(FILE_IO, PERFINFO, 0x24, 2),
    TCP_SEND(TCP_IP, PERFINFO, 0x0A, 2),
    TCP_RECEIVE(TCP_IP, PERFINFO, 0x0B, 2),
    TCP_CONNECT(TCP_IP, PERFINFO, 0x0C, 2),
    TCP_ACCEPT(TCP_IP, PERFINFO, 0x0F, 2),
    PROFILE_SAMPLE(PERF_INFO, PERFINFO, 0x2E, 2),
    STACK(STACK_WALK, PERFINFO, 0x20, 2),
    CPU_CONFIG(SYSTEM_CONFIG, SYSTEM, 0x0A, 3);

    private final KernelClass kernelClass;
    private final HeaderKind header;
    private final int opcode;
    private final int version;

    KernelEvent(KernelClass kernelClass, HeaderKind header, int opcode, int version) {
        this.kernelClass = kernelClass;
        this.header = header;
        this.opcode = opcode;
        this.version = version;
    }

    public EventType type(int pointerBytes) {
        return kernelClass.type(header, pointerBytes, opcode, version);
    }
}
