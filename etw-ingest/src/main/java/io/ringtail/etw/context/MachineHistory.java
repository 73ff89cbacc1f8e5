package io.ringtail.etw.context;

import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.payload.EventContext;
import io.ringtail.ring.payload.ProcessFacts;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was said of one machine since one start of it. Filled by one thread, then read by any. */
final class MachineHistory {
    /** The idle thread of every CPU, and its process. */
    private static final int IDLE = 0;

    /** @param name empty if it has none */
    record ThreadFacts(int pid, String name) {
        ThreadFacts completedBy(ThreadFacts other) {
            return new ThreadFacts(pid == EventRecord.UNKNOWN_ID ? other.pid : pid, name.isEmpty() ? other.name : name);
        }
    }

    private final Map<Integer, History<ProcessFacts>> processes = new HashMap<>();
    private final Map<Integer, History<ThreadFacts>> threads = new HashMap<>();
    private final Modules modules = new Modules();
    private final Methods methods = new Methods();
    private final Names files = new Names();
    private final Names keys = new Names();
    private final Names objects = new Names();
    private final Names objectTypes = new Names();
    private @Nullable Switches[] switches = {};

    /** Of a machine of which nothing is said. */
    static MachineHistory empty() {
        MachineHistory empty = new MachineHistory();
        empty.finish();
        return empty;
    }

    void process(int pid, long ticks, boolean starts, ProcessFacts facts) {
        processes.computeIfAbsent(pid, none -> new History<>()).add(ticks, starts, facts);
    }

    void thread(int tid, long ticks, boolean starts, ThreadFacts facts) {
        threads.computeIfAbsent(tid, none -> new History<>()).add(ticks, starts, facts);
    }

    void switched(int cpu, long ticks, int tid) {
        if (cpu >= switches.length) {
            switches = Arrays.copyOf(switches, Math.max(2 * switches.length, cpu + 1));
        }
        Switches known = switches[cpu];
        if (known == null) {
            known = new Switches();
            switches[cpu] = known;
        }
        known.add(ticks, tid);
    }

    Modules modules() {
        return modules;
    }

    Methods methods() {
        return methods;
    }

    /** As {@link EventContext#stack} has it: a compiled method says more than the image in which it may lie. */
    String frame(int pid, long address, long ticks) {
        return methods.frame(pid, address, ticks)
                .or(() -> modules.frame(pid, address, ticks))
                .orElseGet(() -> EventContext.address(address));
    }

    Names files() {
        return files;
    }

    Names keys() {
        return keys;
    }

    Names objects() {
        return objects;
    }

    Names objectTypes() {
        return objectTypes;
    }

    /** To be called after the last event. */
    void finish() {
        processes.values().forEach(history -> history.finish(MachineHistory::completed));
        threads.values().forEach(history -> history.finish(ThreadFacts::completedBy));
        modules.finish();
        methods.finish();
        files.finish();
        keys.finish();
        objects.finish();
        objectTypes.finish();
        for (Switches known : switches) {
            if (known != null) {
                known.finish(this::processOf);
            }
        }
    }

    boolean knowsSwitches() {
        return switches.length > 0;
    }

    ProcessFacts process(int pid, long ticks) {
        History<ProcessFacts> history = processes.get(pid);
        return history == null ? ProcessFacts.UNKNOWN : history.at(ticks).orElse(ProcessFacts.UNKNOWN);
    }

    String threadName(int tid, long ticks) {
        History<ThreadFacts> history = threads.get(tid);
        return history == null ? "" : history.at(ticks).map(ThreadFacts::name).orElse("");
    }

    /** What ran on a CPU; null if nothing is known of it. */
    @Nullable
    Switches switchesOf(int cpu) {
        return cpu < switches.length ? switches[cpu] : null;
    }

    /** The process of a thread. */
    int processOf(int tid, long ticks) {
        if (tid == IDLE) {
            return IDLE;
        }
        History<ThreadFacts> history = threads.get(tid);
        return history == null
                ? EventRecord.UNKNOWN_ID
                : history.at(ticks).map(ThreadFacts::pid).orElse(EventRecord.UNKNOWN_ID);
    }

    private static ProcessFacts completed(ProcessFacts facts, ProcessFacts other) {
        return new ProcessFacts(
                facts.name().isEmpty() ? other.name() : facts.name(),
                facts.commandLine().isEmpty() ? other.commandLine() : facts.commandLine(),
                facts.parentId() == EventRecord.UNKNOWN_ID ? other.parentId() : facts.parentId());
    }
}
