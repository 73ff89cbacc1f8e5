package io.ringtail.etw.decode;

/** How an event is called. */
record EventNames(String provider, String event, String task, String opcode) {
    /**
     * {@code Task/Opcode}, without the opcode when it is Info; {@code EventID(n)} when the task is unknown. It is the
     * opcode's number that makes it Info, as in TraceEvent.
     */
    static String of(String task, String opcode, int opcodeNumber, int id) {
        if (task.isEmpty()) {
            return "EventID(" + id + ")";
        }
        return opcodeNumber == 0 || opcode.isEmpty() ? task : task + "/" + opcode;
    }
}
