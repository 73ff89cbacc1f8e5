package io.ringtail.etw.context;

import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import java.util.UUID;

/** What an event of a type tells about the processes and threads around other events. */
enum ContextRole {
    NONE,
    PROCESS_START,
    /** Of a process that was there before: rundown, end. */
    PROCESS,
    THREAD_START,
    THREAD,
    SWITCH;

    private static final UUID PROCESS_CLASS = UUID.fromString("3d6fa8d0-fe05-11d0-9dda-00c04fd7ba7c");
    private static final UUID THREAD_CLASS = UUID.fromString("3d6fa8d1-fe05-11d0-9dda-00c04fd7ba7c");
    /** Microsoft-Windows-Kernel-Process. */
    private static final UUID KERNEL_PROCESS = UUID.fromString("22fb2cd6-0e7b-422b-a0c7-2fad1fd0e716");

    static ContextRole of(EventType type) {
        if (type.kind().isClassic()) {
            return ofClassic(type.provider(), type.id());
        }
        return type.kind() == HeaderKind.EVENT && type.provider().equals(KERNEL_PROCESS) ? ofManifest(type.id()) : NONE;
    }

    private static ContextRole ofClassic(UUID eventClass, int opcode) {
        if (eventClass.equals(PROCESS_CLASS)) {
            return switch (opcode) {
                case 1 -> PROCESS_START;
                case 2, 3, 4, 39 -> PROCESS;
                default -> NONE;
            };
        }
        if (eventClass.equals(THREAD_CLASS)) {
            return switch (opcode) {
                case 1 -> THREAD_START;
                case 2, 3, 4, 72 -> THREAD;
                case 36 -> SWITCH;
                default -> NONE;
            };
        }
        return NONE;
    }

    private static ContextRole ofManifest(int id) {
        return switch (id) {
            case 1 -> PROCESS_START;
            case 2, 15 -> PROCESS;
            case 3 -> THREAD_START;
            case 4 -> THREAD;
            default -> NONE;
        };
    }
}
