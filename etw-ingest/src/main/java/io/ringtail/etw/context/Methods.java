package io.ringtail.etw.context;

import io.ringtail.etw.context.Modules.Said;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which methods the .NET runtime compiled to which addresses of a process, and when: those that it loads while it is
 * watched, those of a rundown, and those that it unloads. Filled by one thread, then read by any.
 */
final class Methods {
    /** Of methods that the program made while it ran. */
    private static final String NO_MODULE = "?";

    /** @param module the runtime's number for it, by which an event of the process gives its file */
    record Method(int pid, long start, long size, long module, String name) {
        /** @param type with its namespace; may be empty */
        Method(int pid, long start, long size, long module, String type, String name) {
            this(pid, start, size, module, type.isEmpty() || name.isEmpty() ? name : type + "." + name);
        }

        ModuleKey moduleKey() {
            return new ModuleKey(pid, module);
        }

        boolean isKnown() {
            return start != 0 && size > 0 && !name.isEmpty();
        }
    }

    /** @param id the runtime's number of the module in this process */
    record ModuleKey(int pid, long id) {}

    private record Told(Method method, Said said, long ticks) {}

    private final List<Told> told = new ArrayList<>();
    private final Map<ModuleKey, String> modules = new HashMap<>();
    private final Modules code = new Modules();

    void add(Method method, Said said, long ticks) {
        told.add(new Told(method, said, ticks));
    }

    /** @param file its name without the folder; may be empty */
    void addModule(int pid, long id, String file) {
        if (!file.isEmpty()) {
            modules.put(new ModuleKey(pid, id), withoutEnding(file));
        }
    }

    /** To be called after the last event. */
    void finish() {
        for (Told one : told) {
            Method method = one.method;
            String module = modules.getOrDefault(method.moduleKey(), NO_MODULE);
            code.add(method.pid, method.start, method.size, module + "!" + method.name, one.said, one.ticks);
        }
        told.clear();
        modules.clear();
        code.finish();
    }

    /** {@code module!Namespace.Type.Method+0xoffset}. */
    Optional<String> frame(int pid, long address, long ticks) {
        return code.frame(pid, address, ticks);
    }

    private static String withoutEnding(String file) {
        int dot = file.lastIndexOf('.');
        return dot > 0 ? file.substring(0, dot) : file;
    }
}
