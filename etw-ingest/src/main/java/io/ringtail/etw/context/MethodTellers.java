package io.ringtail.etw.context;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the events that tell of the .NET methods, and of their modules, to which wanted addresses belong. One thread. */
final class MethodTellers {
    private record Teller(Methods.Method method, long sequence) {}

    private record ModuleTeller(Methods.ModuleKey module, long sequence) {}

    private final List<Teller> methods = new ArrayList<>();
    private final List<ModuleTeller> modules = new ArrayList<>();
    /** By process. */
    private final Map<Integer, NavigableSet<Long>> wanted = new HashMap<>();

    void add(Methods.Method method, long sequence) {
        if (method.isKnown()) {
            methods.add(new Teller(method, sequence));
        }
    }

    void addModule(int pid, long id, long sequence) {
        modules.add(new ModuleTeller(new Methods.ModuleKey(pid, id), sequence));
    }

    void want(int pid, long[] addresses) {
        NavigableSet<Long> known = wanted.computeIfAbsent(pid, none -> new TreeSet<>());
        for (long address : addresses) {
            known.add(address);
        }
    }

    void wantAll(int pid, @Nullable List<Long> addresses) {
        if (addresses != null) {
            wanted.computeIfAbsent(pid, none -> new TreeSet<>()).addAll(addresses);
        }
    }

    /** Adds those that tell of a wanted address; to be called after the last event. */
    void addTo(SequenceSet found) {
        Set<Methods.ModuleKey> wantedModules = new HashSet<>();
        for (Teller teller : methods) {
            if (isWanted(teller.method)) {
                found.add(teller.sequence);
                wantedModules.add(teller.method.moduleKey());
            }
        }
        for (ModuleTeller teller : modules) {
            if (wantedModules.contains(teller.module)) {
                found.add(teller.sequence);
            }
        }
    }

    private boolean isWanted(Methods.Method method) {
        NavigableSet<Long> addresses = wanted.get(method.pid());
        Long next = addresses == null ? null : addresses.ceiling(method.start());
        return next != null && Long.compareUnsigned(next - method.start(), method.size()) < 0;
    }
}
