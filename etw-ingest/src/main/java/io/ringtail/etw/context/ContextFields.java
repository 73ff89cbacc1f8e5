package io.ringtail.etw.context;

import io.ringtail.ring.block.EventView;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.Field;
import io.ringtail.ring.payload.FieldReader;
import io.ringtail.ring.payload.PayloadLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of one layout that tell the context, whatever version and provider calls them. One thread. */
final class ContextFields {
    private final Cell cell = new Cell();
    private final @Nullable FieldReader pid;
    private final @Nullable FieldReader tid;
    private final @Nullable FieldReader parent;
    private final @Nullable FieldReader image;
    private final @Nullable FieldReader commandLine;
    private final @Nullable FieldReader threadName;
    private final @Nullable FieldReader base;
    private final @Nullable FieldReader size;
    private final @Nullable FieldReader fileName;
    private final @Nullable FieldReader key;
    private final @Nullable FieldReader keyName;
    private final @Nullable FieldReader object;
    private final @Nullable FieldReader objectName;
    private final @Nullable FieldReader objectType;
    private final @Nullable FieldReader objectTypeName;
    private final @Nullable FieldReader methodStart;
    private final @Nullable FieldReader methodSize;
    private final @Nullable FieldReader methodType;
    private final @Nullable FieldReader methodName;
    private final @Nullable FieldReader moduleId;
    private final @Nullable FieldReader moduleFile;

    ContextFields(PayloadLayout layout) {
        pid = reader(layout, "ProcessID");
        tid = reader(layout, "ThreadID");
        parent = reader(layout, "ParentID", "ParentProcessID");
        image = reader(layout, "ImageFileName", "ImageName");
        commandLine = reader(layout, "CommandLine");
        threadName = reader(layout, "ThreadName");
        base = reader(layout, "ImageBase");
        size = reader(layout, "ImageSize");
        fileName = reader(layout, "FileName", "ImageName");
        key = reader(layout, "FileKey", "FileObject", "KeyHandle");
        keyName = reader(layout, "KeyName");
        object = reader(layout, "Object");
        objectName = reader(layout, "ObjectName");
        objectType = reader(layout, "ObjectType");
        objectTypeName = reader(layout, "ObjectTypeName");
        methodStart = reader(layout, "MethodStartAddress");
        methodSize = reader(layout, "MethodSize");
        methodType = reader(layout, "MethodNamespace");
        methodName = reader(layout, "MethodName");
        moduleId = reader(layout, "ModuleID");
        moduleFile = reader(layout, "ModuleILPath");
    }

    int pid(EventView event) {
        return id(pid, event);
    }

    int tid(EventView event) {
        return id(tid, event);
    }

    int parent(EventView event) {
        return id(parent, event);
    }

    String commandLine(EventView event) {
        return text(commandLine, event);
    }

    String threadName(EventView event) {
        return text(threadName, event);
    }

    /** Without the folder. */
    String programName(EventView event) {
        return lastPart(text(image, event));
    }

    static String lastPart(String path) {
        return path.substring(1 + Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')));
    }

    /** Of an image; 0 if there is none. */
    long base(EventView event) {
        return number(base, event);
    }

    long size(EventView event) {
        return number(size, event);
    }

    String fileName(EventView event) {
        return text(fileName, event);
    }

    /** What stands for a file or a registry key; 0 if nothing does. */
    long key(EventView event) {
        return number(key, event);
    }

    String keyName(EventView event) {
        return text(keyName, event);
    }

    /** The address of a kernel object; 0 if there is none. */
    long object(EventView event) {
        return number(object, event);
    }

    String objectName(EventView event) {
        return text(objectName, event);
    }

    long objectType(EventView event) {
        return number(objectType, event);
    }

    String objectTypeName(EventView event) {
        return text(objectTypeName, event);
    }

    /** A compiled method of .NET's; its name is empty if none is told. */
    Methods.Method method(EventView event) {
        return new Methods.Method(
                event.pid(),
                number(methodStart, event),
                number(methodSize, event),
                number(moduleId, event),
                text(methodType, event),
                text(methodName, event));
    }

    /** The .NET runtime's number for a module; 0 if there is none. */
    long moduleId(EventView event) {
        return number(moduleId, event);
    }

    /** Without the folder; empty for modules that are in no file. */
    String moduleFile(EventView event) {
        return lastPart(text(moduleFile, event));
    }

    private long number(@Nullable FieldReader reader, EventView event) {
        if (reader == null) {
            return 0;
        }
        cell.setNull();
        reader.read(event, cell);
        return cell.isNull() ? 0 : cell.object() instanceof Number number ? number.longValue() : cell.bits();
    }

    private int id(@Nullable FieldReader reader, EventView event) {
        if (reader == null) {
            return EventRecord.UNKNOWN_ID;
        }
        cell.setNull();
        reader.read(event, cell);
        return cell.isNull() ? EventRecord.UNKNOWN_ID : (int) cell.bits();
    }

    private String text(@Nullable FieldReader reader, EventView event) {
        if (reader == null) {
            return "";
        }
        cell.setNull();
        reader.read(event, cell);
        return cell.object() instanceof String text ? text : "";
    }

    private static @Nullable FieldReader reader(PayloadLayout layout, String... names) {
        List<Field> fields = layout.fields();
        for (int i = 0; i < fields.size(); i++) {
            if (List.of(names).contains(fields.get(i).name())) {
                return layout.reader(i);
            }
        }
        return null;
    }
}
