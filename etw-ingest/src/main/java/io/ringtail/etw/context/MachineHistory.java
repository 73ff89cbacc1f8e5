package io.ringtail.etw.context;

import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.payload.ProcessFacts;
import java.util.HashMap;
import java.util.Map;

/** The processes and threads of one machine since one start of it. Filled by one thread, then read by any. */
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
    private final Map<Integer, Switches> switches = new HashMap<>();

    void process(int pid, long ticks, boolean starts, ProcessFacts facts) {
        processes.computeIfAbsent(pid, none -> new History<>()).add(ticks, starts, facts);
    }

    void thread(int tid, long ticks, boolean starts, ThreadFacts facts) {
        threads.computeIfAbsent(tid, none -> new History<>()).add(ticks, starts, facts);
    }

    void switched(int cpu, long ticks, int tid) {
        switches.computeIfAbsent(cpu, none -> new Switches()).add(ticks, tid);
    }

    /** To be called after the last event. */
    void finish() {
        processes.values().forEach(history -> history.finish(MachineHistory::completed));
        threads.values().forEach(history -> history.finish(ThreadFacts::completedBy));
        switches.values().forEach(Switches::finish);
    }

    boolean knowsSwitches() {
        return !switches.isEmpty();
    }

    ProcessFacts process(int pid, long ticks) {
        History<ProcessFacts> history = processes.get(pid);
        return history == null ? ProcessFacts.UNKNOWN : history.at(ticks).orElse(ProcessFacts.UNKNOWN);
    }

    String threadName(int tid, long ticks) {
        History<ThreadFacts> history = threads.get(tid);
        return history == null ? "" : history.at(ticks).map(ThreadFacts::name).orElse("");
    }

    /** The thread that ran on a CPU. */
    int threadOn(int cpu, long ticks) {
        Switches known = switches.get(cpu);
        return known == null ? EventRecord.UNKNOWN_ID : known.at(ticks);
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
