package io.ringtail.etw.context;

import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.payload.ContextPart;
import java.util.Set;
import java.util.UUID;

/** What an event of a type tells about others. */
enum ContextRole {
    NONE,
    PROCESS_START,
    /** Of a process that was there before: rundown, end. */
    PROCESS,
    THREAD_START,
    THREAD,
    SWITCH,
    IMAGE_LOAD,
    /** Of an image that is there, and was before. */
    IMAGE,
    IMAGE_UNLOAD,
    STACK,
    /** The kernel's part of a stack, by the key that stands for it. */
    STACK_KEY_KERNEL,
    STACK_KEY_USER,
    /** What a key stood for: when it is let go, or at the trace's end. */
    STACK_KEY,
    /** The process's part of stacks whose kernel parts are with their events. */
    STACK_ON_EXIT,
    /** Of the .NET event before it on its thread. */
    STACK_OF_DOTNET,
    /** The .NET runtime compiled a method, or took it from an image, and where it stands. */
    METHOD_LOAD,
    /** Of a method that is there, and was before. */
    METHOD,
    METHOD_UNLOAD,
    /** Which file a module of the .NET runtime is. */
    DOTNET_MODULE,
    FILE,
    /** A file object that was opened, and under which name. */
    FILE_OPEN,
    KEY,
    /** A kernel object with its name. */
    OBJECT,
    OBJECT_TYPE,
    /** A disk was done with reading or writing; the payload starts with the disk's number. */
    TRANSFER;

    private static final UUID IMAGE_CLASS = UUID.fromString("2cb15d1d-5fc1-11d2-abe1-00a0c911f518");
    private static final UUID PROCESS_CLASS = UUID.fromString("3d6fa8d0-fe05-11d0-9dda-00c04fd7ba7c");
    private static final UUID THREAD_CLASS = UUID.fromString("3d6fa8d1-fe05-11d0-9dda-00c04fd7ba7c");
    private static final UUID STACK_WALK_CLASS = UUID.fromString("def2fe46-7bd6-4b80-bd94-f57fe20d0ce3");
    private static final UUID FILE_CLASS = UUID.fromString("90cbdc39-4a3e-11d1-84f4-0000f80464e3");
    private static final UUID DISK_CLASS = UUID.fromString("3d6fa8d4-fe05-11d0-9dda-00c04fd7ba7c");
    private static final UUID REGISTRY_CLASS = UUID.fromString("ae53722e-c863-11d2-8659-00c04fa321a1");
    private static final UUID OBJECT_CLASS = UUID.fromString("89497f50-effe-4440-8cf2-ce6b1cdcaca7");
    /** Microsoft-Windows-Kernel-Process. */
    private static final UUID KERNEL_PROCESS = UUID.fromString("22fb2cd6-0e7b-422b-a0c7-2fad1fd0e716");
    /** Microsoft-Windows-Kernel-EventTracing. */
    private static final UUID KERNEL_EVENT_TRACING = UUID.fromString("b675ec37-bdb6-4648-bc92-f3fdc74d3ca2");

    private static final int DISK_READ = 10;
    private static final int DISK_WRITE = 11;
    private static final int STACK_TRACE_TASK = 18;
    private static final int USER_MODE_STACK = 24;
    private static final int DOTNET_STACK_WALK = 82;

    boolean isOfAny(Set<ContextPart> wanted) {
        return switch (this) {
            case NONE -> false;
            case PROCESS_START, PROCESS -> wanted.contains(ContextPart.PROCESSES);
            case THREAD_START, THREAD -> wanted.contains(ContextPart.THREADS) || wanted.contains(ContextPart.IDS);
            case SWITCH -> wanted.contains(ContextPart.IDS);
            case IMAGE_LOAD,
                    IMAGE,
                    IMAGE_UNLOAD,
                    STACK,
                    STACK_KEY_KERNEL,
                    STACK_KEY_USER,
                    STACK_KEY,
                    STACK_ON_EXIT,
                    STACK_OF_DOTNET,
                    METHOD_LOAD,
                    METHOD,
                    METHOD_UNLOAD,
                    DOTNET_MODULE -> wanted.contains(ContextPart.STACKS);
            case FILE, FILE_OPEN -> wanted.contains(ContextPart.FILES);
            case KEY -> wanted.contains(ContextPart.KEYS);
            case OBJECT, OBJECT_TYPE -> wanted.contains(ContextPart.OBJECTS);
            case TRANSFER -> wanted.contains(ContextPart.DISKS);
        };
    }

    static ContextRole of(EventType type) {
        if (type.kind().isClassic()) {
            return ofClassic(type.provider(), type.id());
        }
        return type.kind() == HeaderKind.EVENT ? ofManifest(type) : NONE;
    }

    private static ContextRole ofClassic(UUID eventClass, int opcode) {
        if (eventClass.equals(PROCESS_CLASS)) {
            return process(opcode);
        }
        if (eventClass.equals(THREAD_CLASS)) {
            return thread(opcode);
        }
        if (eventClass.equals(IMAGE_CLASS)) {
            return image(opcode);
        }
        if (eventClass.equals(STACK_WALK_CLASS)) {
            return stackWalk(opcode);
        }
        if (eventClass.equals(FILE_CLASS)) {
            return file(opcode);
        }
        if (eventClass.equals(DISK_CLASS)) {
            return opcode == DISK_READ || opcode == DISK_WRITE ? TRANSFER : NONE;
        }
        if (eventClass.equals(OBJECT_CLASS)) {
            return object(opcode);
        }
        return eventClass.equals(REGISTRY_CLASS) ? registry(opcode) : NONE;
    }

    private static ContextRole process(int opcode) {
        return switch (opcode) {
            case 1 -> PROCESS_START;
            case 2, 3, 4, 39 -> PROCESS;
            default -> NONE;
        };
    }

    private static ContextRole thread(int opcode) {
        return switch (opcode) {
            case 1 -> THREAD_START;
            case 2, 3, 4, 72 -> THREAD;
            case 36 -> SWITCH;
            default -> NONE;
        };
    }

    private static ContextRole image(int opcode) {
        return switch (opcode) {
            case 10 -> IMAGE_LOAD;
            case 2 -> IMAGE_UNLOAD;
            case 3, 4 -> IMAGE;
            default -> NONE;
        };
    }

    private static ContextRole stackWalk(int opcode) {
        return switch (opcode) {
            case 32 -> STACK;
            case 35, 36 -> STACK_KEY;
            case 37 -> STACK_KEY_KERNEL;
            case 38 -> STACK_KEY_USER;
            default -> NONE;
        };
    }

    private static ContextRole file(int opcode) {
        return switch (opcode) {
            case 0, 32, 35, 36 -> FILE;
            case 64 -> FILE_OPEN;
            default -> NONE;
        };
    }

    /** Events of key control blocks alone name a key in full. */
    private static ContextRole registry(int opcode) {
        return opcode >= 22 && opcode <= 25 ? KEY : NONE;
    }

    private static ContextRole object(int opcode) {
        return switch (opcode) {
            case 36, 37 -> OBJECT_TYPE;
            case 38, 39 -> OBJECT;
            default -> NONE;
        };
    }

    private static ContextRole ofManifest(EventType type) {
        if (type.provider().equals(KERNEL_PROCESS)) {
            return switch (type.id()) {
                case 1 -> PROCESS_START;
                case 2, 15 -> PROCESS;
                case 3 -> THREAD_START;
                case 4 -> THREAD;
                case 5 -> IMAGE_LOAD;
                case 6 -> IMAGE_UNLOAD;
                default -> NONE;
            };
        }
        if (type.provider().equals(KERNEL_EVENT_TRACING)) {
            return type.task() == STACK_TRACE_TASK || type.id() == STACK_TRACE_TASK && type.opcode() == USER_MODE_STACK
                    ? STACK_ON_EXIT
                    : NONE;
        }
        if (DotNet.is(type.provider()) && type.id() == DOTNET_STACK_WALK) {
            return STACK_OF_DOTNET;
        }
        if (DotNet.isRuntime(type.provider())) {
            return dotNet(type.id());
        }
        return DotNet.isRundown(type.provider()) ? dotNetRundown(type.id()) : NONE;
    }

    /** By the numbers in the runtime's ClrEtwAll.man; of methods the verbose events alone, which have names. */
    private static ContextRole dotNet(int id) {
        return switch (id) {
            case 139, 140 -> METHOD; // MethodDCStartVerboseV2, MethodDCEndVerboseV2
            case 143 -> METHOD_LOAD; // MethodLoadVerbose
            case 144 -> METHOD_UNLOAD; // MethodUnloadVerbose
            case 149, 150, 152, 153 -> DOTNET_MODULE; // ModuleDCStartV2, ModuleDCEndV2, ModuleLoad, ModuleUnload
            default -> NONE;
        };
    }

    private static ContextRole dotNetRundown(int id) {
        return switch (id) {
            case 143, 144 -> METHOD; // MethodDCStartVerbose, MethodDCEndVerbose
            case 153, 154 -> DOTNET_MODULE; // ModuleDCStart, ModuleDCEnd
            default -> NONE;
        };
    }
}
